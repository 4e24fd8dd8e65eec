"""From the data of a Polish case alone to a file for the e-court, and back to the case by the court's answers."""

from collections.abc import Awaitable, Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID

import msgspec
import pikepdf
import pytest

from cases.jurisdictions.contract import Missing
from cases.jurisdictions.court_channel import Part
from cases.jurisdictions.pl.epu.channel import EPU
from cases.jurisdictions.pl.epu.claims import ClaimBatch
from cases.jurisdictions.pl.epu.reading import read_batch
from cases.parties.corrections import correct_party
from cases.proceedings.commands import Happened, record_events
from cases.proceedings.filing_commands import approve_filings, mark_filed, seal_filings
from cases.proceedings.preparing import prepare_filings
from cases.submissions.accounts import enter_account
from documents.vault.queries import open_document
from kernel import db
from kernel.money import Money
from tests.builders.cases import Desk, a_desk, open_cases, put_through_the_gate
from tests.builders.court_files import an_occasion, schema
from tests.builders.polish_case import E_COURT_ACCOUNT

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
SECRETS = {"password": "hasło", "api_key": "klucz"}


async def a_case_ready_but_for_the_account(desk: Desk) -> UUID:
    """Demanded in writing; the debtor has a PESEL, the creditor a KRS number and a street with its house number."""
    debtor = {"national_id": "44051401359"}
    (case_id,) = await open_cases(desk=desk, count=1, debtor=debtor)
    await put_through_the_gate(desk, [case_id])
    await record_events(desk.lawyer, [case_id], Happened("demand_sent", date(2026, 9, 14), "registered letter"))
    async with db.transaction(desk.system):
        sql = "UPDATE organisations SET registration_number = '0000123456', street = 'ul. Prosta 51' WHERE id = $1"
        await db.execute(sql, desk.owner_id)
    return case_id


async def tell_names_apart(desk: Desk, case_id: UUID) -> None:
    async with db.transaction(desk.lawyer):
        sql = "SELECT p.id FROM parties p JOIN cases k USING (claim_id) WHERE k.id = $1"
        party_id = await db.fetch_value(sql, case_id)
    await correct_party(desk.lawyer, case_id, party_id, {"given_name": "Łucja", "family_name": "Żądło"})


async def filing(desk: Desk) -> db.Row:
    async with db.transaction(desk.lawyer):
        return await db.fetch_sure("SELECT * FROM filings WHERE status <> 'withdrawn' ORDER BY id DESC LIMIT 1")


async def prepared(desk: Desk, run_jobs: Run, case_id: UUID) -> db.Row:
    await prepare_filings(desk.lawyer, [case_id], "epu_suit")
    await run_jobs()
    return await filing(desk)


async def element_of(desk: Desk, row: db.Row) -> bytes:
    """What the sealed paper holds for the e-court."""
    await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])
    await seal_filings(desk.lawyer, [row["id"]])
    opened = await open_document(desk.lawyer, (await filing(desk))["document_id"])
    with pikepdf.open(BytesIO(await opened.content())) as pdf:
        return pdf.attachments["pozew-epu.xml"].get_file().read_bytes()


async def test_what_is_missing_is_named_and_then_the_sealed_paper_holds_the_e_courts_element(
    run_jobs: Run, shared: Path
) -> None:
    desk = await a_desk(country="PL")
    case_id = await a_case_ready_but_for_the_account(desk)
    stopped = await prepared(desk, run_jobs, case_id)
    lacking = {one.fact: one.enter_at for one in msgspec.json.decode(stopped["missing"], type=list[Missing])}
    assert stopped["status"] == "stopped"
    assert lacking["debtor given_name"] == "parties"
    assert lacking["e-court account pesel"] == "court account"

    await tell_names_apart(desk, case_id)
    await enter_account(desk.lawyer, EPU.code, {**E_COURT_ACCOUNT, **SECRETS})
    row = await prepared(desk, run_jobs, case_id)
    assert row["status"] == "drafted", row["missing"]
    assert (row["total_minor"], row["currency"]) == (420_000, "PLN")

    content = await element_of(desk, row)
    assert b"klucz" not in content
    (file,) = EPU.lodge([Part("A" * 22, "R", content)], E_COURT_ACCOUNT, an_occasion("KSIEGA-7")).files
    assert schema(shared, "pl-epu/xsd/Pozwy.xsd").faults(file.content) == []
    batch = read_batch(file.content)
    assert isinstance(batch, ClaimBatch)
    assert batch.claims[0].demands[0].amount == Money(420_000, "PLN")

    await mark_filed(desk.lawyer, [row["id"]], on=date(2026, 11, 20), provenance="e-Sąd")
    async with db.transaction(desk.lawyer):
        case = await db.fetch_sure("SELECT status, procedure_step, reference FROM cases WHERE id = $1", case_id)
    assert (case["status"], case["procedure_step"], case["reference"]) == (
        "filed", "filed", batch.claims[0].reference,
    )  # fmt: skip
