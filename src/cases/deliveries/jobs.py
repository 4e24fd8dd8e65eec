"""Jobs of deliveries."""

from uuid import UUID

from cases.deliveries.taking_in import take_in_delivery
from kernel.actor import Actor
from kernel.jobs import task


@task("deliveries.take_in", queue="bulk")
async def take_in(*, organisation_id: str, delivery_id: str, progress_id: str) -> None:
    await take_in_delivery(Actor.system(UUID(organisation_id)), UUID(delivery_id), UUID(progress_id))
