"""The sealer: every minute it seals the facts and puts each root out of the database's reach."""

import logging
from datetime import datetime, timedelta
from hashlib import sha256

from documents.sign import time_stamp
from documents.vault.commands import store
from kernel import seals
from kernel.errors import Problem
from kernel.jobs import task
from kernel.keys import platform_key
from kernel.settings import settings

log = logging.getLogger("recourse.sealing")
SHELF = "seals/"
"""Where the statements lie in the vault: `seals/<number>-<chain>`, and its time stamp beside it as `….tsr`."""
STAMP = ".tsr"
KEEP_FOR = timedelta(days=3653)
STAMPED_AT_ONCE = 50
"""Seals stamped in one run, the oldest first, where a server is named only later or was away."""


@task("facts.seal", cron="* * * * *")
async def seal() -> None:
    """Seals what waits, publishes each seal that has no locked object yet, and asks for the stamps still missing.

    A crash is made good by the next run. A time-stamping server that is away holds up nothing.
    """
    while await seals.seal() is not None:
        pass
    for one in await seals.unpublished():
        await publish(one)
    await stamp_missing()


async def publish(one: seals.Seal) -> None:
    """Puts the statement into a locked object, once."""
    await _lock_away(object_key(one), one.statement(), "application/json", one.sealed_at + KEEP_FOR)
    await seals.published(one.id, object_key(one))


async def stamp_missing() -> int:
    """Has published seals time-stamped where a server is named; those it refuses wait for the next run.

    Returns how many were stamped. A stamp proves that the statement existed at the stamp's own moment.
    """
    if not settings().timestamp_url:
        return 0
    stamped = 0
    for one in await seals.unstamped(STAMPED_AT_ONCE):
        try:
            await stamp(one)
        except Problem as problem:
            log.warning("seals.unstamped seal=%d sentence=%s", one.id, problem.sentence)
            break
        stamped += 1
    return stamped


async def stamp(one: seals.Seal) -> None:
    """Has the statement time-stamped and locks the token away beside it, once. StampRefused if the server refuses."""
    key = object_key(one) + STAMP
    if await store().exists(key):
        token = await store().get(key, data_key=seal_key())
    else:
        token = await time_stamp(one.statement(), settings().timestamp_url)
        await _lock_away(key, token, "application/timestamp-reply", one.sealed_at + KEEP_FOR)
    await seals.stamped(one.id, token)


def object_key(one: seals.Seal) -> str:
    return f"{SHELF}{one.id:012d}-{one.chain.hex()[:16]}"


def seal_key() -> bytes:
    """Statements hold no secret; they pass through the same encrypting store under a key derived for them."""
    return platform_key().kept.seals


async def _lock_away(key: str, content: bytes, media_type: str, until: datetime) -> None:
    """One version of a key and no second, which would be kept for ten years too."""
    standing = next((one for one in await store().versions(key) if not one.is_deletion_mark), None)
    if standing is None:
        digest = sha256(content).hexdigest()
        await store().put(key, content, sha256=digest, media_type=media_type, data_key=seal_key(), retain_until=until)
    elif await store().retained_until(key, version=standing.version) is None:
        # A crash came between writing and locking.
        await store().retain(key, version=standing.version, until=until)
