"""Sweeping."""

from accounts.sessions import attempts
from kernel.jobs import task


@task("sessions.sweep", cron="17 3 * * *")
async def sweep() -> None:
    """Every night: ended sessions and old attempts go."""
    await attempts.sweep()
