"""Where keys come from: a file, a token, somebody else's machine; and what happens when one is not what it says."""

import base64
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from documents.sign import PadesSigner
from documents.signatures.keys import key_named, open_key
from documents.signatures.looking import look_at
from kernel.errors import Invalid, Problem, Refused, Unavailable
from kernel.settings import Settings
from tests.builders.files import a_pdf
from tests.builders.signing import KEY, NAME, House, a_house
from tests.documents.authorities import Identity, signer


@pytest.fixture
async def house(database: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    return await a_house(tmp_path, monkeypatch.setenv)


async def signed_with(house: House, name: str) -> bytes:
    key = key_named(house.lawyer.organisation, name, holder=NAME)
    return await PadesSigner(open_key(key)).sign(a_pdf(), reason="Filing", place="Gijón")


async def holds(house: House, signed: bytes) -> bool:
    [seen] = (await look_at(signed, anchors=[house.root.der])).signatures
    return seen.state == "whole" and seen.anchor is not None and NAME in seen.signer


@contextmanager
def remote(identity: Identity, *, lies: bool = False) -> Iterator[str]:
    """A signer on another machine: knows one key, wants its token, signs hashes it is sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = msgspec.json.decode(self.rfile.read(int(self.headers["Content-Length"])))
            if self.headers["Authorization"] != "Bearer open sesame" or asked["key"] != "marta":
                self.send_error(403)
                return
            assert asked["algorithm"] == "sha256_ecdsa"
            digest = bytes(32) if lies else base64.b64decode(asked["hash"])
            signature = identity.key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))
            answer = msgspec.json.encode({"signature": base64.b64encode(signature).decode()})
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *arguments: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sign"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def remote_key(house: House, url: str, identity: Identity, *, token: str = "open sesame") -> None:
    (house.folder / "marta.pem").write_bytes(identity.certificate.public_bytes(Encoding.PEM))
    (house.folder / "token").write_text(token)
    house.keys(
        f'[[key]]\nname = "remote"\norganisation = "{house.lawyer.organisation}"\nholder = "{NAME}"\nkind = "remote"\n'
        f'url = "{url}"\nlabel = "marta"\ncertificates = "marta.pem"\nsecret_file = "token"\n'
    )


async def test_a_key_file_signs(house: House) -> None:
    assert await holds(house, await signed_with(house, KEY))


async def test_a_remote_key_signs_the_hash_it_is_sent(house: House) -> None:
    identity = signer(house.root, name=NAME)
    with remote(identity) as url:
        remote_key(house, url, identity)
        assert await holds(house, await signed_with(house, "remote"))


async def test_a_remote_signature_that_its_certificate_does_not_bear_out_is_thrown_away(house: House) -> None:
    identity = signer(house.root, name=NAME)
    with remote(identity, lies=True) as url:
        remote_key(house, url, identity)
        with pytest.raises(Refused, match="does not bear out"):
            await signed_with(house, "remote")


async def test_a_remote_signer_that_refuses_or_is_away_can_be_tried_again(house: House) -> None:
    identity = signer(house.root, name=NAME)
    with remote(identity) as url:
        remote_key(house, url, identity, token="wrong")
        with pytest.raises(Unavailable, match="403"):
            await signed_with(house, "remote")
    with pytest.raises(Unavailable, match="no answer"):
        await signed_with(house, "remote")


async def test_a_key_of_another_holder_or_an_unknown_one_is_refused(house: House) -> None:
    with pytest.raises(Invalid, match="belongs to Marta"):
        key_named(house.lawyer.organisation, KEY, holder="Pau Riera")
    with pytest.raises(Invalid, match="Choose the key"):
        key_named(house.lawyer.organisation, "another", holder=NAME)
    (house.folder / "marta.secret").write_text("wrong")
    with pytest.raises(Refused, match="passphrase is wrong"):
        await signed_with(house, KEY)
    house.keys("this is no TOML")
    with pytest.raises(Invalid, match="SIGNING_KEYS"):
        key_named(house.lawyer.organisation, KEY, holder=NAME)


SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")


def on_token(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A software token with the lawyer's key and certificate."""
    folder = house.folder / "tokens"
    folder.mkdir()
    (house.folder / "softhsm.conf").write_text(f"directories.tokendir = {folder}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(house.folder / "softhsm.conf"))
    identity = signer(house.root, name=NAME)
    (house.folder / "key.pem").write_bytes(
        identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    slot = ["--token", "card", "--pin", "1234"]
    for said in (
        ["--init-token", "--free", "--label", "card", "--so-pin", "5678", "--pin", "1234"],
        ["--import", str(house.folder / "key.pem"), "--label", "marta", "--id", "01", *slot],
    ):
        subprocess.run(["softhsm2-util", *said], check=True, capture_output=True, env={**os.environ})
    (house.folder / "pin").write_text("1234")
    keep_certificate(identity)
    house.keys(
        f'[[key]]\nname = "token"\norganisation = "{house.lawyer.organisation}"\nholder = "{NAME}"\nkind = "pkcs11"\n'
        f'module = "{SOFTHSM}"\ntoken = "card"\nlabel = "marta"\nsecret_file = "pin"\n'
    )


def keep_certificate(identity: Identity) -> None:
    pkcs11 = pytest.importorskip("pkcs11")
    session = pkcs11.lib(str(SOFTHSM)).get_token(token_label="card").open(rw=True, user_pin="1234")
    from pkcs11.util.x509 import decode_x509_certificate

    template = decode_x509_certificate(identity.der)
    session.create_object({**template, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "marta"})
    session.close()


@pytest.mark.skipif(not SOFTHSM.exists() or not shutil.which("softhsm2-util"), reason="softhsm2 is not installed")
async def test_a_key_on_a_token_signs_and_does_not_open_with_another_pin(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    on_token(house, monkeypatch)
    for _ in range(2):
        assert await holds(house, await signed_with(house, "token"))
    (house.folder / "pin").write_text("9999")
    with pytest.raises(Problem, match="cannot be used"):
        open_key(key_named(house.lawyer.organisation, "token", holder=NAME))
