"""The tracker's own work: reminders by day, and a count by night."""

from cases.deadlines.reminders import send_reminders
from cases.deadlines.sweep import sweep
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
