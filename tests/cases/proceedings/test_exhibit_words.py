"""A court reads the list of documents in its own language, whoever wrote them; letters are sent and claims filed."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import pytest

from cases.desk.particulars import enter_particulars
from cases.desk.reach import for_owner
from cases.proceedings.commands import Happened, record_event
from cases.proceedings.filing_commands import approve_filings, mark_filed, seal_filings
from cases.proceedings.preparing import prepare_filings, send_notices
from documents.vault.commands import add_document, put
from kernel import db
from kernel.money import Money
from tests.builders.cases import Desk, a_desk, open_cases, put_through_the_gate
from tests.cases.proceedings.test_filings import filings, the_seat, words_of
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]


async def an_english_extract(desk: Desk, case_id: UUID) -> None:
    """The certified extract that the sale leaves with the claim; the two parties wrote their deed in English."""
    stored = await put(b"%PDF-1.7 an extract", media_type="application/pdf")
    owner = for_owner(desk.lawyer, desk.owner_id)
    async with db.transaction(owner):
        claim_id = await db.fetch_value("SELECT claim_id FROM cases WHERE id = $1", case_id)
        await add_document(
            owner,
            stored,
            subject_kind="claim",
            subject_id=claim_id,
            kind="assignment",
            title="Certified extract of deed of assignment RF18",
            language="en",
            file_name="extract.pdf",
        )


async def sent(desk: Desk, case_id: UUID, kind: str, run_jobs: Run) -> None:
    """Prepared, approved, sealed and gone by post."""
    await prepare_filings(desk.lawyer, [case_id], kind)
    await run_jobs()
    (row,) = [one for one in await filings(desk.lawyer) if one["kind"] == kind]
    assert row["status"] == "drafted", row["missing"]
    total = Money(row["total_minor"], row["currency"])
    await approve_filings(desk.lawyer, [row["id"]], shown=[total])
    await seal_filings(desk.lawyer, [row["id"]])
    await mark_filed(desk.lawyer, [row["id"]], on=date(2026, 9, 10), provenance="burofax NB00457")


async def test_a_spanish_court_reads_spanish_titles(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    await the_seat(desk, [case_id])
    await enter_particulars(desk.lawyer, [case_id], details={"complaint_authority": "Autoridad, Calle Mayor 1, Madrid"})
    await an_english_extract(desk, case_id)
    async with db.transaction(desk.lawyer):
        await db.execute("UPDATE cases SET notice_returned_on = notice_sent_on WHERE id = $1", case_id)
    await send_notices(desk.buyer, [case_id])
    await run_jobs()
    assert [(one["kind"], one["status"], one["missing"]) for one in await filings(desk.lawyer)] == [
        ("assignment_notice", "filed", None)
    ]
    await sent(desk, case_id, "masc_request", run_jobs)
    await record_event(desk.lawyer, case_id, Happened("masc_request_received", date(2026, 9, 15), "burofax, receipt"))
    await sent(desk, case_id, "masc_proof", run_jobs)

    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()

    (petition,) = [one for one in await filings(desk.lawyer) if one["kind"] == "monitorio_petition"]
    assert petition["status"] == "drafted", petition["missing"]
    words = await words_of(desk.lawyer, petition["document_id"])
    for english in ("Certified extract", "Notice of assignment", "Request to negotiate", "request to negotiate"):
        assert english not in words
    for spanish in ("Comunicación de la cesión del crédito", "redactado en otro idioma"):
        assert spanish in words


async def test_a_letter_is_shown_as_sent_and_a_claim_as_filed(run_jobs: Run) -> None:
    desk = await a_desk(country="GB")
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    await the_seat(desk, [case_id])
    await sent(desk, case_id, "letter_of_claim", run_jobs)

    async with browser(desk.lawyer) as client:
        case_page = (await client.get(f"/cases/{case_id}")).text
        listed = (await client.get("/filings?kind=letter_of_claim")).text

    for page in (case_page, listed):
        assert ">Sent<" in page.replace("\n", "").replace(" <", "<").replace("> ", ">")
        assert ">Filed<" not in page.split("</form>")[-1]
