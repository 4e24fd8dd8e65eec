"""Sealed papers with a machine part inside, ready for a court's file, without printing each."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from uuid import UUID

import pikepdf

from cases.jurisdictions.contract import MachineFile
from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.gb_ew.sdt.parts import part_of
from cases.jurisdictions.pl.epu.claim_layouts import IN_BATCH
from cases.jurisdictions.pl.epu.limits import NAMESPACE
from cases.jurisdictions.pl.papers.epu_suit import PART as SUIT_PART
from cases.proceedings.commands import Happened, record_events
from kernel import db
from kernel.ids import new_id
from kernel.money import Money
from tests.builders.cases import Desk, open_cases, put_through_the_gate
from tests.builders.e_court import a_claim as an_e_claim
from tests.builders.e_court import a_pesel
from tests.builders.money_claims import a_claim, a_defendant
from tests.builders.papers import a_paper
from tests.cases.proceedings.test_filings import ready_for_court

SDT_ACCOUNT = {"customer_id": "12345678", "target": "mcol"}
EPU_ACCOUNT = {
    "user_name": "kancelaria",
    "password": "hasło",
    "api_key": "klucz",
    "given_name": "Anna",
    "family_name": "Wzorowa",
    "pesel": a_pesel(),
    "house": "12a",
    "postcode": "20-340",
    "city": "Lublin",
    "professional": "yes",
    "ground": "Pełnomocnictwo",
    "court_id": "1",
}


def a_pdf_with(machine: MachineFile | None, *, name: str = "") -> bytes:
    """A page that carries the machine file, as sealed papers do."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if machine is not None:
        pdf.attachments[name or machine.name] = pikepdf.AttachedFileSpec(pdf, machine.content, mime_type="text/xml")
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def an_english_part(reference: str, *, postcode: str = "LS1 4AP") -> MachineFile:
    message = a_claim(reference=reference[:24], defendants=(a_defendant(postcode=postcode),))
    part = part_of(reference, message)
    assert isinstance(part, MachineFile), part
    return part


def a_polish_part(reference: str) -> MachineFile:
    claim = an_e_claim(reference=reference, claim_id=int(reference.removeprefix("R-")))
    return MachineFile(SUIT_PART, as_bytes(tree("PozewEPU", IN_BATCH, claim, NAMESPACE)), "Pozew")


async def sealed_e_claims(desk: Desk, *, count: int = 1) -> list[UUID]:
    """Polish claims for the e-court, each over 1,234.56 zloty."""
    case_ids = await open_cases(desk=desk, count=count)
    await put_through_the_gate(desk, case_ids)
    await record_events(desk.lawyer, case_ids, Happened("demand_sent", date(2026, 9, 10), "list polecony"))
    async with db.transaction(desk.system):
        rows = await db.fetch("SELECT reference FROM cases WHERE id = ANY($1)", case_ids)
    return await sealed_papers(
        desk, case_ids, parts={row["reference"]: a_polish_part(row["reference"]) for row in rows}
    )


async def sealed_claims(desk: Desk, *, count: int = 1, carrying: bool = True) -> list[UUID]:
    """English claims sealed by the lawyer, through every gate; one a case."""
    case_ids = await ready_for_court(desk, count=count)
    return await sealed_papers(desk, case_ids, carrying=carrying)


async def sealed_papers(
    desk: Desk, case_ids: Sequence[UUID], *, carrying: bool = True, parts: dict[str, MachineFile] | None = None
) -> list[UUID]:
    """By the case's reference the part inside; an English claim where none is given."""
    async with db.transaction(desk.system):
        cases = await db.fetch("SELECT id, reference FROM cases WHERE id = ANY($1) ORDER BY id", list(case_ids))
        signatory = await db.fetch_value("SELECT id FROM signatories WHERE organisation_id = $1", desk.owner_id)
    total = Money(123_456, "PLN" if desk.country == "PL" else "GBP")
    filings = []
    for case in cases:
        reference = case["reference"]
        part = (parts or {}).get(reference) or (an_english_part(reference) if carrying else None)
        document_id = await a_paper(
            desk.system,
            subject_kind="case",
            subject_id=case["id"],
            kind="claim",
            content=a_pdf_with(part),
            sealed=True,
        )
        filings.append(await _sealed(desk, case["id"], document_id, signatory, total))
    return filings


async def _sealed(desk: Desk, case_id: UUID, document_id: UUID, signatory: UUID, total: Money) -> UUID:
    filing_id = new_id()
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO filings (id, case_id, organisation_id, procedure, kind, status, prepared_on, total_minor,"
            " currency, document_id, signatory_id, approved_by, approved_at, created_at) SELECT $1, k.id,"
            " k.organisation_id, k.procedure, $3, 'sealed', $4, $5, $6, $7, $8, $9, $10, $10 FROM cases k"
            " WHERE k.id = $2",
            filing_id,
            case_id,
            {"GB": "claim", "PL": "epu_suit"}[desk.country],
            date(2026, 11, 20),
            total.minor,
            total.currency,
            document_id,
            signatory,
            desk.lawyer.person_id,
            desk.clock.now(),
        )
    return filing_id
