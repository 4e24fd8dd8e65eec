"""What cannot be matched waits with its reason; a person chooses the case, sees what follows, and confirms."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from cases.answers.confirming import (
    Confirmed,
    confirm_answer,
    foresee_answer,
    ready_answer,
    set_aside,
    take_up,
    with_papers,
)
from cases.answers.queries import answer, files_of, tray, tray_query, waiting_count
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import bring, take_in
from cases.deadlines.queries import deadlines_of_case
from cases.desk.particulars import enter_particulars
from documents.vault.queries import documents_of, open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Problem, Refused, StaleState
from kernel.settings import Settings
from tests.builders.accounts import a_member
from tests.builders.cases import a_desk
from tests.cases.answers.at_court import FILE, filings_at_court
from tests.cases.answers.feedback import Told, defence, feedback
from tests.cases.desk.test_lists import by_index

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]
WAITING, MATCHED, SET_ASIDE = AnswerStatus.WAITING, AnswerStatus.MATCHED, AnswerStatus.SET_ASIDE
NUMBER = "9QZ12345"


def issued(request_id: str, *, on: str = "2026-11-04", number: str = NUMBER) -> bytes:
    return feedback([Told(request_id, claim_number=number, issued_on=on)], file=FILE)


async def test_the_same_file_twice_is_one_file_and_told_not_refused(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    (one,) = await filings_at_court(desk)
    first = await bring(desk.lawyer, "sdt", issued(one.request_id))
    second = await bring(desk.lawyer, "sdt", issued(one.request_id))
    await run_jobs()

    assert first.since is None
    assert (second.file_id, second.since) == (first.file_id, desk.clock.now())
    (file,) = await files_of(desk.lawyer)
    assert (file.status, file.answers, file.matched) == ("read", 2, 2)


async def test_two_people_who_take_the_same_file_in_at_once_take_one_in(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    (one,) = await filings_at_court(desk)
    colleague = await a_member(organisation_id=desk.owner_id, roles=("clerk",), clock=desk.clock)
    content = issued(one.request_id)

    taken = await asyncio.gather(*(take_in(who, "sdt", content) for who in (desk.lawyer, colleague) * 3))
    await run_jobs()

    assert len({*taken}) == 1
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM court_answer_files") == 1
        assert await db.fetch_value("SELECT count(*) FROM case_events WHERE event = 'claim_issued'") == 1


async def test_the_court_asked_again_repeats_itself_and_nothing_is_done_twice(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    (one,) = await filings_at_court(desk)
    stranger = Told("AAAAAAAAAAAAAAAAAAAAAA", claim_number="7QZ00001", issued_on="2026-11-05")
    known = Told(one.request_id, claim_number=NUMBER, issued_on="2026-11-04")
    await take_in(desk.lawyer, "sdt", feedback([known, stranger], file=FILE))
    await run_jobs()
    await take_in(desk.lawyer, "sdt", feedback([stranger, known, known], file=FILE))
    await run_jobs()

    assert await waiting_count(desk.lawyer) == 1
    again = await tray(desk.lawyer, AnswerStatus.KNOWN)
    assert {one.reason for one in again} == {"It was dealt with before.", "The same answer waits already."}
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM case_events WHERE event = 'claim_issued'") == 1


async def test_a_malformed_file_is_kept_with_the_place_that_is_wrong(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    sent = {
        "not well-formed XML": b"no XML at all",
        "bulkFeedbackResponse": b"<bulkFeedbackResponse/>",
    }
    for content in sent.values():
        await take_in(desk.lawyer, "sdt", content)
    await run_jobs()

    files = (await files_of(desk.lawyer))[::-1]
    assert {one.status for one in files} == {"set_aside"}
    for file, (said, content) in zip(files, sent.items(), strict=True):
        assert said in (file.reason or "")
        assert await (await open_document(desk.lawyer, file.document_id)).content() == content


async def test_what_contradicts_what_we_filed_waits_with_its_reason(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    withdrawn, early, late, taken, other, filed = await filings_at_court(desk, count=6)
    async with db.transaction(desk.system):
        await db.execute("UPDATE filings SET status = 'withdrawn' WHERE id = $1", withdrawn.filing_id)
    told = [
        Told(withdrawn.request_id, claim_number="8QZ00001", issued_on="2026-11-04"),
        Told(early.request_id, claim_number="8QZ00002", issued_on="2026-10-01"),
        Told(late.request_id, claim_number="8QZ00003", issued_on="2027-02-01"),
        Told(taken.request_id, claim_number="8QZ00004", issued_on="2026-11-04"),
        Told(filed.request_id, claim_number="8QZ00006", issued_on="2026-11-04"),
    ]
    await take_in(desk.lawyer, "sdt", feedback(told, file=FILE))
    await run_jobs()
    further = [
        Told(other.request_id, claim_number="8QZ00004", issued_on="2026-11-04"),
        Told(filed.request_id, "Rejected", error=("D001", "No")),
    ]
    await take_in(desk.lawyer, "sdt", feedback(further, file=FILE, submitted="2026-11-05T09:00:00"))
    await run_jobs()

    reasons = {one.request_id: one.reason or "" for one in await tray(desk.lawyer, WAITING)}
    assert "withdrawn" in reasons.pop(withdrawn.request_id)
    assert "before we filed on 2026-11-02" in reasons.pop(early.request_id)
    assert "has not come yet" in reasons.pop(late.request_id)
    assert "more than one case of ours" in reasons.pop(other.request_id)
    assert "accepted before" in reasons.pop(filed.request_id)
    assert reasons == {}


async def test_an_event_the_procedure_cannot_take_waits_and_its_neighbours_do_not(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    first, second = await filings_at_court(desk, count=2)
    numbers = {first.request_id: "9QZ00001", second.request_id: "9QZ00002"}
    told = [Told(one, claim_number=number, issued_on="2026-11-04") for one, number in numbers.items()]
    await take_in(desk.lawyer, "sdt", feedback(told, file=FILE))
    await run_jobs()
    async with db.transaction(desk.system):
        await db.execute("UPDATE cases SET procedure_step = 'enforcement' WHERE id = $1", first.case_id)
    for number in numbers.values():
        await take_in(desk.lawyer, "sdt", defence(number))
    await run_jobs()

    (waits,) = await tray(desk.lawyer, WAITING)
    assert waits.case_id == first.case_id
    assert "the procedure is at “enforcement”" in (waits.reason or "")
    assert {one.court_number for one in await tray(desk.lawyer, MATCHED) if one.event == "defence_filed"} == {
        "9QZ00002"
    }


async def test_a_number_that_a_person_entered_finds_the_case_as_well(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    (one,) = await filings_at_court(desk, step="issued")
    await enter_particulars(desk.lawyer, [one.case_id], details={"court_number": NUMBER})
    await take_in(desk.lawyer, "sdt", defence(NUMBER))
    await run_jobs()
    (matched,) = await tray(desk.lawyer, MATCHED)
    assert (matched.case_id, matched.matched_by) == (one.case_id, "number")


async def a_waiting_defence(run_jobs: RunJobs) -> tuple[Actor, UUID, UUID]:
    """A claim is issued whose number nobody told us; its defence comes by that number."""
    desk = await a_desk(country="GB")
    (one,) = await filings_at_court(desk)
    await take_in(
        desk.lawyer, "sdt", feedback([Told(one.request_id, claim_number=NUMBER, issued_on="2026-11-04")], file=FILE)
    )
    await run_jobs()
    await take_in(desk.lawyer, "sdt", defence("1AA00009"))
    await run_jobs()
    (waits,) = await tray(desk.lawyer, WAITING)
    return desk.lawyer, waits.id, one.case_id


async def test_a_person_chooses_the_case_sees_what_follows_and_confirms(run_jobs: RunJobs) -> None:
    lawyer, answer_id, case_id = await a_waiting_defence(run_jobs)
    said = Confirmed(case_id, "defence_filed", date(2026, 11, 18))
    seen = await foresee_answer(lawyer, await ready_answer(lawyer, answer_id), said)
    assert (seen.status, seen.status_after) == ("filed", "contested")
    assert [one.rule for one in seen.closes] == ["EW-CLAIM"]
    assert await documents_of(lawyer, case_id) == []

    ready = await with_papers(lawyer, await ready_answer(lawyer, answer_id))
    with pytest.raises(Refused, match="no longer what you were shown"):
        await confirm_answer(lawyer, ready, said)
    await confirm_answer(lawyer, ready, replace(said, shown=seen.digest))

    done = await answer(lawyer, answer_id)
    assert (done.status, done.matched_by, done.case_id) == ("matched", "person", case_id)
    (paper,) = await documents_of(lawyer, case_id)
    assert await (await open_document(lawyer, paper.id)).content() == b"I paid it all."
    assert {one.status for one in await deadlines_of_case(lawyer, case_id) if one.rule == "EW-CLAIM"} == {"superseded"}
    with pytest.raises(Refused, match="waits no longer"):
        await confirm_answer(lawyer, await ready_answer(lawyer, answer_id), said)


async def test_two_who_confirm_the_same_answer_record_it_once(run_jobs: RunJobs) -> None:
    lawyer, answer_id, case_id = await a_waiting_defence(run_jobs)
    said = Confirmed(case_id, "defence_filed", date(2026, 11, 18))
    shown = (await foresee_answer(lawyer, await ready_answer(lawyer, answer_id), said)).digest
    ready = [await with_papers(lawyer, await ready_answer(lawyer, answer_id)) for _ in range(2)]

    acts = (confirm_answer(lawyer, one, replace(said, shown=shown)) for one in ready)
    done = await asyncio.gather(*acts, return_exceptions=True)

    assert sum(one is None for one in done) == 1
    assert sum(isinstance(one, Problem) for one in done) == 1
    assert len(await documents_of(lawyer, case_id)) == 1


async def test_an_answer_that_changes_nothing_stays_with_the_case(run_jobs: RunJobs) -> None:
    lawyer, answer_id, case_id = await a_waiting_defence(run_jobs)
    said = Confirmed(case_id, None, None)
    shown = (await foresee_answer(lawyer, await ready_answer(lawyer, answer_id), said)).digest
    await confirm_answer(lawyer, await ready_answer(lawyer, answer_id), replace(said, shown=shown))
    assert (await answer(lawyer, answer_id)).case_id == case_id
    async with db.transaction(lawyer):
        assert await db.fetch_value("SELECT status FROM cases WHERE id = $1", case_id) == "filed"


async def test_what_is_set_aside_can_be_taken_up_and_strangers_see_nothing(run_jobs: RunJobs) -> None:
    lawyer, answer_id, _ = await a_waiting_defence(run_jobs)
    stranger = (await a_desk(country="GB", name="Other Receivables Limited")).lawyer
    reader = await a_member(organisation_id=lawyer.organisation, roles=("seller",))
    with pytest.raises(Invalid):
        await set_aside(lawyer, answer_id, reason=" ")
    for act in (set_aside(reader, answer_id, reason="x"), take_up(reader, answer_id), take_in(reader, "sdt", b"x")):
        with pytest.raises(Forbidden):
            await act
    for act in (set_aside(stranger, answer_id, reason="x"), take_up(stranger, answer_id)):
        with pytest.raises(NotFound):
            await act
    with pytest.raises(NotFound):
        await answer(stranger, answer_id)
    with pytest.raises(NotFound):
        await ready_answer(stranger, answer_id)
    await set_aside(lawyer, answer_id, reason="Another claimant’s.")
    with pytest.raises(StaleState):
        await set_aside(lawyer, answer_id, reason="Again.")
    assert [(one.id, one.aside_reason) for one in await tray(lawyer, SET_ASIDE)] == [(answer_id, "Another claimant’s.")]
    await take_up(lawyer, answer_id)
    assert [one.id for one in await tray(lawyer, WAITING)] == [answer_id]
    assert await tray(stranger, WAITING) == []


async def test_a_file_that_cannot_be_taken_in_names_the_place() -> None:
    desk = await a_desk(country="GB")
    for channel, content, where in (("sdt", b"", "file"), ("telex", b"<a/>", "channel")):
        with pytest.raises(Invalid) as refused:
            await take_in(desk.lawyer, channel, content)
        assert [one.where for one in refused.value.places] == [where]


async def test_the_tray_goes_by_its_index_however_full_others_are(database: Settings, run_jobs: RunJobs) -> None:
    lawyer, answer_id, _ = await a_waiting_defence(run_jobs)
    big = await a_desk(country="GB", name="Great Receivables Limited")
    await take_in(big.lawyer, "sdt", defence("1AA00009"))
    await run_jobs()
    owner = await asyncpg.connect(database.migrations_url)
    await owner.execute(
        "INSERT INTO court_answers (id, file_id, organisation_id, number, digest, outcome, sealed, status, reason)"
        " SELECT uuidv7(), file_id, organisation_id, 1 + n, sha256(n::text::bytea), outcome, sealed, status, reason"
        " FROM court_answers, generate_series(1, 20000) n WHERE organisation_id = $1 AND status = 'waiting'",
        big.owner_id,
    )
    await owner.execute("ANALYZE court_answers")
    await owner.close()
    for status in AnswerStatus:
        sql, arguments = tray_query(lawyer.organisation, status, None)
        await by_index(Actor.system(lawyer.organisation), sql, arguments, "court_answers", "organisation_id")
    assert [one.id for one in await tray(lawyer, WAITING)] == [answer_id]
