"""Limitation over: no paper where the law itself bars the claim; a reason by who signs where the debtor must plead."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from cases.deadlines.commands import cancel_deadline
from cases.desk.barred import bars_of
from cases.desk.policies import NOTICE, who_can_leave
from cases.desk.reach import case_at_hand
from cases.proceedings.filing_commands import approve_filings
from cases.proceedings.preparing import prepare_filings
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.ids import new_id
from kernel.money import Money
from kernel.settings import Settings
from tests.builders.accounts import an_organisation
from tests.builders.cases import Desk, a_desk
from tests.builders.deadlines import a_case
from tests.cases.proceedings.test_filings import filings, ready_for_court
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
TODAY = date(2026, 11, 20)


async def limitation_over(owner_id: UUID, case_id: UUID, *, ended_on: date, outcome: str = "barred") -> UUID:
    deadline_id = new_id()
    async with db.transaction(Actor.system(owner_id)):
        await db.execute(
            "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, kind, rule, title, outcome,"
            " statutory_on, safe_on, authority, verified, reckoning, status, created_at) SELECT $1, k.tape_id,"
            " k.claim_id, k.id, k.organisation_id, 'limitation', 'limitation', 'Limitation', $3, $4, $4, 'CC 1964.2',"
            " true, '[]', 'open', now() FROM cases k WHERE k.id = $2",
            deadline_id,
            case_id,
            outcome,
            ended_on,
        )
    return deadline_id


async def a_draft(desk: Desk, case_id: UUID, run_jobs: Run) -> db.Row:
    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    assert row["status"] == "drafted"
    return row


@pytest.mark.parametrize("outcome", ["barred", "date"])
async def test_where_the_debtor_must_plead_it_who_signs_says_why(run_jobs: Run, outcome: str) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    await limitation_over(desk.owner_id, case_id, ended_on=date(2026, 3, 1), outcome=outcome)
    row = await a_draft(desk, case_id, run_jobs)
    total = [Money(row["total_minor"], row["currency"])]

    for silent in ("", "  ", "x" * 301):
        with pytest.raises(Invalid, match="Limitation is over"):
            await approve_filings(desk.lawyer, [row["id"]], shown=total, acknowledged=silent)
    async with browser(desk.lawyer) as client:
        page = (await client.get(f"/cases/{case_id}")).text
    await approve_filings(desk.lawyer, [row["id"]], shown=total, acknowledged="Interrupted by burofax of 2024.")

    (approved,) = await filings(desk.lawyer)
    async with db.transaction(desk.lawyer):
        data = await db.fetch_value("SELECT data::text FROM facts WHERE kind = 'proceedings:bar:acknowledged'")
    assert (approved["status"], approved["barred_reason"]) == ("approved", "Interrupted by burofax of 2024.")
    assert "burofax" not in data
    assert 'name="acknowledged"' in page
    assert "Limitation is over" in page


async def test_interrupted_with_evidence_nothing_is_over(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    deadline_id = await limitation_over(desk.owner_id, case_id, ended_on=date(2026, 3, 1))
    await cancel_deadline(desk.lawyer, deadline_id, reason="Acknowledged in writing on 2 February 2026.")
    row = await a_draft(desk, case_id, run_jobs)

    await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])

    assert [one["status"] for one in await filings(desk.lawyer)] == ["approved"]


@pytest.mark.parametrize(("jurisdiction", "by_law"), [("se", True), ("es", False)])
async def test_where_the_law_itself_bars_it_nothing_but_the_notice_may_leave(
    database: Settings, jurisdiction: str, by_law: bool
) -> None:
    owner_id = await an_organisation(kinds=("purchaser",))
    owner = Actor.system(owner_id)
    case_id = await a_case(owner=owner_id, country=jurisdiction, jurisdiction=jurisdiction)
    async with db.transaction(owner):
        await db.execute(
            "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, amount_minor, currency, due_on)"
            " SELECT $2, c.id, c.tape_id, c.organisation_id, 'principal', 100000, 'EUR', '2005-01-10' FROM claims c"
            " JOIN cases k ON k.claim_id = c.id WHERE k.id = $1",
            case_id,
            new_id(),
        )
    schema = await asyncpg.connect(database.migrations_url)
    await schema.execute("UPDATE claims SET contract_on = '2004-01-10', due_on = '2005-01-10'")
    await schema.close()
    await limitation_over(owner_id, case_id, ended_on=date(2014, 1, 10))

    async with db.transaction(owner):
        case = await case_at_hand(owner, case_id)
        bar = (await bars_of([case], on=TODAY))[case_id]
        demand = (await who_can_leave(owner, [case], "claim", on=TODAY))[case_id]
        notice = (await who_can_leave(owner, [case], NOTICE, on=TODAY))[case_id]
    assert bar.by_law is by_law
    assert (bar.sentence in str(demand)) is by_law
    assert bar.sentence not in str(notice)
