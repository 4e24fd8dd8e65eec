"""From the desk: an English judgment asked for, the court told of a moratorium, and a European order lodged."""

from collections.abc import Awaitable, Callable
from datetime import date
from io import BytesIO
from uuid import UUID

import msgspec
import pikepdf
import pytest

from cases.desk.holds import hold_case
from cases.desk.particulars import enter_particulars
from cases.jurisdictions.court_channel import Part
from cases.jurisdictions.eu.form_a.form import FormA
from cases.jurisdictions.gb_ew.sdt.channel import SDT
from cases.proceedings.commands import Happened, choose_procedure, record_events
from cases.proceedings.filing_commands import approve_filings, mark_filed, seal_filings
from cases.proceedings.preparing import prepare_filings
from cases.submissions.court_numbers import name_number
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.money import Money
from tests.builders.cases import Desk, a_desk
from tests.builders.court_files import an_occasion
from tests.cases.proceedings.test_filings import missing, ready_for_court, words_of

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
ISSUED = [("claim_issued", date(2026, 10, 20)), ("claim_form_served", date(2026, 10, 26))]
SERVED = ("particulars_served", date(2026, 10, 26))


async def happened(desk: Desk, case_id: UUID, *events: tuple[str, date]) -> None:
    for event, on in events:
        await record_events(desk.lawyer, [case_id], Happened(event, on, "the court's notice"))


async def the_filing(actor: Actor, kind: str) -> db.Row:
    async with db.transaction(actor):
        return await db.fetch_sure("SELECT * FROM filings WHERE kind = $1 AND status <> 'withdrawn'", kind)


async def standing(actor: Actor, case_id: UUID) -> tuple[str, str]:
    async with db.transaction(actor):
        case = await db.fetch_sure("SELECT status, procedure_step FROM cases WHERE id = $1", case_id)
    return case["status"], case["procedure_step"]


async def sealed(desk: Desk, run_jobs: Run, case_id: UUID, kind: str) -> db.Row:
    """Prepared, approved at the total shown, and sealed."""
    await prepare_filings(desk.lawyer, [case_id], kind)
    await run_jobs()
    row = await the_filing(desk.lawyer, kind)
    assert row["status"] == "drafted", row["missing"]
    await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])
    await seal_filings(desk.lawyer, [row["id"]])
    return row


async def inside(actor: Actor, row: db.Row, name: str) -> bytes:
    opened = await open_document(actor, row["document_id"])
    with pikepdf.open(BytesIO(await opened.content())) as pdf:
        return pdf.attachments[name].get_file().read_bytes()


async def test_judgment_in_default_is_asked_for_and_its_part_lodged(run_jobs: Run) -> None:
    desk = await a_desk(country="GB")
    (case_id,) = await ready_for_court(desk)
    await happened(desk, case_id, *ISSUED)
    await prepare_filings(desk.lawyer, [case_id], "judgment_request")
    await run_jobs()
    stopped = await the_filing(desk.lawyer, "judgment_request")
    assert {"case number", "payment of the judgment", "served by", "service"} == set(missing(stopped))

    async with db.transaction(desk.lawyer):
        await name_number(desk.lawyer, case_id, "9QZ12345", on=date(2026, 10, 20))
    given = {"judgment_payment": "at once", "served_by": "the court"}
    await enter_particulars(desk.lawyer, [case_id], details=given)
    await happened(desk, case_id, SERVED)
    row = await sealed(desk, run_jobs, case_id, "judgment_request")
    words = await words_of(desk.lawyer, row["document_id"])
    assert Money(row["total_minor"], "GBP").formatted("en_GB") in words
    part = await inside(desk.lawyer, row, "mcol-judgment.xml")
    (file,) = SDT.lodge(
        [Part("AAAAAAAAAAAAAAAAAAAAAA", "RC-1", part)], {"customer_id": "12345678", "target": "mcol"}, an_occasion("B")
    ).files
    assert b"9QZ12345" in file.content

    await mark_filed(desk.lawyer, [row["id"]], on=date(2026, 11, 20), provenance="MCOL receipt")
    assert await standing(desk.lawyer, case_id) == ("served", "judgment asked for")
    await happened(desk, case_id, ("judgment_entered", date(2026, 11, 20)))
    assert await standing(desk.lawyer, case_id) == ("enforceable", "judgment")


async def test_a_moratorium_stops_the_warrant_and_not_the_notice_of_it(run_jobs: Run) -> None:
    desk = await a_desk(country="GB")
    (case_id,) = await ready_for_court(desk)
    await happened(desk, case_id, *ISSUED, SERVED)
    told = {"court_number": "9QZ12345", "breathing_space": "entered", "breathing_space_on": "2026-11-18"}
    await enter_particulars(desk.lawyer, [case_id], details=told)
    await hold_case(desk.lawyer, case_id, ground="moratorium", from_on=date(2026, 11, 18), until_on=None)

    with pytest.raises(Refused, match="moratorium protects"):
        await prepare_filings(desk.lawyer, [case_id], "judgment_request")
    row = await sealed(desk, run_jobs, case_id, "breathing_space_notice")
    await mark_filed(desk.lawyer, [row["id"]], on=date(2026, 11, 20), provenance="MCOL receipt")
    assert (await the_filing(desk.lawyer, "breathing_space_notice"))["status"] == "filed"


async def test_the_court_is_told_of_a_payment_after_the_case_is_closed(run_jobs: Run) -> None:
    desk = await a_desk(country="GB")
    (case_id,) = await ready_for_court(desk)
    await happened(desk, case_id, *ISSUED, SERVED, ("debtor_paid", date(2026, 11, 18)))
    told = {"court_number": "9QZ12345", "status_update": "paid", "paid_in_full_on": "2026-11-18"}
    await enter_particulars(desk.lawyer, [case_id], details=told)
    row = await sealed(desk, run_jobs, case_id, "status_update")
    await mark_filed(desk.lawyer, [row["id"]], on=date(2026, 11, 20), provenance="MCOL receipt")
    assert await standing(desk.lawyer, case_id) == ("closed", "closed")


async def test_form_a_goes_from_the_case_to_the_court_with_its_codes(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    async with db.transaction(Actor.platform()):
        await db.execute("UPDATE organisations SET country = 'IE' WHERE id = $1", desk.owner_id)
    await choose_procedure(desk.lawyer, [case_id], "european_order")
    await enter_particulars(desk.lawyer, [case_id], details={"eop_after": "national"})
    row = await sealed(desk, run_jobs, case_id, "form_a")
    words = await words_of(desk.lawyer, row["document_id"])
    assert "Petición de requerimiento europeo de pago" in words
    form = msgspec.json.decode(await inside(desk.lawyer, row, "form-a.json"), type=FormA)
    assert (form.cross_border.claimant, form.cross_border.court, form.grounds[0].code) == ("IE", "ES", "08")
    assert form.total == "4200.00"

    await mark_filed(desk.lawyer, [row["id"]], on=date(2026, 11, 20), provenance="receipt 12 EuM 34/26")
    assert await standing(desk.lawyer, case_id) == ("filed", "lodged")
    await happened(desk, case_id, ("modification_proposed", date(2026, 11, 20)))
    answered = {"court_number": "12 EuM 34/26", "eop_proposed_sum": "4000.00"}
    await enter_particulars(desk.lawyer, [case_id], details=answered)
    reply = await sealed(desk, run_jobs, case_id, "form_c_acceptance")
    assert Money(reply["total_minor"], reply["currency"]) == Money.parse("4000.00", "EUR")
    await mark_filed(desk.lawyer, [reply["id"]], on=date(2026, 11, 20), provenance="receipt")
    assert await standing(desk.lawyer, case_id) == ("filed", "lodged")
