"""A decision about every paper of a batch: of its moment and person, carried out once, no good one lost to a bad."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from cases.desk.holds import hold_case
from cases.instructions.commands import end_instruction
from cases.proceedings import decisions
from cases.proceedings.batch_queries import cases_aside
from cases.proceedings.carrying_out import carry_out
from cases.proceedings.decision_queries import DecisionShown, decision_shown
from cases.proceedings.decisions import approve_batch, file_batch, stop_decision
from cases.proceedings.filing_commands import approve_filings, withdraw_filing
from cases.proceedings.signatories import dismiss_signatory, signatories_on
from cases.submissions.accounts import enter_account
from cases.submissions.lodging import order_lodging
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.ids import new_id
from kernel.money import Money
from kernel.settings import Settings
from tests.builders.accounts import a_member
from tests.builders.batches import DraftBatch, a_draft_batch
from tests.builders.cases import Desk, a_desk, a_firm, a_signatory
from tests.builders.instructions import an_accepted_instruction
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.cases.desk.test_api import headers, post
from tests.cases.proceedings.test_filings import filings, ready_for_court
from tests.cases.proceedings.test_races import at_once, happened
from tests.scenarios.killed_inside import killed_inside
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
TODAY = date(2026, 11, 20)
ONCE = Path(__file__).with_name("carry_out_once.py")
STEPS = {
    "papers": ("SELECT 1 FROM filings FOR UPDATE", "FROM filings f"),
    "fact": ("LOCK facts IN SHARE MODE", "INSERT INTO facts"),
    "noted": ("LOCK decided_papers IN SHARE MODE", "UPDATE decided_papers"),
}


@pytest.fixture
def by_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches as if they were of thousands: jobs of two papers each carry out what is decided."""
    monkeypatch.setattr(decisions, "AT_ONCE", 0)
    monkeypatch.setattr(decisions, "CHUNK", 2)


async def on_hold(desk: Desk, case_id: UUID) -> None:
    await hold_case(desk.lawyer, case_id, ground="insolvency", from_on=TODAY, until_on=None)


async def decided(actor: Actor, batch: DraftBatch) -> DecisionShown:
    found = await decision_shown(actor, batch.id)
    assert found is not None
    return found


async def by_status(actor: Actor, batch: DraftBatch) -> dict[str, int]:
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT status, count(*) AS many FROM filings WHERE batch_id = $1 GROUP BY 1 ORDER BY 1", batch.id
        )
    return {row["status"]: row["many"] for row in rows}


async def test_a_bad_paper_takes_no_good_one_with_it(run_jobs: Run) -> None:
    """On the page, few papers: the good ones are approved and sealed at once, the bad one is listed with its reason."""
    desk = await a_filing_desk()
    batch = await a_draft_batch(desk, count=3)
    await on_hold(desk, batch.cases[1])
    here = f"/filings/batches/{batch.id}"
    async with browser(desk.lawyer) as page:
        sent = {"shown_amount": batch.total.text(), "shown_currency": "GBP"}
        less = await page.submit(f"{here}/approve", {**sent, "shown_papers": "2"})
        assert await by_status(desk.lawyer, batch) == {"drafted": 3}, less.text[:300]
        await page.submit(f"{here}/approve", {**sent, "shown_papers": "3"})
        shown = (await page.get(here)).text
        lines = (await page.get(f"{here}/aside.csv")).text
    assert await by_status(desk.lawyer, batch) == {"drafted": 1, "sealed": 2}
    (aside,) = await cases_aside(desk.lawyer, batch.id)
    assert (aside.case_id, aside.what) == (batch.cases[1], "not approved")
    assert "insolven" in aside.reasons[0].sentence
    assert "Not all of them were approved" in shown
    assert aside.case_reference in lines
    assert "not approved" in lines
    with pytest.raises(Refused, match="insolven"):
        await approve_batch(desk.lawyer, batch.id, shown=[await total_of(desk, batch.papers[1])])


async def total_of(desk: Desk, filing_id: UUID) -> Money:
    async with db.transaction(desk.lawyer):
        return Money(await db.fetch_value("SELECT total_minor FROM filings WHERE id = $1", filing_id), "GBP")


@pytest.mark.usefixtures("by_jobs")
async def test_it_counts_as_approved_by_whom_and_when_it_was_decided_and_stands_though_the_authority_ended(
    run_jobs: Run,
) -> None:
    desk = await a_filing_desk()
    batch = await a_draft_batch(desk, count=5)
    moment = desk.clock.now()
    under_way = await approve_batch(desk.lawyer, batch.id, shown=[batch.total], papers=5, seal=True)
    assert (under_way.under_way, under_way.looked_at, under_way.decided_by) == (True, 0, "Marta Ibarra Cueto")
    (signatory,) = await signatories_on(desk.lawyer, TODAY)
    await a_signatory(desk.buyer, desk.buyer)
    await dismiss_signatory(desk.buyer, signatory.id, until_on=TODAY - timedelta(days=1))
    await withdraw_filing(desk.lawyer, batch.papers[0])
    await on_hold(desk, batch.cases[3])
    with pytest.raises(Refused, match="being approved"):
        await approve_batch(desk.lawyer, batch.id, shown=[batch.total])
    with pytest.raises(Refused, match="being approved"):
        await approve_filings(desk.lawyer, [batch.papers[1]], shown=[batch.total])
    async with browser(desk.lawyer) as page:
        assert "Stop it" in (await page.get(f"/filings/batches/{batch.id}")).text
    await run_jobs()

    rows = {row["id"]: row for row in await filings(desk.lawyer)}
    good = [rows[batch.papers[number]] for number in (1, 2, 4)]
    assert {(row["status"], row["approved_by"], row["approved_at"]) for row in good} == {
        ("sealed", desk.lawyer.person_id, moment)
    }
    over = await decided(desk.lawyer, batch)
    assert (over.status, over.done, over.left_out, over.gone, over.spared) == ("done", 3, 2, 0, 0)
    assert [one.case_id for one in await cases_aside(desk.lawyer, batch.id)] == [batch.cases[3]]
    async with db.transaction(desk.lawyer):
        told = await db.fetch(
            "SELECT kind, person_id, data::jsonb ->> 'count' AS many FROM facts WHERE kind IN"
            " ('proceedings:batch:decided', 'proceedings:filings:approved', 'proceedings:filings:sealed') ORDER BY id"
        )
    assert {row["person_id"] for row in told} == {desk.lawyer.person_id}
    counted = {
        kind: sum(int(row["many"]) for row in told if row["kind"].endswith(kind)) for kind in ("decided", "sealed")
    }
    assert counted == {"decided": 5, "sealed": 3}


@pytest.mark.usefixtures("by_jobs")
@pytest.mark.parametrize(
    "step", [pytest.param(one, marks=() if one == "fact" else pytest.mark.scenario) for one in STEPS]
)
async def test_a_killed_job_does_nothing_twice_and_leaves_nothing_out(
    database: Settings, run_jobs: Run, step: str
) -> None:
    desk = await a_filing_desk()
    batch = await a_draft_batch(desk, count=2)
    decision = await approve_batch(desk.lawyer, batch.id, shown=[batch.total], seal=True)
    lock, statement = STEPS[step]
    await killed_inside(database, ONCE, desk.owner_id, decision.id, lock=lock, statement=statement)

    assert await carry_out(desk.system, decision.id, 0) == 2
    assert await carry_out(desk.system, decision.id, 0) == 0
    assert await by_status(desk.lawyer, batch) == {"sealed": 2}
    async with db.transaction(desk.lawyer):
        kinds = (
            "SELECT count(*) FROM facts WHERE kind IN ('proceedings:filings:approved', 'proceedings:filings:sealed')"
        )
        assert await db.fetch_value(kinds) == 2


@pytest.mark.usefixtures("by_jobs")
async def test_two_who_approve_at_once_decide_once(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    batch = await a_draft_batch(desk, count=4)
    ends = await at_once(*(approve_batch(desk.lawyer, batch.id, shown=[batch.total], seal=True) for _ in range(3)))
    assert happened(ends) == 1
    assert all(isinstance(one, Refused) for one in ends if not isinstance(one, DecisionShown))
    decision = await decided(desk.lawyer, batch)
    runs = await at_once(*(carry_out(desk.system, decision.id, chunk) for chunk in (0, 1, 0, 1)))
    assert sum(one for one in runs if isinstance(one, int)) == 4
    await run_jobs()
    over = await decided(desk.lawyer, batch)
    assert (over.status, over.done, over.left_out) == ("done", 4, 0)
    async with db.transaction(desk.lawyer):
        ended = await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'proceedings:batch:carried_out'")
        assert await db.fetch_value("SELECT count(*) FROM filing_decisions") == ended == 1


@pytest.mark.usefixtures("by_jobs")
async def test_stopped_as_it_is_carried_out_each_paper_is_done_or_as_it_was(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    batch = await a_draft_batch(desk, count=6)
    decision = await approve_batch(desk.lawyer, batch.id, shown=[batch.total], seal=True)
    await carry_out(desk.system, decision.id, 0)
    await at_once(
        carry_out(desk.system, decision.id, 1),
        stop_decision(desk.lawyer, batch.id),
        withdraw_filing(desk.lawyer, batch.papers[5]),
    )
    await run_jobs()
    over = await decided(desk.lawyer, batch)
    assert over.status == "stopped"
    assert (over.done in {2, 4}, over.left_out, over.spared) == (True, 0, 6 - over.done)
    assert await by_status(desk.lawyer, batch) == {
        "drafted": over.spared - 1,
        "sealed": over.done,
        "withdrawn": 1,
    }
    with pytest.raises(Refused, match="Nothing"):
        await stop_decision(desk.lawyer, batch.id)


@pytest.mark.usefixtures("by_jobs")
@pytest.mark.parametrize("first", ["job", "owner"])
async def test_carried_out_as_the_instruction_ends_the_papers_are_the_firms_or_left_out(
    run_jobs: Run, first: str
) -> None:
    desk = await a_filing_desk()
    firm = await a_firm(desk=desk)
    stays, leaves = await ready_for_court(desk), await ready_for_court(desk)
    await an_accepted_instruction(desk.buyer, firm.organisation_id, stays)
    instruction_id = await an_accepted_instruction(desk.buyer, firm.organisation_id, leaves)
    batch = await a_draft_batch(desk, firm=firm, case_ids=[*stays, *leaves])
    decision = await approve_batch(firm.lawyer, batch.id, shown=[batch.total], seal=True)
    job = carry_out(Actor.system(firm.organisation_id, desk.clock), decision.id, 0)
    ending = end_instruction(desk.buyer, instruction_id, "We do it ourselves.")
    await at_once(*((job, ending) if first == "job" else (ending, job)))
    await run_jobs()
    over = await decided(firm.lawyer, batch)
    assert (over.status, over.done + over.left_out, over.gone) == ("done", 2, over.left_out)
    assert sorted(row["status"] for row in await filings(desk.lawyer)) in [
        ["sealed"] * over.done + ["drafted"] * 0,
        ["drafted", "sealed"],
    ]
    async with db.transaction(firm.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM filings") == 1
    assert await cases_aside(firm.lawyer, batch.id) == [], "what is another's is no longer listed"


async def test_what_went_out_by_hand_is_marked_but_for_what_lies_in_a_file(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    papers, batch_id = await sealed_claims(desk, count=3), new_id()
    async with db.transaction(desk.system):
        await db.execute("UPDATE filings SET batch_id = $1, chunk = 0 WHERE id = ANY($2)", batch_id, papers)
    await order_lodging(desk.lawyer, papers[:1], "sdt")
    with pytest.raises(Invalid):
        await file_batch(desk.lawyer, batch_id, on=TODAY, provenance="  ")
    decision = await file_batch(desk.lawyer, batch_id, on=TODAY, provenance="by courier")
    assert (decision.status, decision.done, decision.left_out) == ("done", 2, 1)
    (aside,) = await cases_aside(desk.lawyer, batch_id)
    assert aside.what == "not gone out"
    assert "lies in a file" in aside.reasons[0].sentence
    async with db.transaction(desk.lawyer):
        events = await db.fetch_value(
            "SELECT count(*) FROM case_events WHERE event = 'claim_issued' OR on_date = $1", TODAY
        )
    assert sorted(row["status"] for row in await filings(desk.lawyer)) == ["filed", "filed", "sealed"]
    assert events == 2
    with pytest.raises(Refused, match="lies in a file"):
        await file_batch(desk.lawyer, batch_id, on=TODAY, provenance="by courier")


@pytest.mark.usefixtures("by_jobs")
async def test_a_program_follows_it_stops_it_and_seals_nothing_meanwhile(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    batch = await a_draft_batch(desk, count=3)
    here = f"/api/filings/batches/{batch.id}"
    async with browser(desk.lawyer) as client:
        shown = {"shown": [{"amount": batch.total.text(), "currency": "GBP"}]}
        wrong = await client.post(f"{here}/approve", json=shown | {"papers": 4}, headers=await headers(client))
        assert (wrong.status_code, "4 papers" in wrong.json()["detail"]) == (422, True)
        said = await post(client, f"{here}/approve", shown | {"papers": 3})
        assert "is being carried out" in said["sentence"]
        early = await client.post(f"{here}/seal", json={}, headers=await headers(client))
        assert (early.status_code, "0 of 3" in early.json()["detail"]) == (409, True)
        whole = (await client.get(here)).json()["decision"]
        assert (whole["verb"], whole["status"], whole["papers"], whole["done"]) == ("approve", "ordered", 3, 0)
        await post(client, f"{here}/stop", {})
        await run_jobs()
        assert (await client.get(here)).json()["decision"]["spared"] == 3
        await post(client, f"{here}/approve", shown)
        await run_jobs()
        assert (await client.get(here)).json()["by_status"] == {"approved": 3}
        assert (await post(client, f"{here}/seal", {}))["sealed"] == 3


async def test_strangers_colleagues_and_the_owner_beside_the_firm_decide_nothing(run_jobs: Run) -> None:
    desk, other = await a_filing_desk(), await a_desk(name="Another DAC")
    batch = await a_draft_batch(desk, count=2)
    colleague = await a_member(organisation_id=desk.owner_id, roles=("lawyer",), clock=desk.clock)
    reader = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    for who, problem in ((other.lawyer, NotFound), (colleague, Forbidden), (reader, Forbidden)):
        with pytest.raises(problem):
            await approve_batch(who, batch.id, shown=[batch.total])
    with pytest.raises(NotFound):
        await stop_decision(other.lawyer, batch.id)
    await approve_batch(desk.lawyer, batch.id, shown=[batch.total])
    assert await decision_shown(other.lawyer, batch.id) is None
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(other.lawyer):
            await db.execute(
                "INSERT INTO decided_papers SELECT d.id, $1, $2, 0, 'waiting', NULL FROM filing_decisions d"
                " RIGHT JOIN (SELECT 1) one ON true",
                batch.papers[0],
                other.owner_id,
            )
