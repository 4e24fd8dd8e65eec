"""Terms and schedule of a sale, read for its papers."""

from uuid import UUID

from kernel import db
from kernel.errors import Refused
from kernel.money import Money
from marketplace.settlement.papers import LeftByLaw, Named, SaleTerms, ScheduleRow

PARTY = "SELECT id, name, registration_number, street, postcode, city, country FROM organisations WHERE id = ANY($1)"


async def sale_terms(sale: db.Row) -> SaleTerms:
    """In the open transaction of either side. Refused if a party left the directory of vetted organisations."""
    ids = [sale["seller_organisation_id"], sale["buyer_organisation_id"], sale["servicer_organisation_id"]]
    found = {row["id"]: _named(row) for row in await db.fetch(PARTY, [one for one in ids if one is not None])}
    if not set(ids) - {None} <= set(found):
        raise Refused("A party to the sale is not a vetted organisation any more. The operator must decide first.")
    offered = await db.fetch_sure(
        "SELECT l.title, l.country, t.name FROM lots t JOIN listings l ON l.id = t.listing_id WHERE t.id = $1",
        sale["lot_id"],
    )
    return SaleTerms(
        sale_id=sale["id"],
        reference=sale["creditor_reference"],
        portfolio=f"{offered['title']}, {offered['name']}",
        country=offered["country"],
        seller=found[sale["seller_organisation_id"]],
        buyer=found[sale["buyer_organisation_id"]],
        servicer=found.get(sale["servicer_organisation_id"]),
        price=Money(sale["price_minor"], sale["currency"]),
        cut_off_on=sale["cut_off_on"],
        putback_days=sale["putback_days"],
    )


async def kept_rows(sale: db.Row, *, of: list[UUID] | None = None) -> list[ScheduleRow]:
    """The schedule in order without its drop-outs, all of it or the claims named, in the open transaction.

    `released` is blank for whoever may not read the lot (the buyer).
    """
    rows = await db.fetch(
        "SELECT x.position, x.reference, coalesce(l.released_reference, '') AS released, x.debtor_name,"
        " x.balance_minor, x.receipts_minor, x.price_minor, x.currency FROM sale_claims x"
        " LEFT JOIN lot_claims l ON l.lot_id = $2 AND l.claim_id = x.claim_id"
        " WHERE x.sale_id = $1 AND x.dropped_reason IS NULL AND ($3::uuid[] IS NULL OR x.claim_id = ANY($3))"
        " ORDER BY x.position",
        sale["id"],
        sale["lot_id"],
        of,
    )
    return [schedule_row(row) for row in rows]


async def left_by_law(sale: db.Row) -> LeftByLaw | None:
    """What of the claims that are sold stays with the seller by law, in the open transaction; None where nothing."""
    found = await db.fetch_sure(
        "SELECT count(*) AS claims, coalesce(sum(left_minor), 0)::bigint AS amount,"
        " coalesce(string_agg(DISTINCT left_law, '; '), '') AS laws"
        " FROM sale_claims WHERE sale_id = $1 AND left_minor > 0 AND dropped_reason IS NULL",
        sale["id"],
    )
    return (
        LeftByLaw(found["claims"], Money(found["amount"], sale["currency"]), found["laws"]) if found["claims"] else None
    )


def schedule_row(row: db.Row) -> ScheduleRow:
    currency = row["currency"]
    return ScheduleRow(
        row["position"],
        row["reference"],
        row["released"],
        row["debtor_name"],
        Money(row["balance_minor"], currency),
        Money(row["receipts_minor"], currency),
        Money(row["price_minor"], currency),
    )


def _named(row: db.Row) -> Named:
    town = " ".join(part for part in (row["postcode"], row["city"]) if part)
    lines = tuple(part for part in (row["street"], town, row["country"]) if part)
    return Named(row["name"], row["registration_number"], lines)
