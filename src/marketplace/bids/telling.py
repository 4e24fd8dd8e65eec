"""Telling bidders and the seller by mail what became of the bids."""

from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.mail import write_mail


async def tell_bidders(listing_id: UUID, *, clock: Clock = SYSTEM_CLOCK) -> int:
    """Mails each bidder the outcome of each decided bid once, and the seller once that bids were opened.

    As the platform, which alone knows everybody's address. Returns how many mails were written now.
    """
    actor = Actor.platform(clock)
    written = 0
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT b.id, b.number, b.status, b.reason, b.rank, l.title, t.name AS lot, p.id AS person_id, p.email,"
            " p.locale, p.time_zone, count(*) FILTER (WHERE b.rank IS NOT NULL) OVER (PARTITION BY b.lot_id) AS ranked"
            " FROM bids b JOIN listings l ON l.id = b.listing_id JOIN lots t ON t.id = b.lot_id"
            " JOIN people p ON p.id = b.person_id WHERE b.listing_id = $1 ORDER BY b.number",
            listing_id,
        )
        for row in rows:
            if row["status"] not in ("accepted", "rejected", "lapsed"):
                continue
            sent = await write_mail(
                actor,
                "marketplace/mail/bid_outcome",
                {"bid": row, "href": f"/bids/{row['id']}"},
                recipient=row["email"],
                locale=row["locale"],
                zone=row["time_zone"],
                person_id=row["person_id"],
                cause=f"bid:{row['id']}:{row['status']}",
            )
            written += sent is not None
        written += await _tell_seller(actor, listing_id)
    return written


async def _tell_seller(actor: Actor, listing_id: UUID) -> int:
    row = await db.fetch_one(
        "SELECT l.id, l.title, l.status, p.id AS person_id, p.email, p.locale, p.time_zone,"
        " (SELECT count(*) FROM bids b WHERE b.listing_id = l.id AND b.rank IS NOT NULL) AS ranked"
        " FROM listings l JOIN people p ON p.id = l.created_by"
        " WHERE l.id = $1 AND l.status IN ('closed', 'failed', 'awarded')",
        listing_id,
    )
    if row is None:
        return 0
    sent = await write_mail(
        actor,
        "marketplace/mail/bids_closed",
        {"listing": row, "href": f"/listings/{row['id']}/bids"},
        recipient=row["email"],
        locale=row["locale"],
        zone=row["time_zone"],
        person_id=row["person_id"],
        cause=f"listing:{row['id']}:closed",
    )
    return int(sent is not None)
