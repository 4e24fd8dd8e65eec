"""Proposals anew every night, and the acceptance of many at once."""

from uuid import UUID

from cases.desk.bulk import on_behalf
from cases.strategies.accepting_all import work_through
from cases.strategies.proposing import refresh
from kernel import db, jobs
from kernel.actor import Actor
from kernel.jobs import task


@task("strategies.refresh_all", cron="15 3 * * *")
async def refresh_all() -> None:
    """One job for each organisation with a strategy in force: what fails for one is tried again for that one."""
    async with db.transaction(Actor.platform()):
        rows = await db.fetch("SELECT DISTINCT organisation_id FROM strategies_in_force WHERE until_at IS NULL")
        for row in rows:
            await jobs.defer("strategies.refresh", organisation_id=row["organisation_id"])


@task("strategies.refresh", queue="bulk")
async def refresh_one(*, organisation_id: str) -> None:
    await refresh(Actor.system(UUID(organisation_id)))


@task("strategies.accept", queue="bulk")
async def accept(
    *, organisation_id: str, person_id: str, progress_id: str, strategy_id: str, rule: str, signatory_id: str
) -> None:
    """All that waits of one rule of a strategy, accepted by the person who ordered it."""
    actor = on_behalf(UUID(organisation_id), person_id)
    signatory = UUID(signatory_id) if signatory_id else None
    await work_through(actor, UUID(strategy_id), int(rule), UUID(progress_id), signatory)
