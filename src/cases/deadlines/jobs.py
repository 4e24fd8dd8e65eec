"""The tracker's own work: reminders by day, a count by night, and reckoning again once the law's data changed."""

from uuid import UUID

from cases.deadlines.reminders import send_reminders
from cases.deadlines.sweep import sweep
from cases.proceedings.law_changes import follow_change, follow_law
from kernel.actor import Actor
from kernel.jobs import task


@task("deadlines.remind", queue="mail", cron="*/30 * * * *")
async def remind() -> None:
    """Every half hour, to those whose working day it is by their own clock: seven in the morning is not the same hour
    everywhere.

    Each deadline, person and interval has its mail once, so that a further run sends only what is new.
    """
    await send_reminders()


@task("deadlines.sweep", cron="30 2 * * *")
async def count() -> None:
    """Counts what stands open. It changes nothing: an overdue deadline stays open until a person closes it."""
    await sweep()


@task("deadlines.follow_law", cron="20 * * * *")
async def follow() -> None:
    """Looks whether this release brought other data of a law than deadlines were last reckoned by."""
    await follow_law()


@task("deadlines.reckon_again", queue="bulk")
async def reckon_again(*, organisation_id: str, change_id: str, jurisdictions: str) -> None:
    """Everything open of one organisation; a second run finds nothing to move."""
    await follow_change(Actor.system(UUID(organisation_id)), UUID(change_id), jurisdictions.split(","))
