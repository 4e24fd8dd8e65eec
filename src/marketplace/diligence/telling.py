"""Mails of the second stage and of what follows it. As the platform, which alone knows everybody's address."""

from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.mail import write_mail
from marketplace.diligence.destruction import practice

_SIGNATORY = (
    " JOIN nda_acceptances n ON n.listing_id = x.listing_id AND n.organisation_id = x.organisation_id"
    " JOIN listings l ON l.id = x.listing_id JOIN people p ON p.id = n.person_id"
)
_WHO = "l.id AS listing_id, l.title, p.id AS person_id, p.email, p.locale, p.time_zone"


async def tell_picked(listing_id: UUID, bidder_id: UUID, *, clock: Clock = SYSTEM_CLOCK) -> int:
    """Tells a bidder once that the seller picked him for the second stage."""
    actor = Actor.platform(clock)
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT x.id, {_WHO} FROM shortlist_picks x{_SIGNATORY}"
            " WHERE x.listing_id = $1 AND x.organisation_id = $2 AND x.status = 'picked'",
            listing_id,
            bidder_id,
        )
        return sum([await _write(actor, "bidder_picked", row, f"pick:{row['id']}") for row in rows])


async def tell_losers(listing_id: UUID, *, clock: Clock = SYSTEM_CLOCK) -> int:
    """Asks each loser of a listing once for the certificate."""
    actor = Actor.platform(clock)
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT x.id, x.due_on, {_WHO} FROM destruction_requests x{_SIGNATORY}"
            " WHERE x.listing_id = $1 AND x.status = 'asked'",
            listing_id,
        )
        return sum([await _write(actor, "destruction_asked", row, f"destruction:{row['id']}") for row in rows])


async def remind(*, clock: Clock = SYSTEM_CLOCK) -> int:
    """Reminds whoever still owes a certificate, on the days of our practice and on each of them once."""
    actor = Actor.platform(clock)
    today = actor.today("UTC")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT x.id, x.due_on, {_WHO} FROM destruction_requests x{_SIGNATORY} WHERE x.status = 'asked'"
            " ORDER BY x.due_on, x.id"
        )
        due = [row for row in rows if practice().reminds_on(today, due_on=row["due_on"])]
        return sum([await _write(actor, "destruction_asked", row, f"destruction:{row['id']}:{today}") for row in due])


async def _write(actor: Actor, template: str, row: db.Row, cause: str) -> bool:
    place = "/destruction" if template == "destruction_asked" else ""
    written = await write_mail(
        actor,
        f"marketplace/mail/{template}",
        {"listing": row, "href": f"/market/{row['listing_id']}{place}"},
        recipient=row["email"],
        locale=row["locale"],
        zone=row["time_zone"],
        person_id=row["person_id"],
        cause=cause,
    )
    return written is not None
