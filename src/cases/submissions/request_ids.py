"""Our own name of a filing at a court, which its answers repeat."""

from base64 import urlsafe_b64encode
from uuid import UUID


def request_id_of(filing_id: UUID) -> str:
    """22 characters, the filing's own for ever."""
    return urlsafe_b64encode(filing_id.bytes).rstrip(b"=").decode()
