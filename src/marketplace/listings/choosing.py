"""Which claims a listing offers, lot by lot, chosen in sets; and what forbids to offer them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused
from kernel.ids import new_id
from marketplace.listings.wanted import NEVER_SOLD, ListingWanted, LotWanted, amount_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """What all claims of the listing have in common. They stand in the temporary table `table`, each with its lot."""

    table: str
    currency: str
    country: str
    originator_kind: str
    cut_off_on: date
    debtor_kinds: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class LotCount:
    position: int
    claims: int
    debtors: int
    balance_minor: int


async def choose_claims(actor: Actor, wanted: ListingWanted) -> Chosen:
    """Gathers the seller's live claims of the tapes and deals them to the lots, in the open transaction.

    Invalid for claims of several currencies, countries, kinds of originator or cut-off dates, which it names; Refused
    for claims that a live listing offers already, and for tapes without a claim that may be sold.
    """
    table = f"chosen_{new_id().hex}"
    await db.execute(
        f"CREATE TEMP TABLE {table} (claim_id uuid, lot int, product varchar, region varchar, balance_minor bigint,"
        " currency char(3), country char(2), originator_kind varchar, cut_off_on date, debtor_kind varchar,"
        " debtor bytea) ON COMMIT DROP"
    )
    unsold = [*NEVER_SOLD, *wanted.left_out]
    await db.execute(
        f"INSERT INTO {table} SELECT DISTINCT ON (c.id) c.id, NULL, c.product, c.region, c.balance_minor, c.currency,"
        " c.country, c.originator_kind, c.cut_off_on, c.debtor_kind, p.person_hash"
        " FROM claims c LEFT JOIN parties p ON p.claim_id = c.id AND p.role = 'debtor'"
        " WHERE c.organisation_id = $1 AND c.tape_id = ANY($2) AND c.status = 'live' AND NOT c.flags && $3::varchar[]"
        " ORDER BY c.id, p.id",
        actor.organisation,
        list(wanted.tape_ids),
        unsold,
    )
    left_out = await db.fetch_value(
        "SELECT count(*) FROM claims WHERE organisation_id = $1 AND tape_id = ANY($2) AND status = 'live'"
        " AND flags && $3::varchar[]",
        actor.organisation,
        list(wanted.tape_ids),
        unsold,
    )
    currency = await _one_currency(table)
    for place, lot in enumerate(wanted.lots, start=1):
        await _deal(table, place, lot, currency)
    await db.execute(f"DELETE FROM {table} WHERE lot IS NULL")
    await db.execute(f"ANALYZE {table}")
    await _refuse_empty(table, wanted.lots)
    await _refuse_taken(table)
    return await _in_common(table, left_out)


async def lot_counts(chosen: Chosen) -> list[LotCount]:
    rows = await db.fetch(
        "SELECT lot AS position, count(*) AS claims, count(DISTINCT debtor) AS debtors,"
        f" sum(balance_minor)::bigint AS balance_minor FROM {chosen.table} GROUP BY lot ORDER BY lot"
    )
    return [LotCount(**dict(row)) for row in rows]


async def _one_currency(table: str) -> str:
    rows = await db.fetch(f"SELECT currency, count(*) AS many FROM {table} GROUP BY currency ORDER BY currency")
    if not rows:
        nothing = Place("tape_ids", None, "Choose tapes with live claims that are not paid.")
        raise Invalid("The tapes hold no claim of yours that may be sold.", places=[nothing])
    if len(rows) == 1:
        return str(rows[0]["currency"])
    told = ", ".join(f"{row['currency']} ({row['many']:,} claims)" for row in rows)
    raise Invalid(
        f"A lot has one currency; these claims are in several: {told}.",
        places=[Place("tape_ids", row["currency"], "Make one listing for each currency.") for row in rows],
    )


async def _deal(table: str, place: int, lot: LotWanted, currency: str) -> None:
    low = amount_of(lot.balance_from, currency, f"lot_{place}_balance_from") if lot.balance_from else None
    high = amount_of(lot.balance_below, currency, f"lot_{place}_balance_below") if lot.balance_below else None
    await db.execute(
        f"UPDATE {table} SET lot = $1 WHERE lot IS NULL"
        " AND (cardinality($2::varchar[]) = 0 OR product = ANY($2))"
        " AND (cardinality($3::varchar[]) = 0 OR lower(region) = ANY($3))"
        " AND ($4::bigint IS NULL OR balance_minor >= $4) AND ($5::bigint IS NULL OR balance_minor < $5)",
        place,
        list(lot.products),
        [region.strip().lower() for region in lot.regions],
        low.minor if low else None,
        high.minor if high else None,
    )


async def _refuse_empty(table: str, lots: Sequence[LotWanted]) -> None:
    filled = {row["lot"] for row in await db.fetch(f"SELECT DISTINCT lot FROM {table}")}
    empty = [(place, lot.name) for place, lot in enumerate(lots, start=1) if place not in filled]
    if empty:
        said = "No claim meets its conditions that an earlier lot did not take."
        raise Invalid(
            f"{'A lot is' if len(empty) == 1 else 'Some lots are'} empty: {', '.join(name for _, name in empty)}.",
            places=[Place(f"lot_{place}_name", name, said) for place, name in empty],
        )


async def _refuse_taken(table: str) -> None:
    rows = await db.fetch(
        f"SELECT l.title, count(*) AS many FROM {table} t JOIN lot_claims x ON x.claim_id = t.claim_id AND x.live"
        " JOIN listings l ON l.id = x.listing_id GROUP BY l.id ORDER BY l.created_at"
    )
    if rows:
        told = ", ".join(f"{row['many']:,} in “{row['title']}”" for row in rows)
        raise Refused(
            f"Some of these claims are offered already: {told}. A claim is offered once at a time; withdraw that"
            " listing, or choose other claims.",
            places=[Place("tape_ids", row["title"], f"{row['many']:,} claims stand in it.") for row in rows],
        )


async def _in_common(table: str, left_out: int) -> Chosen:
    row = await db.fetch_sure(
        "SELECT array_agg(DISTINCT currency) AS currencies, array_agg(DISTINCT country) AS countries,"
        " array_agg(DISTINCT originator_kind) AS originators, array_agg(DISTINCT cut_off_on) AS cut_offs,"
        f" array_agg(DISTINCT debtor_kind) AS debtor_kinds FROM {table}"
    )
    for name, values in (
        ("countries", row["countries"]),
        ("kinds of originator", row["originators"]),
        ("cut-off dates", row["cut_offs"]),
    ):
        if len(values) > 1:
            told = ", ".join(sorted(str(value) for value in values))
            raise Invalid(
                f"The claims have several {name}: {told}. Licences and prices depend on it; make one listing for each.",
                places=[Place("tape_ids", told, f"Choose tapes of one of the {name}.")],
            )
    return Chosen(
        table=table,
        currency=row["currencies"][0],
        country=row["countries"][0],
        originator_kind=row["originators"][0],
        cut_off_on=row["cut_offs"][0],
        debtor_kinds=tuple(row["debtor_kinds"]),
        left_out=left_out,
    )
