"""Jobs of signatures: making them, locking what was signed, and looking at those that came from outside."""

from uuid import UUID

from documents.signatures.checking import check_new
from documents.signatures.locking import lock_signed
from documents.signatures.signing import sign_batch
from kernel.actor import Actor
from kernel.jobs import task


@task("signatures.sign", queue="bulk")
async def sign(*, organisation_id: str, batch_id: str) -> None:
    await sign_batch(Actor.system(UUID(organisation_id)), UUID(batch_id))


@task("signatures.lock", queue="bulk")
async def lock(*, organisation_id: str, batch_id: str) -> None:
    await lock_signed(Actor.system(UUID(organisation_id)), UUID(batch_id))


@task("signatures.check", cron="* * * * *")
async def check() -> None:
    """Every minute: what was stored since the last look."""
    await check_new()
