"""A case with several debtors: what one of them does is his alone, and sets or closes no other's deadline."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from cases.answers.confirming import Confirmed, confirm_answer, foresee_answer, ready_answer, with_papers
from cases.answers.queries import AnswerShown, tray
from cases.answers.recording import Timed
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import take_in
from cases.jurisdictions.pl import PL
from cases.proceedings.commands import Happened, record_event
from cases.proceedings.corrections import correct_event
from kernel import db
from kernel.errors import Invalid
from tests.builders.cases import Desk, a_desk, a_second_debtor
from tests.cases.answers.at_court import FILE, AtCourt, filings_at_court
from tests.cases.answers.feedback import Told, defence, feedback
from tests.cases.answers.test_polish_orders import listed
from tests.cases.jurisdictions.de_eda.test_answers import NUMBER as GERMAN_NUMBER
from tests.cases.jurisdictions.de_eda.test_answers import a_file, record

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]
WAITING = AnswerStatus.WAITING
NUMBER = "9QZ12345"
Opened = set[tuple[str, int | None, date]]


async def open_deadlines(desk: Desk, one: AtCourt) -> Opened:
    """Rule, number of the debtor it is for (None: the case's own), and its last day."""
    async with db.transaction(desk.lawyer):
        rows = await db.fetch(
            "SELECT d.rule, d.statutory_on, array_position(ARRAY(SELECT p.id FROM parties p WHERE p.claim_id ="
            " d.claim_id ORDER BY p.role DESC), e.party_id) AS number FROM deadlines d JOIN case_events e"
            " ON e.id = d.event_id WHERE d.case_id = $1 AND d.status = 'open' AND d.kind = 'procedure'",
            one.case_id,
        )
    return {(row["rule"], row["number"], row["statutory_on"]) for row in rows}


async def waiting(desk: Desk) -> list[AnswerShown]:
    return await tray(desk.lawyer, WAITING)


async def confirmed(desk: Desk, answer: AnswerShown, case_id: UUID, debtor: int | None) -> None:
    said = Confirmed(case_id, answer.event, answer.on_date, timed=Timed(debtor=debtor))
    ready = await with_papers(desk.lawyer, await ready_answer(desk.lawyer, answer.id))
    seen = await foresee_answer(desk.lawyer, ready, said)
    await confirm_answer(desk.lawyer, ready, replace(said, shown=seen.digest))


async def test_each_english_defendant_has_his_own_time_to_defend(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    (one,) = await filings_at_court(desk)
    await a_second_debtor(desk, one.case_id)
    issued = Told(one.request_id, claim_number=NUMBER, issued_on="2026-11-03")
    await take_in(desk.lawyer, "sdt", feedback([issued], file=FILE))
    await run_jobs()
    await record_event(
        desk.lawyer, one.case_id, Happened("particulars_served", date(2026, 11, 6), "the court's notice")
    )
    common = await open_deadlines(desk, one)
    assert {"EW-AOS", "EW-DEF", "EW-DEF-AOS", "EW-DJ"} <= {rule for rule, _, _ in common}

    await take_in(desk.lawyer, "sdt", defence(NUMBER, kind="AS", filed_on="2026-11-12", words=""))
    await run_jobs()
    assert await waiting(desk) == []
    assert common <= await open_deadlines(desk, one), "the second has not acknowledged"

    await take_in(desk.lawyer, "sdt", defence(NUMBER, filed_on="2026-11-18", defendant=2))
    await run_jobs()
    assert await waiting(desk) == []
    left = {rule for rule, _, _ in await open_deadlines(desk, one)}
    assert "EW-AOS" not in left, "both have answered the claim form"
    assert {"EW-DEF-AOS", "EW-DJ-AOS"} <= left, "the second's defence is his alone"

    await take_in(desk.lawyer, "sdt", defence(NUMBER, filed_on="2026-11-20"))
    await take_in(desk.lawyer, "sdt", defence(NUMBER, filed_on="2026-11-20", defendant=3))
    await take_in(desk.lawyer, "sdt", defence(NUMBER, filed_on="2026-11-18", defendant=2, words="And more."))
    await run_jobs()
    assert "EW-DEF-AOS" not in {rule for rule, _, _ in await open_deadlines(desk, one)}, "both have defended"
    (unread,) = [each.reason or "" for each in await waiting(desk)]
    assert "Record 1 of the answer (line 7) cannot be read" in unread
    assert "1 to 2 is allowed" in unread
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM case_events WHERE event = 'defence_filed'") == 2


async def test_an_order_served_on_one_polish_debtor_waits_until_somebody_says_on_whom(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="PL")
    (one,) = await filings_at_court(
        desk, channel="epu", procedure="epu", kind="epu_suit", step="preparing", currency="PLN"
    )
    await a_second_debtor(desk, one.case_id)
    for name, body in (
        ("listaSpraw", "<a:dataWplywu>2026-11-04T08:00:00</a:dataWplywu>"),
        ("mojeNakazy", "<a:dataOrzeczenia>2026-11-05T00:00:00</a:dataOrzeczenia>"),
        *(
            (
                "mojeDoreczenia",
                f"<a:idNakazu>9</a:idNakazu><a:opis>Doręczenie pozwanemu</a:opis>"
                f"<a:dataDoreczenia>2026-11-{day}T00:00:00</a:dataDoreczenia>",
            )
            for day in ("09", "12")
        ),
    ):
        await take_in(desk.lawyer, "epu", listed(name, one, body))
    await run_jobs()

    desk.clock.move_to(datetime.now(UTC))
    first, second = await waiting(desk)
    assert first.reason == f"It does not say which of the 2 debtors of {one.reference} it is about. Say whom."
    for number in (None, 3):
        with pytest.raises(Invalid, match="debtor"):
            await confirmed(desk, first, one.case_id, number)
    await confirmed(desk, first, one.case_id, 1)
    await confirmed(desk, second, one.case_id, 2)
    days = {number: PL.reckon("PL-EPU-SPRZ", date(2026, 11, day)).statutory_on for number, day in ((1, 9), (2, 12))}
    opposing = {each for each in await open_deadlines(desk, one) if each[0] == "PL-EPU-SPRZ"}
    assert opposing == {("PL-EPU-SPRZ", number, day) for number, day in days.items()}

    async with db.transaction(desk.lawyer):
        served = await db.fetch_value("SELECT id FROM case_events WHERE on_date = '2026-11-12'")
    await correct_event(desk.lawyer, served, Happened("nakaz_served_epu", date(2026, 11, 13), "the court's letter"))
    moved = PL.reckon("PL-EPU-SPRZ", date(2026, 11, 13)).statutory_on
    opposing = {each for each in await open_deadlines(desk, one) if each[0] == "PL-EPU-SPRZ"}
    assert opposing == {("PL-EPU-SPRZ", 1, days[1]), ("PL-EPU-SPRZ", 2, moved)}


async def test_a_german_notice_of_service_with_two_debtors_waits(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="DE")
    (one,) = await filings_at_court(
        desk, channel="eda", procedure="mahnverfahren", kind="mahnantrag", step="preparing", currency="EUR"
    )
    await a_second_debtor(desk, one.case_id)
    key = ((18, GERMAN_NUMBER), (29, one.reference), (73, "05"), (75, "261121"))
    await take_in(desk.lawyer, "eda", a_file("05", record("05KS   00", *key)))
    await run_jobs()
    (waits,) = await waiting(desk)
    assert "which of the 2 debtors" in (waits.reason or "")
    assert await open_deadlines(desk, one) == set()
