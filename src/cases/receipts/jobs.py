"""Reading files of payments, one after the other for each house, so that a line is matched once."""

from uuid import UUID

from cases.receipts.booking import reckon_booked
from cases.receipts.reading import read_file
from kernel.actor import Actor
from kernel.jobs import task


@task("receipts.read", queue="bulk")
async def read(*, organisation_id: str, file_id: str) -> None:
    await read_file(Actor.system(UUID(organisation_id)), UUID(file_id))


@task("receipts.reckon", queue="bulk")
async def reckon(*, organisation_id: str, file_id: str) -> None:
    """A payment may interrupt limitation; how, each country's law says."""
    await reckon_booked(Actor.system(UUID(organisation_id)), UUID(file_id))
