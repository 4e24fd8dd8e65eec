"""Post on its way to its case: into the tray, matched, proposed, confirmed; and what may not happen to it."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from cases.correspondence.foreseen import foresee
from cases.correspondence.queries import candidates, paper, tray, tray_query
from cases.correspondence.receiving import receive_papers, set_aside, take_up
from cases.correspondence.recording import Confirmed, copy_paper, record_paper
from cases.correspondence.states import IncomingStatus
from cases.deadlines.queries import deadlines_of_case
from cases.desk.exhibits import Upload
from cases.proceedings.commands import record_event
from documents.vault.queries import documents_of, open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Problem, Refused, StaleState
from kernel.settings import Settings
from tests.builders.accounts import a_member
from tests.builders.cases import a_desk, a_firm
from tests.builders.files import a_pdf
from tests.builders.instructions import instruct_firm
from tests.builders.post import CAME_ON, a_filed_case, a_paper, recorded, served
from tests.cases.desk.test_lists import by_index

pytestmark = pytest.mark.usefixtures("database", "object_store")
FILE = Upload("a.pdf", a_pdf())
WAITING, RECORDED = IncomingStatus.WAITING, IncomingStatus.RECORDED


async def open_rules(actor: Actor, case_id: UUID) -> set[str]:
    return {one.rule for one in await deadlines_of_case(actor, case_id) if one.status == "open"}


async def test_a_paper_becomes_an_event_with_its_deadlines_and_the_owner_has_it() -> None:
    desk = await a_desk()
    case_id = await a_filed_case(desk=desk)
    paper_id = await a_paper(desk.lawyer)

    seen = await foresee(desk.lawyer, case_id, served())
    assert await open_rules(desk.lawyer, case_id) == set()
    event_id = await recorded(desk.lawyer, paper_id, case_id, served(), court_number="0000417/2026")

    assert {one.shown.rule for one in seen.opens} == await open_rules(desk.lawyer, case_id) != set()
    assert all(one.steps for one in seen.opens)
    assert (seen.status, seen.status_after) == ("filed", "served")
    assert await tray(desk.lawyer, WAITING) == []
    (done,) = await tray(desk.lawyer, RECORDED)
    assert (done.case_id, done.event) == (case_id, "requerimiento_served")
    (document,) = await documents_of(desk.lawyer, case_id)
    assert await (await open_document(desk.lawyer, document.id)).content() == a_pdf("paper")
    async with db.transaction(desk.lawyer):
        event = await db.fetch_sure("SELECT document_id FROM case_events WHERE id = $1", event_id)
    assert event["document_id"] == document.id
    assert [one.id for one in await candidates(desk.lawyer, "0000417/2026")] == [case_id]


async def test_what_is_seen_beforehand_leaves_no_trace() -> None:
    desk = await a_desk()
    case_id = await a_filed_case(desk=desk)

    async def traces() -> list[object]:
        async with db.transaction(desk.lawyer):
            return [
                await db.fetch_value(f"SELECT count(*) FROM {one}") for one in ("case_events", "deadlines", "facts")
            ] + [await db.fetch_value("SELECT status FROM cases WHERE id = $1", case_id)]

    before = await traces()
    assert (await foresee(desk.lawyer, case_id, served())).opens
    assert await traces() == before


async def test_what_changed_since_it_was_shown_is_not_confirmed() -> None:
    desk = await a_desk()
    case_id = await a_filed_case(desk=desk)
    paper_id = await a_paper(desk.lawyer)
    shown = (await foresee(desk.lawyer, case_id, served())).digest
    later = Confirmed(case_id, served(date(2026, 11, 18)), shown, "Requerimiento")

    with pytest.raises(Refused, match="no longer what you were shown"):
        await record_paper(desk.lawyer, await copy_paper(desk.lawyer, paper_id), later)

    assert (await paper(desk.lawyer, paper_id)).status == "waiting"
    assert await open_rules(desk.lawyer, case_id) == set()
    assert await documents_of(desk.lawyer, case_id) == []


async def test_two_who_confirm_the_same_paper_record_it_once() -> None:
    desk = await a_desk()
    case_id = await a_filed_case(desk=desk)
    paper_id = await a_paper(desk.lawyer)
    shown = (await foresee(desk.lawyer, case_id, served())).digest
    confirmed = Confirmed(case_id, served(), shown, "Requerimiento")
    copies = [await copy_paper(desk.lawyer, paper_id) for _ in range(2)]

    done = await asyncio.gather(*(record_paper(desk.lawyer, one, confirmed) for one in copies), return_exceptions=True)

    assert sum(isinstance(one, UUID) for one in done) == 1
    assert sum(isinstance(one, Problem) for one in done) == 1
    assert len(await documents_of(desk.lawyer, case_id)) == 1
    with pytest.raises(Refused, match="waits no longer"):
        await record_paper(desk.lawyer, await copy_paper(desk.lawyer, paper_id), confirmed)


async def test_the_firm_records_and_its_client_reads_the_paper_but_never_the_tray() -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    case_id = await a_filed_case(desk=desk)
    await instruct_firm(desk.buyer, firm.organisation_id, [case_id])
    waiting, paper_id = await a_paper(firm.clerk, words="of another client"), await a_paper(firm.clerk)
    await recorded(firm.clerk, paper_id, case_id, served())

    (document,) = await documents_of(desk.buyer, case_id)
    assert await (await open_document(desk.buyer, document.id)).content() == a_pdf("paper")
    assert await tray(desk.buyer, WAITING) == await tray(desk.buyer, RECORDED) == []
    for one in (waiting, paper_id):
        tray_copy = (await paper(firm.clerk, one)).document_id
        with pytest.raises(NotFound):
            await paper(desk.buyer, one)
        with pytest.raises(NotFound):
            await open_document(desk.buyer, tray_copy)


async def test_another_firm_cannot_put_a_paper_into_a_case_it_does_not_work() -> None:
    desk = await a_desk()
    other = await a_firm(desk=desk, name="Otro Bufete SLP")
    case_id = await a_filed_case(desk=desk)
    paper_id = await a_paper(other.lawyer)
    confirmed = Confirmed(case_id, served(), "", "Requerimiento")

    assert await candidates(other.lawyer, "núñez") == []
    with pytest.raises(NotFound):
        await foresee(other.lawyer, case_id, served())
    with pytest.raises(NotFound):
        await record_paper(other.lawyer, await copy_paper(other.lawyer, paper_id), confirmed)


async def test_without_the_right_nothing_is_taken_in_or_recorded() -> None:
    desk = await a_desk()
    reader = await a_member(organisation_id=desk.owner_id, roles=("seller",), clock=desk.clock)
    paper_id = await a_paper(desk.lawyer)
    for act in (
        receive_papers(reader, [FILE], said="", received_on=CAME_ON),
        set_aside(reader, paper_id, reason="Advertisement."),
        take_up(reader, paper_id),
        copy_paper(reader, paper_id),
    ):
        with pytest.raises(Forbidden):
            await act


async def test_a_reference_in_the_file_name_is_what_stands_on_it() -> None:
    desk = await a_desk()
    paper_id = await a_paper(desk.lawyer, name="scan r-00000417_p1.pdf")
    assert (await paper(desk.lawyer, paper_id)).said == "R-00000417"


async def test_a_paper_set_aside_can_be_taken_up_again() -> None:
    desk = await a_desk()
    paper_id = await a_paper(desk.lawyer)
    with pytest.raises(Invalid):
        await set_aside(desk.lawyer, paper_id, reason=" ")
    await set_aside(desk.lawyer, paper_id, reason="An advertisement.")
    with pytest.raises(StaleState):
        await set_aside(desk.lawyer, paper_id, reason="Again.")
    assert await tray(desk.lawyer, WAITING) == []
    await take_up(desk.lawyer, paper_id)
    assert [one.id for one in await tray(desk.lawyer, WAITING)] == [paper_id]


@pytest.mark.parametrize(
    ("uploads", "received_on", "where"),
    [([], CAME_ON, "file"), ([FILE] * 21, CAME_ON, "file"), ([FILE], date(2027, 1, 1), "received_on")],
)
async def test_post_that_cannot_be(uploads: list[Upload], received_on: date, where: str) -> None:
    desk = await a_desk()
    with pytest.raises(Invalid) as refused:
        await receive_papers(desk.lawyer, uploads, said="", received_on=received_on)
    assert [one.where for one in refused.value.places] == [where]
    assert await tray(desk.lawyer, WAITING) == []


async def test_an_event_that_cannot_happen_now_is_refused_before_anything_is_confirmed() -> None:
    desk = await a_desk()
    case_id = await a_filed_case(desk=desk)
    with pytest.raises(Refused, match="the procedure is at"):
        await foresee(desk.lawyer, case_id, replace(served(), event="decreto_issued"))
    await record_event(desk.lawyer, case_id, served())
    assert (await foresee(desk.lawyer, case_id, replace(served(), event="decreto_issued"))).status_after != "served"


async def test_the_tray_goes_by_its_index_however_full_others_are(database: Settings) -> None:
    desk, big = await a_desk(), await a_desk(name="Gran Despacho SLP")
    mine, theirs = await a_paper(desk.lawyer), await a_paper(big.lawyer)
    owner = await asyncpg.connect(database.migrations_url)
    await owner.execute(
        "INSERT INTO incoming_papers (id, organisation_id, document_id, received_on, status, created_at)"
        " SELECT uuidv7(), organisation_id, document_id, received_on, 'waiting', created_at FROM incoming_papers,"
        " generate_series(1, 20000) WHERE id = $1",
        theirs,
    )
    await owner.execute("ANALYZE incoming_papers")
    await owner.close()
    for status in IncomingStatus:
        sql, arguments = tray_query(desk.owner_id, status, None)
        await by_index(Actor.system(desk.owner_id), sql, arguments, "incoming_papers", "organisation_id")
    assert [one.id for one in await tray(desk.lawyer, WAITING)] == [mine]
