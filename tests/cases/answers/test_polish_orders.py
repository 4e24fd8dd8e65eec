"""A batch of the Polish e-court: checked, filed, ordered, served, opposed; each day as the service tells it."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from cases.answers.queries import tray
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import take_in
from cases.deadlines.queries import deadlines_of_case
from cases.jurisdictions.pl import PL
from documents.vault.queries import documents_of, open_document
from kernel import db
from tests.builders.cases import Desk, a_desk
from tests.cases.answers.at_court import FILE, AtCourt, filings_at_court
from tests.cases.jurisdictions.pl_epu.test_answers import an_answer

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]
NUMBER = "VI Nc-e 77/26"


def validated(passed: AtCourt, refused: AtCourt, *, claimed: str = "4200.00") -> bytes:
    rows = "".join(
        f"<a:ZlozPozwyOutputElement><a:liczbaPorzadkowa>{at}</a:liczbaPorzadkowa><a:status>{status}</a:status>{more}"
        f"<a:sygnaturaWgPowoda>{one.reference}</a:sygnaturaWgPowoda></a:ZlozPozwyOutputElement>"
        for at, one, status, more in (
            (1, passed, "true", f"<a:wartoscPrzedniotuSporu>{claimed}</a:wartoscPrzedniotuSporu>"),
            (
                2,
                refused,
                "false",
                "<a:kodWalidacji>P17</a:kodWalidacji><a:opisWalidacji>Niepoprawny PESEL</a:opisWalidacji>",
            ),
        )
    )
    body = f"<a:oznaczeniePaczki>{FILE}</a:oznaczeniePaczki><a:wynikiWalidacji>{rows}</a:wynikiWalidacji>"
    return an_answer("ZlozPozwy", body, code="Created")


def listed(name: str, one: AtCourt, body: str, *, number: str = NUMBER) -> bytes:
    signed = (
        f"<a:sygnaturaSprawy>{number}</a:sygnaturaSprawy><a:sygnaturaWgPowoda>{one.reference}</a:sygnaturaWgPowoda>"
    )
    return an_answer("Moje", f"<a:{name}><a:Row>{signed}{body}</a:Row></a:{name}>")


async def a_batch() -> tuple[Desk, AtCourt, AtCourt]:
    desk = await a_desk(country="PL")
    filed, refused = await filings_at_court(
        desk, count=2, channel="epu", procedure="epu", kind="epu_suit", step="preparing", currency="PLN"
    )
    return desk, filed, refused


async def test_checked_filed_ordered_served_and_opposed(run_jobs: RunJobs) -> None:
    desk, filed, refused = await a_batch()
    told = [
        validated(filed, refused),
        listed(
            "listaSpraw", filed, "<a:dataWplywu>2026-11-04T08:00:00</a:dataWplywu><a:kwotaSporu>4200.00</a:kwotaSporu>"
        ),
        listed(
            "mojeNakazy",
            filed,
            "<a:dataOrzeczenia>2026-11-05T00:00:00</a:dataOrzeczenia><a:dokumentXml>&lt;Nakaz/&gt;</a:dokumentXml>",
        ),
        listed(
            "mojeDoreczenia",
            filed,
            "<a:idNakazu>9</a:idNakazu><a:opis>Doręczenie pozwanemu</a:opis>"
            "<a:dataDoreczenia>2026-11-09T00:00:00</a:dataDoreczenia>",
        ),
    ]
    for content in told:
        await take_in(desk.lawyer, "epu", content)
    await run_jobs()

    assert await tray(desk.lawyer, AnswerStatus.WAITING) == []
    opposing = PL.reckon("PL-EPU-SPRZ", date(2026, 11, 9))
    (open_now,) = [one for one in await deadlines_of_case(desk.lawyer, filed.case_id) if one.rule == "PL-EPU-SPRZ"]
    assert (open_now.safe_on, open_now.statutory_on) == (opposing.safe_on, opposing.statutory_on)
    (order,) = await documents_of(desk.lawyer, filed.case_id)
    assert await (await open_document(desk.lawyer, order.id)).content() == b"<Nakaz/>"
    async with db.transaction(desk.lawyer):
        events = await db.fetch("SELECT event, on_date FROM case_events WHERE case_id = $1 ORDER BY id", filed.case_id)
        statuses = await db.fetch("SELECT id, status FROM filings")
    assert [tuple(row) for row in events] == [
        ("epu_filed", date(2026, 11, 4)),
        ("nakaz_issued_epu", date(2026, 11, 5)),
        ("nakaz_served_epu", date(2026, 11, 9)),
    ]
    assert {row["id"]: row["status"] for row in statuses} == {filed.filing_id: "filed", refused.filing_id: "rejected"}

    opposed = "<a:rodzajDokumentu>Sprzeciw</a:rodzajDokumentu><a:dataDokumentu>2026-11-18T00:00:00</a:dataDokumentu>"
    await take_in(desk.lawyer, "epu", listed("listaPism", filed, opposed))
    await run_jobs()
    async with db.transaction(desk.lawyer):
        case = await db.fetch_sure("SELECT status, procedure_step FROM cases WHERE id = $1", filed.case_id)
    assert (case["status"], case["procedure_step"]) == ("contested", "opposed")


async def test_another_sum_than_ours_and_another_number_than_the_cases_wait(run_jobs: RunJobs) -> None:
    desk, filed, refused = await a_batch()
    await take_in(desk.lawyer, "epu", validated(filed, refused, claimed="4199.99"))
    await run_jobs()
    (waits,) = await tray(desk.lawyer, AnswerStatus.WAITING)
    assert waits.reason == "It says that 4199.99 PLN is claimed, but we filed 4200.00 PLN."
    assert waits.case_id == filed.case_id

    day = "<a:dataWplywu>2026-11-04T08:00:00</a:dataWplywu>"
    await take_in(desk.lawyer, "epu", listed("listaSpraw", filed, day))
    await run_jobs()
    order = "<a:dataOrzeczenia>2026-11-05T00:00:00</a:dataOrzeczenia>"
    await take_in(desk.lawyer, "epu", listed("mojeNakazy", filed, order, number="VI Nc-e 99/26"))
    await run_jobs()
    assert (
        f"says court number VI Nc-e 99/26, but {filed.reference} has {NUMBER}"
        in [one.reason or "" for one in await tray(desk.lawyer, AnswerStatus.WAITING)][-1]
    )
