"""The papers every case may need, through the desk: an account again, the creditor's power, a withdrawal."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import pytest

from cases.desk.holds import hold_case
from cases.desk.particulars import enter_particulars
from cases.desk.policies import can_leave
from cases.desk.reach import cases_at_hand
from cases.proceedings.commands import Happened, record_events
from cases.proceedings.filing_commands import approve_filings, mark_filed, seal_filings
from cases.proceedings.preparing import prepare_filings
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.money import Money
from tests.builders.cases import Desk, a_desk, a_firm, open_cases
from tests.builders.instructions import instruct_firm
from tests.cases.proceedings.test_filings import missing, ready_for_court, words_of

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
TODAY = date(2026, 11, 20)


async def the_last(actor: Actor, kind: str) -> db.Row:
    async with db.transaction(actor):
        return await db.fetch_sure("SELECT * FROM filings WHERE kind = $1 ORDER BY id DESC LIMIT 1", kind)


async def sent(desk: Desk, run_jobs: Run, case_id: UUID, kind: str) -> db.Row:
    await prepare_filings(desk.lawyer, [case_id], kind)
    await run_jobs()
    row = await the_last(desk.lawyer, kind)
    assert row["status"] == "drafted", missing(row)
    await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])
    await seal_filings(desk.lawyer, [row["id"]])
    await mark_filed(desk.lawyer, [row["id"]], on=TODAY, provenance="by post")
    return await the_last(desk.lawyer, kind)


async def test_an_account_that_has_left_makes_room_for_the_next_and_hangs_on_the_case(run_jobs: Run) -> None:
    desk = await a_desk(country="GB")
    (case_id,) = await ready_for_court(desk)
    first = await sent(desk, run_jobs, case_id, "account_statement")
    assert "Statement of account" in await words_of(desk.lawyer, first["document_id"])
    second = await sent(desk, run_jobs, case_id, "account_statement")
    assert first["id"] != second["id"]
    async with db.transaction(desk.lawyer):
        kinds = await db.fetch("SELECT kind FROM case_exhibits WHERE case_id = $1 AND kind = 'account'", case_id)
    assert len(kinds) == 2
    await prepare_filings(desk.lawyer, [case_id], "account_statement")
    with pytest.raises(Refused, match="There is one already; it is queued"):
        await prepare_filings(desk.lawyer, [case_id], "account_statement")


async def test_a_withdrawal_leaves_a_case_that_the_payment_closed_and_asks_for_no_fee(run_jobs: Run) -> None:
    desk = await a_desk(country="ES")
    (case_id,) = await ready_for_court(desk)
    await record_events(desk.lawyer, [case_id], Happened("petition_filed", date(2026, 11, 10), "LexNET 1"))
    entered = {"court_number": "417/2026", "withdrawal_ground": "settled"}
    await enter_particulars(desk.lawyer, [case_id], details=entered)
    await record_events(desk.lawyer, [case_id], Happened("debtor_paid", date(2026, 11, 19), "bank statement"))
    row = await sent(desk, run_jobs, case_id, "withdrawal")
    assert row["total_minor"] == 0
    assert "417/2026" in await words_of(desk.lawyer, row["document_id"])
    async with db.transaction(desk.lawyer):
        events = [one["event"] for one in await db.fetch("SELECT event FROM case_events WHERE case_id = $1", case_id)]
    assert "withdrawal_filed" in events


async def test_the_creditor_gives_the_power_that_the_firm_cannot_give_itself(run_jobs: Run) -> None:
    desk = await a_desk(country="ES")
    (case_id,) = await ready_for_court(desk)
    firm = await a_firm(desk=desk)
    await instruct_firm(desk.buyer, firm.organisation_id, [case_id])
    with pytest.raises(Refused, match="the creditor prepares it"):
        await prepare_filings(firm.lawyer, [case_id], "power_of_attorney")
    await prepare_filings(desk.lawyer, [case_id], "power_of_attorney")
    await run_jobs()
    row = await the_last(desk.lawyer, "power_of_attorney")
    assert row["status"] == "drafted", missing(row)
    assert "Vega Abogados SLP" in await words_of(desk.lawyer, row["document_id"])


async def test_the_first_letters_leave_alike_and_a_withdrawal_in_spite_of_what_stops_a_demand() -> None:
    desk = await a_desk(country="ES")
    waiting = await open_cases(desk=desk, count=1)
    (case_id,) = await ready_for_court(desk)
    await hold_case(desk.lawyer, case_id, ground="insolvency", from_on=TODAY, until_on=None)
    async with db.transaction(desk.lawyer):
        [early], [held] = [await cases_at_hand(desk.lawyer, ids) for ids in (waiting, [case_id])]
        notice, goodbye, account = [
            await can_leave(desk.lawyer, early, kind, on=TODAY)
            for kind in ("assignment_notice", "goodbye_letter", "account_statement")
        ]
        told, demanded = [
            await can_leave(desk.lawyer, held, kind, on=TODAY) for kind in ("withdrawal", "account_statement")
        ]
    assert notice == goodbye
    assert "notice of assignment has not been sent" not in str(goodbye)
    assert "notice of assignment has not been sent" in str(account)
    assert told is True
    assert "The debtor is insolvent" in str(demanded)
