"""The night of the papers: locks, holds, what is over is proposed, what was destroyed lets its bytes go."""

from uuid import UUID

from documents.retention.bytes_gone import let_go
from documents.retention.destroying import carry_out, propose_due
from documents.retention.locking import lock_sealed
from documents.retention.store_holds import tell_store, tell_store_of_new
from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.jobs import task


@task("retention.tonight", queue="bulk", cron="15 1 * * *")
async def keep_tonight() -> None:
    """Every night at a quarter past one, UTC."""
    await keep()


async def keep(clock: Clock = SYSTEM_CLOCK) -> None:
    """Each organisation by itself, as itself. Safe to be killed and to run twice."""
    for organisation_id in await _houses(clock):
        actor = Actor.system(organisation_id, clock)
        while await lock_sealed(actor):
            pass
        await tell_store_of_new(actor)
        await propose_due(actor)
        await let_go(actor)


async def _houses(clock: Clock) -> list[UUID]:
    """Who has rules, sealed papers, or destroyed ones whose bytes still lie there."""
    async with db.transaction(Actor.platform(clock)):
        rows = await db.fetch(
            "SELECT organisation_id FROM retention_rules UNION SELECT organisation_id FROM documents"
            " WHERE sealed_at IS NOT NULL AND destroyed_at IS NULL UNION SELECT organisation_id FROM destruction_items"
            " WHERE status = 'destroyed' AND bytes_gone_at IS NULL ORDER BY 1"
        )
    return [row["organisation_id"] for row in rows]


@task("retention.tell_store", queue="bulk")
async def tell(*, organisation_id: str, hold_id: str) -> None:
    await tell_store(Actor.system(UUID(organisation_id)), UUID(hold_id))


@task("retention.destroy", queue="bulk")
async def destroy(*, organisation_id: str, destruction_id: str) -> None:
    actor = Actor.system(UUID(organisation_id))
    await carry_out(actor, UUID(destruction_id))
    await let_go(actor)
