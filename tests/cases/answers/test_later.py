"""An answer whose case nobody knows waits, and finds it by itself once something names the case: once, and told."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from cases.answers.confirming import Confirmed, confirm_answer, foresee_answer, ready_answer, with_papers
from cases.answers.later import try_again, try_again_everywhere
from cases.answers.queries import AnswerShown, answer, tray
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import take_in
from cases.deadlines.queries import deadlines_of_case
from cases.desk.particulars import enter_particulars
from kernel import data_keys, db
from kernel.actor import Actor
from kernel.errors import Problem
from tests.builders.cases import Desk, a_desk
from tests.cases.answers.at_court import FILE, AtCourt, filings_at_court
from tests.cases.answers.feedback import Told, defence, feedback

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]
WAITING, MATCHED = AnswerStatus.WAITING, AnswerStatus.MATCHED
NUMBER = "9QZ12345"


async def events_of(actor: Actor, one: AtCourt) -> list[str]:
    async with db.transaction(actor):
        rows = await db.fetch("SELECT event FROM case_events WHERE case_id = $1 ORDER BY on_date, id", one.case_id)
    return [row["event"] for row in rows if row["event"] not in {"default_notice_served", "letter_sent"}]


async def a_claim_and_its_defence(run_jobs: RunJobs, **defended: str) -> tuple[Desk, AtCourt, AnswerShown]:
    """A defence came by a number that nobody has told of yet."""
    desk = await a_desk(country="GB")
    (one,) = await filings_at_court(desk)
    await take_in(desk.lawyer, "sdt", defence(NUMBER, **defended))
    await run_jobs()
    (waits,) = await tray(desk.lawyer, WAITING)
    assert waits.reason == f"No case of ours is known by court number {NUMBER}."
    return desk, one, waits


async def test_a_later_file_names_the_number_and_the_defence_is_recorded_once(run_jobs: RunJobs) -> None:
    desk, one, waits = await a_claim_and_its_defence(run_jobs)
    issued = feedback([Told(one.request_id, claim_number=NUMBER, issued_on="2026-11-04")], file=FILE)
    await take_in(desk.lawyer, "sdt", issued)
    await run_jobs()

    assert await tray(desk.lawyer, WAITING) == []
    assert await events_of(desk.lawyer, one) == ["claim_issued", "defence_filed"]
    matched = await answer(desk.lawyer, waits.id)
    assert (matched.status, matched.matched_by, matched.case_id) == ("matched", "number", one.case_id)
    assert matched.later_at is not None
    named = await answer(desk.lawyer, matched.later_by)
    assert (named.request_id, named.court_number) == (one.request_id, NUMBER)
    assert {each.status for each in await deadlines_of_case(desk.lawyer, one.case_id) if each.rule == "EW-CLAIM"} == {
        "superseded"
    }
    await take_in(desk.lawyer, "sdt", defence(NUMBER) + b"\n")
    await try_again(desk.system)
    await run_jobs()
    assert await events_of(desk.lawyer, one) == ["claim_issued", "defence_filed"]


async def test_a_number_that_a_person_enters_brings_all_that_waited_for_it_in_the_order_of_its_days(
    run_jobs: RunJobs,
) -> None:
    desk, one, waits = await a_claim_and_its_defence(run_jobs, filed_on="2026-11-18")
    await take_in(desk.lawyer, "sdt", defence(NUMBER, kind="AS", filed_on="2026-11-12", words=""))
    await run_jobs()
    async with db.transaction(desk.system):
        await db.execute(
            "UPDATE cases SET procedure_step = 'issued online', status = 'filed' WHERE id = $1", one.case_id
        )
    await enter_particulars(desk.lawyer, [one.case_id], details={"court_number": NUMBER})
    await run_jobs()

    assert await events_of(desk.lawyer, one) == ["service_acknowledged", "defence_filed"]
    matched = await answer(desk.lawyer, waits.id)
    assert matched.later_at is not None
    assert matched.later_by is None


async def test_what_is_known_now_and_contradicts_what_we_filed_waits_on_with_its_new_reason(run_jobs: RunJobs) -> None:
    desk, one, waits = await a_claim_and_its_defence(run_jobs, filed_on="2026-10-01")
    await enter_particulars(desk.lawyer, [one.case_id], details={"court_number": NUMBER})
    await run_jobs()
    (still,) = await tray(desk.lawyer, WAITING)
    assert (still.id, still.case_id, still.later_at) == (waits.id, one.case_id, None)
    assert still.reason != waits.reason
    assert await try_again(desk.system) == 0


async def test_tried_by_several_while_a_person_confirms_it_is_recorded_once(run_jobs: RunJobs) -> None:
    desk, one, waits = await a_claim_and_its_defence(run_jobs)
    async with db.transaction(desk.system):
        await db.execute(
            "UPDATE cases SET procedure_step = 'issued online', status = 'filed' WHERE id = $1", one.case_id
        )
        await db.execute(
            "INSERT INTO case_particulars (case_id, organisation_id, details, version)"
            " VALUES ($1, $2, jsonb_build_object('court_number', $3::text), 0)",
            one.case_id,
            desk.owner_id,
            NUMBER,
        )
    said = Confirmed(one.case_id, "defence_filed", date(2026, 11, 18))
    seen = await foresee_answer(desk.lawyer, await ready_answer(desk.lawyer, waits.id), said)
    ready = await with_papers(desk.lawyer, await ready_answer(desk.lawyer, waits.id))
    by_hand = Confirmed(one.case_id, "defence_filed", date(2026, 11, 18), seen.digest)

    done = await asyncio.gather(
        *(try_again(desk.system) for _ in range(3)),
        confirm_answer(desk.lawyer, ready, by_hand),
        return_exceptions=True,
    )

    assert all(one is None or isinstance(one, int | Problem) for one in done), done
    assert await events_of(desk.lawyer, one) == ["defence_filed"]
    assert [each.id for each in await tray(desk.lawyer, MATCHED)] == [waits.id]


async def test_the_platform_finds_the_houses_whose_answers_wait_and_nobody_else_does(run_jobs: RunJobs) -> None:
    desk, one, waits = await a_claim_and_its_defence(run_jobs)
    await a_desk(country="GB", name="Other Receivables Limited")
    async with db.transaction(desk.system):
        await db.execute(
            "UPDATE cases SET procedure_step = 'issued online', status = 'filed' WHERE id = $1", one.case_id
        )
        await db.execute(
            "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court_number, stage)"
            " SELECT uuidv7(), claim_id, tape_id, organisation_id, $2, 'filed' FROM cases WHERE id = $1",
            one.case_id,
            NUMBER,
        )
    assert await try_again_everywhere(Actor.platform(desk.clock)) == 1
    await run_jobs()
    assert (await answer(desk.lawyer, waits.id)).status == "matched"
    assert await try_again_everywhere(Actor.platform(desk.clock)) == 0


async def test_what_comes_to_name_two_cases_is_left_to_a_person_whatever_becomes_of_either(run_jobs: RunJobs) -> None:
    desk, one, waits = await a_claim_and_its_defence(run_jobs)
    (other,) = await filings_at_court(desk, file="OURS-2026-0002")
    await enter_particulars(desk.lawyer, [one.case_id, other.case_id], details={"court_number": NUMBER})
    await run_jobs()
    async with db.transaction(desk.system):
        await db.execute("UPDATE cases SET status = 'closed', closed_reason = 'Paid.' WHERE id = $1", one.case_id)

    assert await try_again(desk.system) == 0
    (still,) = await tray(desk.lawyer, WAITING)
    assert (still.id, still.case_id) == (waits.id, None)
    assert "more than one case of ours" in (still.reason or "")


async def test_a_file_that_was_destroyed_holds_up_no_other(run_jobs: RunJobs) -> None:
    desk, one, _ = await a_claim_and_its_defence(run_jobs)
    await take_in(desk.lawyer, "sdt", defence(NUMBER, kind="AS", filed_on="2026-11-19", words=""))
    await run_jobs()
    async with db.transaction(desk.system):
        key_id = await db.fetch_value(
            "SELECT v.data_key_id FROM court_answer_files f JOIN document_versions v ON v.document_id = f.document_id"
            " ORDER BY f.id LIMIT 1"
        )
        await data_keys.destroy(desk.system, key_id)
        await db.execute(
            "UPDATE cases SET procedure_step = 'issued online', status = 'filed' WHERE id = $1", one.case_id
        )
    await enter_particulars(desk.lawyer, [one.case_id], details={"court_number": NUMBER})
    await run_jobs()
    assert await events_of(desk.lawyer, one) == ["service_acknowledged"]
    assert len(await tray(desk.lawyer, WAITING)) == 1
