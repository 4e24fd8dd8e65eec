"""What registers say of debtors: entered once for every claim of the person, and a hit holds the case at once."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from cases.desk.stops import stops_of
from cases.preflight.ages import policy, set_policy
from cases.preflight.checks import CheckRow, enter_checks
from cases.preflight.checks_file import enter_checks_file
from cases.preflight.counting import waiting_checks
from cases.preflight.report import preflight_of_case
from cases.proceedings.preview import Expected, preview_filings
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid
from tests.builders.accounts import a_member
from tests.builders.cases import NOW, Desk, a_desk, a_firm, an_open_case
from tests.builders.instructions import instruct_firm
from tests.cases.proceedings.test_filings import ready_for_court

pytestmark = pytest.mark.usefixtures("database", "object_store")
TODAY = NOW.date()


async def reference_of(actor: Actor, case_id: UUID) -> str:
    async with db.transaction(actor):
        return str(await db.fetch_value("SELECT reference FROM cases WHERE id = $1", case_id))


def a_row(case: str, **changes: Any) -> CheckRow:
    told = {"what": "insolvency", "answer": "clear", "checked_on": TODAY.isoformat(), "source": "Registro Público"}
    return CheckRow(case=case, **{**told, **changes})


async def petition(desk: Desk, case_id: UUID) -> Expected:
    return (await preview_filings(desk.lawyer, [case_id], "monitorio_petition")).rows[0]


async def test_a_filing_waits_for_a_fresh_check_as_the_policy_says_and_no_longer() -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    reference = await reference_of(desk.lawyer, case_id)
    assert (await petition(desk, case_id)).will == "prepared"

    await set_policy(desk.buyer, {"insolvency": 7})
    never = await petition(desk, case_id)
    old_day = TODAY - timedelta(days=8)
    await enter_checks(desk.lawyer, [a_row(reference, checked_on=old_day.isoformat())])
    old = await petition(desk, case_id)
    await enter_checks(desk.lawyer, [a_row(reference, checked_on=(TODAY - timedelta(days=7)).isoformat())])
    fresh = await petition(desk, case_id)

    assert [lack.fact for lack in never.missing] == ["check of insolvency"]
    assert "was never checked" in never.missing[0].sentence
    assert f"last checked on {old_day.isoformat()} (Registro Público), 8 days before" in old.missing[0].sentence
    assert fresh.will == "prepared"


@pytest.mark.parametrize(
    ("paper", "tone"), [("monitorio_petition", "bad"), ("masc_request", "neutral"), ("assignment_notice", "neutral")]
)
async def test_the_report_is_stopped_by_what_its_own_paper_waits_for(paper: str, tone: str) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    await set_policy(desk.buyer, {"insolvency": 7})

    report = await preflight_of_case(desk.lawyer, case_id, paper)

    assert [one.tone for one in report.lines if one.title.startswith("Insolvency")] == [tone]


async def test_owner_and_firm_each_have_a_policy_and_the_shorter_one_holds() -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    (case_id,) = await ready_for_court(desk)
    await instruct_firm(desk.buyer, firm.organisation_id, [case_id])
    reference = await reference_of(firm.lawyer, case_id)
    await set_policy(desk.buyer, {"address": 5})
    await set_policy(firm.lawyer, {"address": 90})
    await enter_checks(
        firm.lawyer, [a_row(reference, what="address", checked_on=(TODAY - timedelta(days=6)).isoformat())]
    )
    (row,) = (await preview_filings(firm.lawyer, [case_id], "monitorio_petition")).rows
    assert "the policy of Cantábrica Activos DAC allows 5 days" in row.missing[0].sentence
    assert {what: one.most_days for what, one in (await policy(firm.lawyer)).items()} == {"address": 90}


async def test_a_hit_holds_every_claim_of_the_person_here_once_even_if_two_find_it_at_once() -> None:
    desk = await a_desk()
    person = b"the same person!"
    cases = [await an_open_case(desk=desk, debtor={"person_hash": person}) for _ in range(2)]
    reference = await reference_of(desk.lawyer, cases[0])
    hit = [a_row(reference, what="death", answer="hit", source="Registro Civil")]

    told = await asyncio.gather(*(enter_checks(desk.lawyer, hit) for _ in range(3)))

    async with db.transaction(desk.lawyer):
        holds = await db.fetch("SELECT case_id, ground FROM case_holds WHERE case_id = ANY($1) ORDER BY 1", cases)
        stops = await stops_of(desk.lawyer, cases, on=TODAY)
    assert [(row["case_id"], row["ground"]) for row in holds] == [(one, "death") for one in sorted(cases)]
    assert [one.checks for one in told] == [2, 2, 2]
    assert sum(one.held for one in told) == 2
    assert all("death" in {reason.code for reason in stops[one]} for one in cases)


async def test_a_debtor_not_found_at_the_address_stops_letters_too_until_a_later_answer() -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    reference = await reference_of(desk.lawyer, case_id)
    gone = TODAY - timedelta(days=3)
    await enter_checks(desk.lawyer, [a_row(reference, what="address", answer="hit", checked_on=gone.isoformat())])
    (letter,) = (await preview_filings(desk.lawyer, [case_id], "masc_request")).rows
    await enter_checks(desk.lawyer, [a_row(reference, what="address")])
    (again,) = (await preview_filings(desk.lawyer, [case_id], "masc_request")).rows
    assert "was not found at the address" in letter.missing[0].sentence
    assert again.will == "prepared"


async def test_every_fault_is_named_by_its_place_and_nothing_is_taken() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    reference = await reference_of(desk.lawyer, case_id)
    rows = [
        a_row(reference),
        a_row("R-99999999"),
        a_row(reference, what="wealth", answer="maybe", source=" ", checked_on="tomorrow"),
        a_row(reference, debtor="Somebody Else", checked_on=(TODAY + timedelta(days=1)).isoformat()),
    ]
    with pytest.raises(Invalid) as refused:
        await enter_checks(desk.lawyer, rows)
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM party_checks") == 0
    assert [place.where for place in refused.value.places] == [
        "rows[1].case",
        *(f"rows[2].{field}" for field in ("what", "answer", "source", "checked_on")),
        "rows[3].checked_on",
        "rows[3].debtor",
    ]


async def test_a_file_is_read_in_either_writing_and_its_faults_name_the_line() -> None:
    desk = await a_desk()
    reference = await reference_of(desk.lawyer, await an_open_case(desk=desk))
    header = "\ufeffcase;what;answer;checked_on;source"
    good = f"{header}\n{reference};death;clear;{TODAY};INE\n{reference};address;clear;{TODAY};padrón"
    entered = await enter_checks_file(desk.lawyer, good.encode())
    assert (entered.checks, entered.hits) == (2, 0)
    with pytest.raises(Invalid) as refused:
        await enter_checks_file(desk.lawyer, f"{good}\nR-1;death;clear;{TODAY};INE".encode())
    assert [place.where for place in refused.value.places] == ["line 4, case"]
    for broken, sentence in ((b"", "empty"), (b"case,what\n", "Columns are missing"), (b"\xff\xfe", "UTF-8")):
        with pytest.raises(Invalid, match=sentence):
            await enter_checks_file(desk.lawyer, broken)


async def test_who_may_not_work_a_case_enters_nothing_and_a_stranger_finds_none() -> None:
    desk, other = await a_desk(), await a_desk(name="Other Purchaser DAC")
    reference = await reference_of(desk.lawyer, await an_open_case(desk=desk))
    reader = await a_member(organisation_id=desk.owner_id, roles=("seller",), clock=desk.clock)
    with pytest.raises(Forbidden):
        await enter_checks(reader, [a_row(reference)])
    with pytest.raises(Forbidden):
        await set_policy(reader, {"death": 30})
    with pytest.raises(Invalid, match="none was"):
        await enter_checks(other.lawyer, [a_row(reference)])
    with pytest.raises(Invalid, match="age of a check"):
        await set_policy(desk.buyer, {"death": 0, "wealth": 3})


async def test_those_that_wait_to_be_asked_are_counted() -> None:
    desk = await a_desk()
    references = [await reference_of(desk.lawyer, await an_open_case(desk=desk)) for _ in range(3)]
    await enter_checks(desk.lawyer, [a_row(references[0], checked_on=str(date(2026, 1, 5))), a_row(references[1])])
    await set_policy(desk.buyer, {"insolvency": 30})
    waiting = {one.what: one for one in await waiting_checks(desk.lawyer, "own", await policy(desk.lawyer))}
    assert (waiting["insolvency"].debtors, waiting["insolvency"].never, waiting["insolvency"].old) == (3, 1, 1)
    assert (waiting["death"].never, waiting["death"].old) == (3, 0)


@pytest.mark.parametrize(
    "line",
    [b"A" * 200_000 + b",death,clear,2026-11-20,register", b"R\rx,death", b'"R-00000001,death,clear', b"=1+1,,,"],
)
async def test_lines_that_no_table_holds_are_refused_with_their_place(line: bytes) -> None:
    desk = await a_desk()
    with pytest.raises(Invalid) as refused:
        await enter_checks_file(desk.lawyer, b"case,what,answer,checked_on,source\n" + line)
    assert refused.value.places[0].where.startswith("line ")
