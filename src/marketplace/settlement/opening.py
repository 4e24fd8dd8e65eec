"""A sale begins with the award: its price, its creditor reference, and the schedule of its claims."""

from uuid import UUID

from cases.jurisdictions.assignment import compensation_stays
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.money import Money
from marketplace.settlement.facts import SaleOpened
from payments.references import creditor_reference

NOTHING_LEFT = "Nothing of it can be assigned: "


async def open_sale(actor: Actor, *, bid: db.Row, listing: db.Row) -> UUID:
    """Opens the sale of a lot to an accepted bid, in the award's transaction, with the schedule as it stands now."""
    sale_id = new_id()
    async with db.transaction(actor):
        await db.execute(
            "INSERT INTO sales (id, listing_id, lot_id, bid_id, seller_organisation_id, buyer_organisation_id,"
            " bidder_organisation_id, servicer_organisation_id, status, price_minor, currency, cut_off_on,"
            " putback_days, creditor_reference, awarded_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'awarded', $9, $10, $11, $12, $13, $14)",
            sale_id,
            listing["id"],
            bid["lot_id"],
            bid["id"],
            actor.organisation,
            bid["purchaser_organisation_id"],
            bid["organisation_id"],
            bid["servicer_organisation_id"],
            bid["amount_minor"],
            bid["currency"],
            listing["cut_off_on"],
            listing["putback_days"],
            creditor_reference(sale_id),
            actor.now(),
        )
        claims = await _schedule(actor, sale_id, bid)
        opened = SaleOpened(
            subject_id=sale_id,
            bid_id=bid["id"],
            listing_id=listing["id"],
            price=str(Money(bid["amount_minor"], bid["currency"])),
            claims=claims,
            schedule_sha256=await schedule_digest(sale_id),
        )
        await facts.record(actor, opened, about=bid["purchaser_organisation_id"])
        await jobs.defer("settlement.draft_contract", queue="bulk", organisation_id=actor.organisation, sale_id=sale_id)
    return sale_id


async def _schedule(actor: Actor, sale_id: UUID, bid: db.Row) -> int:
    """The claims as they are sold: without what the law lets nobody assign, and without those of nothing else."""
    stays = compensation_stays(actor.today("UTC"))
    return await db.execute(
        "INSERT INTO sale_claims (sale_id, claim_id, tape_id, seller_organisation_id, buyer_organisation_id, position,"
        " reference, debtor_name, product, default_on, balance_minor, receipts_minor, price_minor, currency,"
        " left_minor, left_law, dropped_reason)"
        " SELECT $1, c.id, c.tape_id, $2, $3, row_number() OVER (ORDER BY c.tape_id, c.row_no), c.reference,"
        " (SELECT p.name FROM parties p WHERE p.claim_id = c.id AND p.role = 'debtor' ORDER BY p.id LIMIT 1),"
        " c.product, c.default_on, c.balance_minor - CASE WHEN f.left_minor < c.balance_minor THEN f.left_minor"
        " ELSE 0 END, 0, 0, c.currency, CASE WHEN f.left_minor < c.balance_minor THEN f.left_minor ELSE 0 END,"
        " CASE WHEN f.left_minor > 0 THEN n.law END,"
        " CASE WHEN f.left_minor >= c.balance_minor THEN left($7 || n.law, 200) END"
        " FROM lot_claims x JOIN claims c ON c.id = x.claim_id"
        " LEFT JOIN unnest($5::text[], $6::text[]) AS n(country, law) ON n.country = upper(c.country)"
        " LEFT JOIN LATERAL (SELECT coalesce(sum(i.amount_minor), 0)::bigint AS left_minor FROM claim_items i"
        " WHERE n.law IS NOT NULL AND i.claim_id = c.id AND i.fixed_compensation) f ON true"
        " WHERE x.lot_id = $4 AND x.organisation_id = $2 AND c.organisation_id = $2 AND c.status = 'live'",
        sale_id,
        actor.organisation,
        bid["purchaser_organisation_id"],
        bid["lot_id"],
        list(stays),
        [one.citation if one.verified else f"{one.citation}, unverified" for one in stays.values()],
        NOTHING_LEFT,
    )


async def schedule_digest(sale_id: UUID) -> str:
    """SHA-256 over the schedule's rows in order: position, claim, balance, receipts, dropped or not.

    The balance is what is sold: what the law lets nobody assign is off it already.

    Reckoned in the database, since a million rows need not travel; the caller must be one who sees the schedule.
    """
    digest = await db.fetch_value(
        "SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', position, claim_id, balance_minor,"
        " receipts_minor, coalesce(dropped_reason, '')), E'\\n' ORDER BY position), ''), 'UTF8')), 'hex')"
        " FROM sale_claims WHERE sale_id = $1",
        sale_id,
    )
    return str(digest)
