"""The nightly sweep that reads everything back."""

from documents.readings.commands import read_back
from kernel.jobs import task


@task("readings.read_back", cron="30 0 * * *")
async def read_tonight() -> None:
    """Every night at half past midnight, UTC."""
    await read_back()
