"""Every list of the desk goes by an index that begins with the side it names, however skewed the data."""

from uuid import UUID

import asyncpg
import pytest

from cases.desk.queries import Filters, worklist, worklist_query
from cases.desk.reach import COLUMN, Side
from cases.proceedings.filing_queries import filing_query
from kernel import db
from kernel.actor import Actor
from kernel.settings import Settings
from tests.builders.cases import Desk, a_desk, a_firm, an_open_case

pytestmark = pytest.mark.usefixtures("database")
MANY = 20_000


@pytest.fixture
async def skewed(database: Settings) -> tuple[Desk, UUID]:
    """One owner with nearly all the cases and filings, another with a few; its firm works those."""
    big, small = await a_desk(name="Gran Compradora DAC"), await a_desk()
    firm = await a_firm(desk=small)
    seed, mine = await an_open_case(desk=big), await an_open_case(desk=small)
    owner = await asyncpg.connect(database.migrations_url)
    await owner.execute(
        "INSERT INTO cases (id, claim_id, tape_id, organisation_id, reference, jurisdiction, procedure, status,"
        " closed_reason, opened_at) SELECT uuidv7(), claim_id, tape_id, organisation_id, 'X-' || n, 'es', 'monitorio',"
        f" 'closed', 'old', opened_at FROM cases, generate_series(1, {MANY}) n WHERE id = $1",
        seed,
    )
    await owner.execute("UPDATE cases SET firm_organisation_id = $2 WHERE id = $1", mine, firm.organisation_id)
    await owner.execute(
        "INSERT INTO filings (id, case_id, organisation_id, firm_organisation_id, procedure, kind, status, prepared_on,"
        " version, created_at) SELECT uuidv7(), id, organisation_id, firm_organisation_id, 'monitorio',"
        " 'monitorio_petition', 'queued', current_date, 0, now() FROM cases"
    )
    await owner.execute("ANALYZE cases, filings, claims, deadlines, case_holds")
    await owner.close()
    return small, firm.organisation_id


async def test_every_list_reads_its_own_side_only(skewed: tuple[Desk, UUID]) -> None:
    desk, firm_id = skewed
    readers: dict[Side, UUID] = {"own": desk.owner_id, "instructed": firm_id}
    for side, reader in readers.items():
        for filters in (
            Filters(side=side),
            Filters(side=side, status="onboarding"),
            Filters(side=side, after=UUID(int=1)),
        ):
            sql, arguments = worklist_query(reader, filters, None)
            await by_index(Actor.system(reader), sql, arguments, "cases", COLUMN[side])
        for status in ("", "queued"):
            sql, arguments = filing_query(reader, side, status=status, kind="", batch_id=None, after=None)
            await by_index(Actor.system(reader), sql, arguments, "filings", COLUMN[side])


async def by_index(actor: Actor, sql: str, arguments: list[object], table: str, column: str) -> None:
    async with db.transaction(actor):
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {sql}", *arguments))
        indexes = await db.fetch("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = $1", table)
    begun = {row["indexname"] for row in indexes if f"({column}" in row["indexdef"]}
    assert f"Seq Scan on {table}" not in plan, plan
    assert any(name in plan for name in begun), plan


async def test_a_list_is_planned_once_for_every_side_and_nothing_else_is(skewed: tuple[Desk, UUID]) -> None:
    desk, _ = skewed
    async with db.transaction(desk.lawyer):
        for _ in range(3):
            await worklist(desk.lawyer, Filters(status="onboarding"))
        planned = await db.fetch_sure(
            "SELECT sum(generic_plans) AS for_all, sum(custom_plans) AS for_one FROM pg_prepared_statements"
            " WHERE statement LIKE 'SELECT k.id, k.reference, c.reference%'"
        )
        assert await db.fetch_value("SHOW plan_cache_mode") == "auto"
        assert await db.fetch_value("SHOW enable_bitmapscan") == "on"
    assert (planned["for_all"], planned["for_one"]) == (3, 0)
