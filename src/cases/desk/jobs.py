"""Jobs of the desk."""

from uuid import UUID

from cases.desk.after_transfer import after_transfer
from kernel.actor import Actor
from kernel.jobs import task


@task("cases.after_transfer", queue="bulk")
async def run(*, organisation_id: str, sale_id: str) -> None:
    await after_transfer(Actor.system(UUID(organisation_id)), UUID(sale_id))
