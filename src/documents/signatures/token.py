"""A key on a card or in a module (PKCS#11). Its driver, `python-pkcs11`, is needed where such a key is configured."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pyhanko.sign.signers import Signer

from kernel.errors import Invalid, Unavailable


class TokenSigner(Signer):
    """Signs through an open session, and says in a sentence what the device says in a code."""

    def __init__(self, session_signer: Signer) -> None:
        super().__init__(
            signing_cert=session_signer.signing_cert,
            cert_registry=session_signer.cert_registry,
            signature_mechanism=session_signer.signature_mechanism,
        )
        self._inner = session_signer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        from pkcs11.exceptions import PKCS11Error

        try:
            signature: bytes = await self._inner.async_sign_raw(data, digest_algorithm, dry_run)
        except PKCS11Error as error:
            # A session that broke is opened anew by the next run.
            token_signer.cache_clear()
            raise Unavailable(f"The device does not sign ({type(error).__name__}).") from error
        return signature


@cache
def token_signer(module: Path, token: str, label: str, pin: str) -> Signer:
    """Opens a session that lasts as long as the process: a token takes one login at a time.

    Unavailable where the device or its driver is not there.
    """
    if find_spec("pkcs11") is None:
        raise Unavailable("python-pkcs11 is not installed: `pip install python-pkcs11`.")
    # Neither module can be imported without the driver.
    from pkcs11.exceptions import PinIncorrect, PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    try:
        session = open_pkcs11_session(str(module), token_criteria=TokenCriteria(label=token), user_pin=pin)
        signer = PKCS11Signer(session, cert_label=label, key_label=label)
        # Read from the token when it is first asked for. Many tokens sign a hash by elliptic curves, and do not hash.
        certificate = signer.signing_cert
        signer.use_raw_mechanism = certificate is not None and certificate.public_key.algorithm == "ec"
    except PinIncorrect as error:
        # A second wrong PIN may lock a card: nothing is tried again by itself.
        raise Invalid("the PIN is wrong.") from error
    except (PKCS11Error, RuntimeError, OSError) as error:
        said = str(error) or type(error).__name__
        raise Unavailable(f"the device does not answer ({said}).") from error
    return TokenSigner(signer)
