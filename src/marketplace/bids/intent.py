"""What a bidder meant to send, as a digest that tells a repetition from another request and nothing else."""

import msgspec

from kernel.keys import platform_key


def keyed_digest(asked: msgspec.Struct) -> bytes:
    """Keyed with the platform's key: idempotency keys lie in the database, whose owner could try amounts otherwise."""
    return platform_key().search_hash("bid", msgspec.json.encode(asked).decode())
