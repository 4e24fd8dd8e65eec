"""What the demonstration did, in figures read back from the database."""

from uuid import UUID

import msgspec

from kernel import db
from kernel.actor import Actor


class Demonstrated(msgspec.Struct, kw_only=True):
    """One JSON object; amounts as text. `seconds` per step, `papers` the paths of PDFs that were produced.

    `facts_written` by this run; `facts_verified` is the whole record, earlier runs on the same database included.
    """

    country: str
    tape: str
    rows_read: int = 0
    rows_accepted: int = 0
    rows_rejected: int = 0
    rows_left_out: int = 0
    findings: dict[str, int] = {}
    claims: int = 0
    k_reached: int = 0
    bids: int = 0
    price: str = ""
    claims_transferred: int = 0
    cases_opened: int = 0
    cases_stopped: dict[str, int] = {}
    filings_sealed: int = 0
    filings_stopped: dict[str, int] = {}
    deadlines_registered: dict[str, int] = {}
    facts_written: int = 0
    facts_verified: int = 0
    seconds: dict[str, float] = {}
    papers: list[str] = []
    ids: dict[str, str] = {}


async def last_fact() -> int:
    """The number of the newest fact, so that a later demonstration on the same database counts its own alone."""
    async with db.transaction(Actor.platform()):
        return int(await db.fetch_value("SELECT coalesce(max(id), 0) FROM facts"))


async def read_back(told: Demonstrated, *, buyer_id: UUID, sale_id: UUID | None, after_fact: int) -> None:
    """Fills the figures that only the database can vouch for."""
    buyer = Actor.system(buyer_id)
    if sale_id is not None:
        async with db.transaction(buyer):
            told.cases_opened = await db.fetch_value(
                "SELECT count(*) FROM cases WHERE organisation_id = $1 AND sale_id = $2", buyer_id, sale_id
            )
            told.filings_sealed = await db.fetch_value(
                "SELECT count(*) FROM filings f JOIN cases k ON k.id = f.case_id WHERE f.organisation_id = $1"
                " AND k.sale_id = $2 AND f.status IN ('sealed', 'filed', 'served')",
                buyer_id,
                sale_id,
            )
            told.deadlines_registered = await _counted(
                "SELECT d.kind || ': ' || d.outcome AS name, count(*) AS many FROM deadlines d"
                " JOIN cases k ON k.id = d.case_id WHERE d.organisation_id = $1 AND k.sale_id = $2 GROUP BY 1",
                buyer_id,
                sale_id,
            )
    async with db.transaction(Actor.platform()):
        told.facts_written = await db.fetch_value("SELECT count(*) FROM facts WHERE id > $1", after_fact)


async def _counted(sql: str, *arguments: object) -> dict[str, int]:
    return {row["name"]: row["many"] for row in await db.fetch(sql, *arguments)}
