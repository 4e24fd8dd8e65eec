"""The nightly sweep: what has had its time is forgotten. Sessions and attempts have a sweep of their own."""

from datetime import timedelta

from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.ids import new_id
from kernel.jobs import task
from marketplace.tapes.facts import ValuesForgotten
from web.facts import HouseSwept

MAILS_KEPT = timedelta(days=30)
"""How long the words of a sent mail stay, its links included; that it was sent, to whom and about what, stays."""
KEYS_KEPT = timedelta(days=7)
"""How long a repeated request is recognised."""
JOBS_KEPT = timedelta(days=30)
"""How long a job that succeeded can be looked at; one that failed stays."""


@task("house.sweep", cron="30 3 * * *")
async def sweep_tonight() -> None:
    """Every night at half past three, UTC."""
    await sweep()


async def sweep(clock: Clock = SYSTEM_CLOCK) -> HouseSwept:
    """Forgets what is over by the clock, in one transaction with its facts. Safe to run twice."""
    platform = Actor.platform(clock)
    async with db.transaction(platform):
        rejects, findings = await _tape_values(platform)
        swept = HouseSwept(
            subject_id=new_id(),
            rejects=rejects,
            findings=findings,
            mails=await _mails(platform),
            idempotency_keys=await db.fetch_value("SELECT sweep_idempotency_keys($1)", clock.now() - KEYS_KEPT),
            jobs=await _jobs(platform),
        )
        await facts.record(platform, swept)
    return swept


async def _tape_values(platform: Actor) -> tuple[int, int]:
    rows = await db.fetch("SELECT * FROM sweep_tape_values($1)", platform.today("UTC"))
    for row in rows:
        told = ValuesForgotten(subject_id=row["tape_id"], rejects=row["rejects"], findings=row["findings"])
        await facts.record(platform, told, about=row["organisation_id"])
    return sum(row["rejects"] for row in rows), sum(row["findings"] for row in rows)


async def _mails(platform: Actor) -> int:
    return await db.execute(
        "UPDATE mails SET body_text = '', body_html = '' WHERE sent_at < $1 AND (body_text <> '' OR body_html <> '')",
        platform.now() - MAILS_KEPT,
    )


async def _jobs(platform: Actor) -> int:
    return await db.execute(
        "DELETE FROM procrastinate_jobs j WHERE j.status = 'succeeded' AND j.id IN (SELECT e.job_id"
        " FROM procrastinate_events e WHERE e.type = 'succeeded' GROUP BY e.job_id HAVING max(e.at) < $1)",
        platform.now() - JOBS_KEPT,
    )
