"""An answer that comes before what it follows waits, and is recorded by itself once its case has gone on: once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from cases.answers.confirming import Confirmed, confirm_answer, foresee_answer, ready_answer, with_papers
from cases.answers.later import try_again, try_again_everywhere
from cases.answers.queries import AnswerShown, answer, tray
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import take_in
from cases.deadlines.queries import deadlines_of_case
from cases.desk.particulars import enter_particulars
from cases.proceedings.commands import Happened, choose_procedure, record_event
from cases.proceedings.corrections import correct_event
from kernel import db
from kernel.actor import Actor
from kernel.errors import Problem
from tests.builders.cases import Desk, a_desk, a_firm, open_cases, put_through_the_gate
from tests.builders.instructions import instruct_firm
from tests.cases.answers.at_court import letters_sent
from tests.cases.answers.feedback import defence

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]
WAITING = AnswerStatus.WAITING
NUMBER = "9QZ12345"
ISSUED = Happened("claim_issued", date(2026, 11, 4), "notice of issue")
OURS = {"claim_issued", "service_acknowledged", "defence_filed"}


@dataclass(frozen=True, slots=True)
class Early:
    """A defence that waits in a case whose claim nobody noted as issued. `taker` has it in the tray."""

    desk: Desk
    taker: Actor
    case_id: UUID
    waits: AnswerShown


async def an_early_defence(run_jobs: RunJobs, *, firm: bool = False, procedure: str | None = "money_claim") -> Early:
    desk = await a_desk(country="GB")
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    await letters_sent(desk, [case_id])
    async with db.transaction(desk.system):
        await db.execute(
            "UPDATE cases SET status = 'pre-action', procedure = $2, procedure_step = 'notice given' WHERE id = $1",
            case_id,
            procedure,
        )
    await enter_particulars(desk.lawyer, [case_id], details={"court_number": NUMBER})
    taker = desk.lawyer
    if firm:
        instructed = await a_firm(desk=desk, name="Calder Solicitors LLP")
        await instruct_firm(desk.buyer, instructed.organisation_id, [case_id])
        taker = instructed.clerk
    await take_in(taker, "sdt", defence(NUMBER))
    await run_jobs()
    (waits,) = await tray(taker, WAITING)
    assert waits.case_id == case_id
    return Early(desk, taker, case_id, waits)


async def events_of(actor: Actor, case_id: UUID) -> list[str]:
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT event FROM case_events WHERE case_id = $1 AND superseded_by IS NULL ORDER BY on_date, id", case_id
        )
    return [row["event"] for row in rows if row["event"] in OURS]


async def test_once_what_it_follows_is_recorded_it_is_recorded_with_its_deadlines(run_jobs: RunJobs) -> None:
    early = await an_early_defence(run_jobs)
    assert "what can happen there is" in (early.waits.reason or "")

    await record_event(early.desk.lawyer, early.case_id, ISSUED)
    await run_jobs()

    assert await events_of(early.taker, early.case_id) == ["claim_issued", "defence_filed"]
    matched = await answer(early.taker, early.waits.id)
    assert (matched.status, matched.matched_by, matched.later_by) == ("matched", "number", None)
    assert matched.later_at is not None
    assert matched.reason == early.waits.reason
    rules = {one.rule: one.status for one in await deadlines_of_case(early.taker, early.case_id)}
    assert rules["EW-CLAIM"] == "superseded"
    assert await try_again(early.desk.system) == 0
    assert await events_of(early.taker, early.case_id) == ["claim_issued", "defence_filed"]


async def test_what_still_does_not_fit_waits_on_and_is_told_anew_only_where_the_reason_is_another(
    run_jobs: RunJobs,
) -> None:
    early = await an_early_defence(run_jobs)
    late = Happened("claim_issued", date(2026, 11, 20), "notice of issue")
    issued = await record_event(early.desk.lawyer, early.case_id, late)
    await run_jobs()
    (still,) = await tray(early.taker, WAITING)
    assert "before we filed on 2026-11-20" in (still.reason or "")
    told = await facts_told(early.taker)
    await enter_particulars(early.desk.lawyer, [early.case_id], details={"court_number": NUMBER})
    await run_jobs()
    assert await facts_told(early.taker) == told

    await correct_event(early.desk.lawyer, issued, ISSUED)
    await run_jobs()
    assert await events_of(early.taker, early.case_id) == ["claim_issued", "defence_filed"]
    assert (await answer(early.taker, early.waits.id)).status == "matched"


async def facts_told(actor: Actor) -> int:
    async with db.transaction(actor):
        told: int = await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'answers:answers:matched'")
    return told


async def test_a_procedure_chosen_brings_what_waited_for_it_nearer(run_jobs: RunJobs) -> None:
    early = await an_early_defence(run_jobs, procedure=None)
    assert "Choose one first." in (early.waits.reason or "")
    await choose_procedure(early.desk.lawyer, [early.case_id], "money_claim")
    await run_jobs()
    assert "what can happen there is" in ((await answer(early.taker, early.waits.id)).reason or "")


async def test_what_the_owner_records_brings_what_waits_in_the_tray_of_the_firm(run_jobs: RunJobs) -> None:
    early = await an_early_defence(run_jobs, firm=True)
    await record_event(early.desk.lawyer, early.case_id, ISSUED)
    await run_jobs()
    assert (await answer(early.taker, early.waits.id)).status == "matched"
    assert await events_of(early.taker, early.case_id) == ["claim_issued", "defence_filed"]


async def test_who_enters_the_event_by_hand_finds_the_answer_known(run_jobs: RunJobs) -> None:
    early = await an_early_defence(run_jobs)
    await record_event(early.desk.lawyer, early.case_id, ISSUED)
    await record_event(early.desk.lawyer, early.case_id, Happened("defence_filed", date(2026, 11, 18), "by telephone"))
    await run_jobs()
    assert (await answer(early.taker, early.waits.id)).status == "known"
    assert await events_of(early.taker, early.case_id) == ["claim_issued", "defence_filed"]


async def test_the_sweep_finds_what_a_case_has_left_behind_and_nothing_twice(run_jobs: RunJobs) -> None:
    early = await an_early_defence(run_jobs)
    platform = Actor.platform(early.desk.clock)
    assert await try_again_everywhere(platform) == 0
    await record_event(early.desk.lawyer, early.case_id, ISSUED)
    async with db.transaction(platform):
        await db.execute("DELETE FROM procrastinate_jobs")
    assert await try_again_everywhere(platform) == 1
    await run_jobs()
    assert (await answer(early.taker, early.waits.id)).status == "matched"
    assert await try_again_everywhere(platform) == 0


async def test_tried_by_several_while_a_person_confirms_it_is_recorded_once(run_jobs: RunJobs) -> None:
    early = await an_early_defence(run_jobs)
    await record_event(early.desk.lawyer, early.case_id, ISSUED)
    said = Confirmed(early.case_id, "defence_filed", date(2026, 11, 18))
    lawyer = early.desk.lawyer
    seen = await foresee_answer(lawyer, await ready_answer(lawyer, early.waits.id), said)
    ready = await with_papers(lawyer, await ready_answer(lawyer, early.waits.id))
    by_hand = Confirmed(early.case_id, "defence_filed", date(2026, 11, 18), seen.digest)

    done = await asyncio.gather(
        *(try_again(early.desk.system) for _ in range(3)),
        confirm_answer(lawyer, ready, by_hand),
        return_exceptions=True,
    )

    assert all(one is None or isinstance(one, int | Problem) for one in done), done
    assert await events_of(lawyer, early.case_id) == ["claim_issued", "defence_filed"]
    assert (await answer(lawyer, early.waits.id)).status == "matched"
