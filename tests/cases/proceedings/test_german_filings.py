"""From the data of a German case alone to a file for the Mahngericht."""

from collections.abc import Awaitable, Callable
from datetime import date
from io import BytesIO
from uuid import UUID

import msgspec
import pikepdf
import pytest

from cases.desk.particulars import enter_particulars
from cases.jurisdictions.court_channel import Part
from cases.jurisdictions.de.eda.channel import EDA
from cases.jurisdictions.de.eda.parts import message_of
from cases.parties.corrections import correct_party
from cases.proceedings.filing_commands import approve_filings, mark_filed, seal_filings
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.preview import preview_filings
from cases.submissions.accounts import enter_account
from documents.vault.queries import open_document
from kernel import db
from kernel.money import Money
from tests.builders.cases import Desk, a_desk, open_cases, put_through_the_gate
from tests.builders.court_files import an_occasion
from tests.builders.german_case import ACCOUNT, FOR_COURT

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
REQUEST_ID = "AZ2Yd0AAcACAAAAAAAAAAQ"
CREDIT = {"credit_rate": "7.25"}


async def tell_names_apart(desk: Desk, case_id: UUID) -> None:
    async with db.transaction(desk.lawyer):
        party_id = await db.fetch_value(
            "SELECT p.id FROM parties p JOIN cases k USING (claim_id) WHERE k.id = $1", case_id
        )
    await correct_party(desk.lawyer, case_id, party_id, {"given_name": "Jürgen", "family_name": "Groß"})


async def filing(desk: Desk) -> db.Row:
    async with db.transaction(desk.lawyer):
        return await db.fetch_sure("SELECT * FROM filings WHERE status <> 'withdrawn' ORDER BY id DESC LIMIT 1")


async def sealed(desk: Desk, run_jobs: Run, case_id: UUID, paper: str) -> tuple[db.Row, bytes]:
    """The filing and the machine part inside its sealed paper."""
    await prepare_filings(desk.lawyer, [case_id], paper)
    await run_jobs()
    row = await filing(desk)
    assert row["status"] == "drafted", msgspec.json.decode(row["missing"] or "[]")
    await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])
    await seal_filings(desk.lawyer, [row["id"]])
    opened = await open_document(desk.lawyer, (await filing(desk))["document_id"])
    with pikepdf.open(BytesIO(await opened.content())) as pdf:
        ((_, attached),) = pdf.attachments.items()
        return row, attached.get_file().read_bytes()


async def test_what_is_missing_is_named_and_then_the_sealed_paper_holds_the_file(run_jobs: Run) -> None:
    desk = await a_desk(country="DE")
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    (before,) = (await preview_filings(desk.lawyer, [case_id], "mahnantrag")).rows
    lacking = {one.fact: one.enter_at for one in before.missing}
    assert before.will == "stopped"
    assert {"Mahngericht", "catalogue number", "counter-performance", "court of the dispute"} <= lacking.keys()
    assert lacking["names apart"] == "parties"

    await tell_names_apart(desk, case_id)
    await enter_account(desk.lawyer, EDA.code, ACCOUNT)
    await enter_particulars(desk.lawyer, [case_id], seat="Amtsgericht Hagen", details={**FOR_COURT, **CREDIT})

    row, content = await sealed(desk, run_jobs, case_id, "mahnantrag")
    (file,) = EDA.lodge([Part(REQUEST_ID, "R", content)], ACCOUNT, an_occasion("first batch")).files
    application = message_of(content)[1]
    assert (application.claimant_code, application.defendants[0].name) == ("05012345", ("Jürgen", "Groß"))
    assert application.catalogue[0].amount == Money(420_000, "EUR")
    assert (file.request_ids, len(file.content) % 128) == ((REQUEST_ID,), 0)
    await mark_filed(desk.lawyer, [row["id"]], on=date(2026, 11, 20), provenance="receipt RUF021QU")
    async with db.transaction(desk.lawyer):
        case = await db.fetch_sure("SELECT status, procedure_step, reference FROM cases WHERE id = $1", case_id)
    assert (case["status"], case["procedure_step"], case["reference"]) == ("filed", "applied", application.reference)
