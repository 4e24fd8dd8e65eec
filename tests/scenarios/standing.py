"""What stands in the database of a portfolio, counted and digested by its owner."""

from uuid import UUID

import asyncpg

from tests.builders.sales import SaleBuilt

HANGING = ("claims", "claim_items", "parties", "claim_titles", "proceedings", "cases", "deadlines")


async def standing(owner: asyncpg.Connection, tape_id: UUID) -> dict[str, object]:
    """What hangs on a tape: rows of each table, what they say apart from ids and the two houses, and the outcomes."""
    found: dict[str, object] = {
        table: await owner.fetchval(f"SELECT count(*) FROM {table} WHERE tape_id = $1", tape_id) for table in HANGING
    }
    found["claims say"] = await owner.fetchval(
        "SELECT md5(string_agg(concat_ws('|', row_no, reference, balance_minor, flags, default_on, status), E'\\n'"
        " ORDER BY row_no)) FROM claims WHERE tape_id = $1",
        tape_id,
    )
    found["items say"] = await owner.fetchval(
        "SELECT md5(string_agg(concat_ws('|', c.row_no, i.kind, i.amount_minor, i.due_on), E'\\n'"
        " ORDER BY c.row_no, i.kind, i.amount_minor)) FROM claim_items i JOIN claims c ON c.id = i.claim_id"
        " WHERE i.tape_id = $1",
        tape_id,
    )
    found["parties say"] = await owner.fetchval(
        "SELECT md5(string_agg(concat_ws('|', c.row_no, p.role, p.name, p.street), E'\\n' ORDER BY c.row_no, p.role,"
        " p.name)) FROM parties p JOIN claims c ON c.id = p.claim_id WHERE p.tape_id = $1",
        tape_id,
    )
    for name, sql in (
        ("outcomes", "SELECT outcome, count(*) FROM deadlines WHERE tape_id = $1 GROUP BY 1"),
        ("statuses", "SELECT status, count(*) FROM cases WHERE tape_id = $1 GROUP BY 1"),
        (
            "holds",
            "SELECT h.ground, count(*) FROM case_holds h JOIN cases k ON k.id = h.case_id"
            " WHERE k.tape_id = $1 GROUP BY 1",
        ),
    ):
        found[name] = {row[0]: row[1] for row in await owner.fetch(sql, tape_id)}
    return found


async def told(owner: asyncpg.Connection, sale: SaleBuilt) -> dict[str, int]:
    """The facts of seller and buyer by kind. An acceptance that had to be begun again is told as often as it was."""
    rows = await owner.fetch(
        "SELECT kind, count(*) FROM facts WHERE organisation_id = ANY($1) GROUP BY kind",
        [sale.seller.organisation, sale.buyer.organisation],
    )
    return {row["kind"]: row["count"] for row in rows}


async def one_case_and_one_limitation_each(owner: asyncpg.Connection, sale: SaleBuilt, claims: int) -> None:
    row = await owner.fetchrow(
        "SELECT count(*) AS many, count(DISTINCT k.id) AS cases, count(DISTINCT k.claim_id) AS claims,"
        " count(DISTINCT d.id) AS deadlines FROM cases k JOIN deadlines d ON d.case_id = k.id AND d.kind = 'limitation'"
        " JOIN claims c ON c.id = k.claim_id AND c.organisation_id = $2 WHERE k.sale_id = $1",
        sale.id,
        sale.buyer.organisation,
    )
    assert set(row.values()) == {claims}
