"""Closes SeaweedFS's inner ports to everybody else on the machine.

Without this, any local user could ask the filer's gRPC port for a key of his own, or the volume port to
drop a file.
"""

import datetime
import secrets
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from web.embedded import private_files

COMPONENTS = ("volume", "master", "filer", "s3", "client")
VALID = datetime.timedelta(days=3650)


def guard(home: Path) -> None:
    """Write `security.toml` with fresh keys: inner HTTP writes are signed, gRPC wants our certificate.

    The server reads it from the folder it starts in. Nothing outside that one process needs these keys.
    """
    certificate, key = home / "grpc.crt", home / "grpc.key"
    made, private = _certificate()
    private_files.write(certificate, made)
    private_files.write(key, private)
    lines = [f'[jwt.{name}]\nkey = "{secrets.token_hex(32)}"' for name in ("signing", "filer_signing")]
    lines.append(f'[grpc]\nca = "{certificate}"')
    lines += [f'[grpc.{name}]\ncert = "{certificate}"\nkey = "{key}"' for name in COMPONENTS]
    private_files.write(home / "security.toml", "\n".join(lines) + "\n")


def _certificate() -> tuple[str, str]:
    """A self-signed certificate and its key, as PEM: authority, server and client in one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "recourse-objects")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM).decode(), private.decode()
