"""Sealed papers with a machine part inside, ready for a court's file, without printing each."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from io import BytesIO
from uuid import UUID

import pikepdf

from cases.desk.particulars import enter_particulars
from cases.desk.reach import cases_at_hand
from cases.jurisdictions.contract import MachineFile
from cases.proceedings.case_file import assemble
from cases.proceedings.commands import Happened, record_events
from cases.proceedings.drafting import drafted, signatory_by_id
from cases.proceedings.printing import Draft
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from tests.builders.cases import Desk, Firm, a_desk, open_cases, put_through_the_gate
from tests.builders.e_court import a_pesel
from tests.builders.german_case import FOR_COURT
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


async def a_filing_desk(*, country: str = "GB", name: str = "Northern Debts DAC") -> Desk:
    """A purchaser whose name and number every court's machine takes."""
    desk = await a_desk(country=country, name=name)
    async with db.transaction(desk.system):
        await db.execute(
            "UPDATE organisations SET registration_number = $2, street = $3 WHERE id = $1",
            desk.owner_id,
            {"PL": "0000123456"}.get(country, "IE6364992H"),
            "ul. Prosta 51",
        )
    return desk


async def sealed_claims(desk: Desk, *, count: int = 1, carrying: bool = True) -> list[UUID]:
    """What brings the case before the desk's court, sealed by the lawyer, through every gate; one a case.

    Their parts are those the case's data give, unless they carry none.
    """
    case_ids = await READY[desk.country](desk, count)
    return await sealed_papers(desk, case_ids, carrying=carrying)


async def _english(desk: Desk, count: int) -> list[UUID]:
    return await ready_for_court(desk, count=count)


async def _polish(desk: Desk, count: int) -> list[UUID]:
    case_ids = await open_cases(desk=desk, count=count, debtor={"national_id": "44051401359"})
    await put_through_the_gate(desk, case_ids)
    await names_apart(desk, case_ids, "Łucja", "Żądło")
    await record_events(desk.lawyer, case_ids, Happened("demand_sent", date(2026, 9, 10), "list polecony"))
    return case_ids


async def _german(desk: Desk, count: int) -> list[UUID]:
    case_ids = await open_cases(desk=desk, count=count)
    await put_through_the_gate(desk, case_ids)
    await names_apart(desk, case_ids, "Jürgen", "Groß")
    details = {**FOR_COURT, "credit_rate": "7.25"}
    await enter_particulars(desk.lawyer, case_ids, seat="Amtsgericht Hagen", details=details)
    return case_ids


READY: dict[str, Callable[[Desk, int], Awaitable[list[UUID]]]] = {"GB": _english, "PL": _polish, "DE": _german}
CLAIM = {"GB": "claim", "PL": "epu_suit", "DE": "mahnantrag"}


async def names_apart(desk: Desk, case_ids: Sequence[UUID], given: str, family: str) -> None:
    async with db.transaction(desk.system):
        await db.execute(
            "UPDATE parties p SET given_name = $2, family_name = $3 FROM cases k WHERE k.claim_id = p.claim_id"
            " AND k.id = ANY($1)",
            list(case_ids),
            given,
            family,
        )


async def sealed_papers(
    desk: Desk,
    case_ids: Sequence[UUID],
    *,
    carrying: bool = True,
    firm: Firm | None = None,
    drafts_of: UUID | None = None,
) -> list[UUID]:
    """Each with the sum and the part that its case gives today; the firm's own where one works the cases. `drafts_of`:
    drafts of this batch instead.
    """
    kind, on = CLAIM[desk.country], desk.clock.now().date()
    working = Actor.system(firm.organisation_id if firm else desk.owner_id, desk.clock)
    async with db.transaction(working):
        cases = await cases_at_hand(working, case_ids)
        signatory = await signatory_by_id(
            await db.fetch_value("SELECT id FROM signatories WHERE organisation_id = $1", working.organisation)
        )
        assembled = await assemble(working, cases, on=on, signatory=signatory, purpose="sealing")
    assert signatory is not None
    filings = []
    for one in assembled:
        draft = drafted(new_id(), one, kind)
        assert isinstance(draft, Draft), draft
        part = next(iter(draft.paper.machine), None) if carrying else None
        document_id = await a_paper(
            desk.system,
            subject_kind="case",
            subject_id=one.case.id,
            kind=kind,
            content=a_pdf_with(part),
            sealed=drafts_of is None,
            firm_organisation_id=firm.organisation_id if firm else None,
        )
        filings.append(await _sealed(working, (firm or desk).lawyer, draft, document_id, signatory.id, drafts_of))
    return filings


async def _sealed(
    working: Actor, lawyer: Actor, draft: Draft, document_id: UUID, signatory: UUID, drafts_of: UUID | None
) -> UUID:
    async with db.transaction(working):
        await db.execute(
            "INSERT INTO filings (id, case_id, organisation_id, firm_organisation_id, procedure, kind, status,"
            " prepared_on, total_minor, currency, document_id, signatory_id, approved_by, approved_at, created_at,"
            " source_digest, batch_id, chunk) SELECT $1, k.id, k.organisation_id, k.firm_organisation_id, k.procedure,"
            " $3, $12, $4, $5, $6, $7, $8, $9, CASE WHEN $9::uuid IS NOT NULL THEN $10::timestamptz END, $10, $11, $13,"
            " CASE WHEN $13::uuid IS NOT NULL THEN 0 END FROM cases k WHERE k.id = $2",
            draft.filing_id,
            draft.case.id,
            draft.paper.kind,
            draft.on,
            draft.total.minor,
            draft.total.currency,
            document_id,
            signatory,
            None if drafts_of else lawyer.person_id,
            working.now(),
            draft.digest,
            "drafted" if drafts_of else "sealed",
            drafts_of,
        )
    return draft.filing_id
