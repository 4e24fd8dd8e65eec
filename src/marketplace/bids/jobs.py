"""The close and what follows it."""

from uuid import UUID

from kernel.actor import Actor
from kernel.jobs import task
from marketplace.bids.awarding import award_automatically
from marketplace.bids.closing import close_listing, listings_due
from marketplace.bids.lapsing import lapse_expired, lapse_withdrawn
from marketplace.bids.telling import tell_bidders


@task("bids.close", queue="close")
async def close(*, listing_id: str) -> None:
    await close_listing(UUID(listing_id))


@task("bids.close_due", queue="close", cron="* * * * *")
async def close_due() -> None:
    """Closes what no worker closed in time: it was down, or its clock ran ahead of the database's."""
    for listing_id in await listings_due():
        await close_listing(listing_id)


@task("bids.award")
async def award(*, organisation_id: str, listing_id: str) -> None:
    await award_automatically(Actor.system(UUID(organisation_id)), UUID(listing_id))


@task("bids.lapse", queue="close")
async def lapse(*, listing_id: str) -> None:
    await lapse_withdrawn(UUID(listing_id))


@task("bids.lapse_expired", queue="close", cron="17 0 * * *")
async def lapse_over() -> None:
    await lapse_expired()


@task("bids.tell", queue="mail")
async def tell(*, listing_id: str) -> None:
    await tell_bidders(UUID(listing_id))
