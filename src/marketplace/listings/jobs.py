"""Work on listings that takes long, or comes by the clock."""

from uuid import UUID

from kernel.actor import Actor
from kernel.jobs import task
from marketplace.listings import weighing
from marketplace.listings.commands import start_bidding
from marketplace.listings.release import make_release


@task("listings.release", queue="bulk")
async def release(*, organisation_id: str, listing_id: str) -> None:
    await make_release(Actor.system(UUID(organisation_id)), UUID(listing_id))


@task("listings.weigh", queue="bulk")
async def weigh(*, organisation_id: str, listing_id: str) -> None:
    await weighing.weigh(Actor.system(UUID(organisation_id)), UUID(listing_id))


@task("listings.start_bidding", queue="close", cron="* * * * *")
async def begin() -> None:
    await start_bidding(Actor.platform())
