"""The sealer: every minute it seals the facts and puts each root out of the database's reach."""

from datetime import timedelta
from hashlib import sha256

from documents.vault.commands import store
from kernel import seals
from kernel.clock import SYSTEM_CLOCK
from kernel.jobs import task
from kernel.keys import platform_key
from kernel.settings import settings

KEEP_FOR = timedelta(days=3653)


@task("facts.seal", cron="* * * * *")
async def seal() -> None:
    """Seals what waits, then publishes each seal that has no locked object yet, one lost to a crash included."""
    while await seals.seal() is not None:
        pass
    for one in await seals.unpublished():
        await publish(one)


async def publish(one: seals.Seal) -> None:
    """Puts the statement into a locked object and has it time-stamped where a server is set."""
    statement = one.statement()
    key = f"seals/{one.id:012d}-{one.chain.hex()[:16]}"
    await store().put(
        key,
        statement,
        sha256=sha256(statement).hexdigest(),
        media_type="application/json",
        data_key=seal_key(),
        retain_until=SYSTEM_CLOCK.now() + KEEP_FOR,
    )
    await seals.published(one.id, key, await _stamp(statement))


async def published_statement(one: seals.Seal) -> bytes | None:
    """What the locked object says; None if the seal was not published yet."""
    if one.object_key is None:
        return None
    return await store().get(one.object_key, data_key=seal_key())


def seal_key() -> bytes:
    """Statements hold no secret; they pass through the same encrypting store under a key derived for them."""
    return sha256(b"recourse/seals" + platform_key().secret).digest()


async def _stamp(statement: bytes) -> bytes | None:
    if not settings().timestamp_url:
        return None
    from documents.sign import time_stamp

    return await time_stamp(statement, settings().timestamp_url)
