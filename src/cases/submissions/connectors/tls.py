"""A client's certificate and key for a connection, from memory alone: nothing of them ever lies on a disk."""

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from kernel.errors import Invalid, Place

CERTIFICATE, KEY = "client_certificate", "client_key"
"""The account's fields, both secret."""


def client_tls(certificate: str, key: str) -> ssl.SSLContext | None:
    """None where the account has neither. Invalid with the field for one without the other, for what is no PEM, for a
    key under a password, and for two that do not belong together.
    """
    if not certificate and not key:
        return None
    if not certificate or not key:
        lacking = KEY if certificate else CERTIFICATE
        raise _unfit(lacking, "Certificate and key are needed both.")
    if "ENCRYPTED" in key:
        raise _unfit(
            KEY, "The key stands under a password, which nobody could enter: give it without. It is kept sealed."
        )
    context = ssl.create_default_context()
    with _in_memory(certificate) as first, _in_memory(key) as second:
        try:
            context.load_cert_chain(first, second, password=b"")
        except (ssl.SSLError, OSError, ValueError) as error:
            raise _unfit(CERTIFICATE, "Certificate and key must be PEM and belong together.") from error
    return context


def _unfit(field: str, told: str) -> Invalid:
    return Invalid("The client certificate cannot be used.", places=[Place(field, None, told)])


@contextmanager
def _in_memory(content: str) -> Iterator[str]:
    """A path that names memory of this process: OpenSSL reads certificates from files alone."""
    file = os.memfd_create("tls")
    try:
        with os.fdopen(os.dup(file), "wb") as out:
            out.write(content.encode())
        yield f"/proc/self/fd/{file}"
    finally:
        os.close(file)
