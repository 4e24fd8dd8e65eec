"""Copies for the shortlisted, and the certificates of those who lost."""

from uuid import UUID

from kernel.actor import Actor
from kernel.jobs import task
from marketplace.diligence import destruction, preparing, telling


@task("diligence.prepare", queue="bulk")
async def prepare(*, organisation_id: str, listing_id: str) -> None:
    await preparing.prepare(Actor.system(UUID(organisation_id)), UUID(listing_id))


@task("diligence.tell_picked", queue="mail")
async def tell_picked(*, listing_id: str, bidder_id: str) -> None:
    await telling.tell_picked(UUID(listing_id), UUID(bidder_id))


@task("diligence.ask_losers")
async def ask_losers(*, listing_id: str) -> None:
    await destruction.ask_losers(UUID(listing_id))


@task("diligence.ask_and_remind", cron="20 5 * * *")
async def ask_and_remind() -> None:
    """Every morning: listings that ended otherwise, sales that were cancelled, and whoever is to be reminded."""
    await destruction.ask_losers()
    await telling.remind()


@task("diligence.tell_losers", queue="mail")
async def tell_losers(*, listing_id: str) -> None:
    await telling.tell_losers(UUID(listing_id))
