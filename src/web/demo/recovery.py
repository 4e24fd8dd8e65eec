"""From the transferred claims to filed papers: what the law firm does, through the commands its pages call."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched
from pathlib import Path
from uuid import UUID

from cases.desk.commands import confirm_documents, finish_onboarding, reconcile_files
from cases.desk.exhibits import attach_exhibit
from cases.desk.particulars import enter_particulars
from cases.desk.reach import cases_of_sale
from cases.desk.stops import count_stops
from cases.instructions.answers import accept_instruction
from cases.instructions.commands import send_instruction
from cases.instructions.conflicts import check_conflicts
from cases.instructions.drafting import MOST_CASES, draft_instruction
from cases.instructions.terms import Terms
from cases.jurisdictions.es import ES
from cases.proceedings.commands import Happened, record_events
from cases.proceedings.filing_commands import approve_filings, mark_filed, seal_filings
from cases.proceedings.preparing import prepare_filings, send_notices
from cases.proceedings.samples import samples_of
from cases.proceedings.signatories import appoint_signatory
from documents.text.jobs import read_waiting
from documents.vault.queries import open_document
from documents.vault.viewing import look_at
from kernel import db
from kernel.actor import Actor
from kernel.errors import Problem
from kernel.money import Money
from kernel.settings import settings
from marketplace.settlement.extracts import make_extracts
from web.demo.cast import Cast
from web.demo.exhibits import invented
from web.demo.policy import propose_by_strategy
from web.demo.report import Demonstrated
from web.demo.story import Story, days_pass, jobs_run

ALL = ("onboarding", "amicable", "pre-action", "filed", "served", "enforceable", "enforcement")
READING = 20.0
"""Seconds for the newest documents: no petition leaves with one that nobody read."""


@dataclass(frozen=True, slots=True)
class Way:
    """A country's way to court: its first paper, what is recorded of it, and the filing at the end."""

    first: str
    received: str | None
    filing: str
    position: str
    authority: str
    exhibits: tuple[tuple[str, str, str], ...]
    sent: str
    got: str
    lodged: str
    proof: str | None = None
    details: tuple[tuple[str, str], ...] = ()


SPAIN = Way(
    first="masc_request",
    received="masc_request_received",
    filing="monitorio_petition",
    position="Abogada, colegiada n.º 90001 del ICAM (colegiación ficticia)",
    authority="poder general para pleitos otorgado el 1 de septiembre de 2026 (inventado)",
    exhibits=(
        ("contract", "Contrato de crédito", "Stands for the signed credit agreement."),
        ("power", "Poder de representación", "Stands for the power of attorney."),
    ),
    sent="burofax con certificación de contenido (envío inventado)",
    got="acuse de recibo del burofax con certificación de contenido (inventado)",
    lodged="justificante LexNET (inventado)",
    proof="masc_proof",
    details=(
        ("term_principal", "Devolución del capital dispuesto"),
        ("term_interest", "Interés ordinario pactado"),
        ("term_costs", "Gastos de reclamación pactados"),
        ("term_liability", "Responsabilidad solidaria de los obligados"),
        ("liability", "joint and several"),
    ),
)
ENGLAND = Way(
    first="letter_of_claim",
    received=None,
    filing="claim",
    position="Solicitor",
    authority="retainer of the claimant (invented)",
    exhibits=(
        ("contract", "Credit agreement", "Stands for the signed credit agreement."),
        ("power", "Retainer", "Stands for the solicitor's retainer."),
        ("statement", "Statement of account", "Stands for the creditor's statement of account."),
    ),
    sent="first class post, certificate of posting (invented)",
    got="",
    lodged="receipt of the court's bulk channel (invented)",
    details=(("liability", "joint and several"), ("regulated_credit", "no")),
)
WAYS = {"es": SPAIN, "gb": ENGLAND}


async def recover(cast: Cast, story: Story, told: Demonstrated, sale_id: UUID, filings: int) -> None:
    """Onboards a selection of the sale's cases and takes it to court; elsewhere it says why nothing is filed."""
    way = WAYS.get(told.country)
    firm = cast.lawyer.actor
    with story.step("onboarding", "Onboarding: firm instructed, files reconciled, notices sent"):
        everything = await cases_of_sale(cast.buyer.actor, sale_id, statuses=ALL)
        await _instruct(cast, everything)
        await reconcile_files(firm, everything)
        chosen = await _choose(firm, sale_id, filings) if way else []
        await days_pass(2)
        if way and chosen:
            await _appoint(firm, way)
            await _bring_proof(cast, way, sale_id, chosen)
            await send_notices(firm, chosen)
            await jobs_run()
            await read_waiting(seconds=READING)
            await finish_onboarding(firm, chosen)
        await _tell_stops(firm, sale_id, story, told)
    with story.step("filings", "Case work: pre-action, then the filing, approved and sealed"):
        if way and chosen:
            await _to_court(firm, way, chosen, story, told)
        else:
            reason = f"no jurisdiction of the platform files for {told.country.upper()}: nothing is invented"
            told.filings_stopped = {reason: len(everything)}
            story.tell(reason)


async def _instruct(cast: Cast, everything: Sequence[UUID]) -> None:
    """The buyer asks the firm, on invented terms; the firm finds no conflict of interest and accepts."""
    buyer, firm = cast.buyer.actor, cast.lawyer.actor
    if not everything:
        return
    async with db.transaction(buyer):
        currency = await db.fetch_value(
            "SELECT c.currency FROM cases k JOIN claims c ON c.id = k.claim_id WHERE k.id = $1", everything[0]
        )
    terms = Terms(
        currency,
        case_limit=Money(200_000, currency),
        fee_court=Money(9_000, currency),
        fee_percent=Decimal(4),
        report_every_days=30,
        note="Invented terms of the demonstration.",
    )
    for some in batched(everything, MOST_CASES, strict=False):
        drafted = await draft_instruction(buyer, firm.organisation, terms, some)
        await send_instruction(buyer, drafted.id, shown=drafted.cases)
        await check_conflicts(firm, drafted.id)
        await accept_instruction(firm, drafted.id)


async def _choose(firm: Actor, sale_id: UUID, most: int) -> list[UUID]:
    """Cases of persons without hold or guarantor, whose limitation has not run out."""
    async with db.transaction(firm):
        rows = await db.fetch(
            "SELECT k.id FROM cases k JOIN claims c ON c.id = k.claim_id JOIN deadlines d ON d.case_id = k.id"
            " AND d.kind = 'limitation' WHERE k.firm_organisation_id = $1 AND k.sale_id = $2"
            " AND k.status = 'onboarding' AND c.flags = '{}' AND c.debtor_kind = 'person'"
            " AND d.outcome IN ('date', 'unknown')"
            " AND c.product IN ('consumer_loan', 'credit_card', 'overdraft')"
            " AND NOT EXISTS (SELECT 1 FROM case_holds h WHERE h.case_id = k.id)"
            " AND NOT EXISTS (SELECT 1 FROM parties p WHERE p.claim_id = c.id AND p.role = 'guarantor')"
            " ORDER BY c.row_no LIMIT $3",
            firm.organisation,
            sale_id,
            most,
        )
    return [row["id"] for row in rows]


async def _appoint(firm: Actor, way: Way) -> None:
    person_id = firm.person_id
    if person_id is not None:
        await appoint_signatory(
            firm,
            person_id=person_id,
            position=way.position,
            authority=way.authority,
            from_on=firm.today("UTC"),
        )


async def _bring_proof(cast: Cast, way: Way, sale_id: UUID, chosen: Sequence[UUID]) -> None:
    """The exhibits each paper asks for: invented scans for all, and each claim's own certified extract of the deed."""
    firm = cast.lawyer.actor
    for kind, title, sentence in way.exhibits:
        upload = await invented(title, sentence, "DEMO", on=firm.today("UTC"), name=f"{kind}.pdf")
        await attach_exhibit(firm, chosen, upload, kind=kind, title=title, dated_on=firm.today("UTC"))
    async with db.transaction(firm):
        claims = await db.fetch("SELECT id, claim_id FROM cases WHERE id = ANY($1)", list(chosen))
    buyer = cast.buyer.actor
    await make_extracts(buyer.organisation, sale_id, of=[row["claim_id"] for row in claims])
    await _pay_fees(firm, way, chosen)
    for city, mine in (await _by_city(firm, chosen)).items():
        await enter_particulars(firm, mine, agreement_form="written", seat=city, details=dict(way.details))
    await confirm_documents(firm, chosen)


async def _by_city(firm: Actor, chosen: Sequence[UUID]) -> dict[str, list[UUID]]:
    """The court is that of the debtor's home; the demonstration takes the town itself as its seat."""
    async with db.transaction(firm):
        rows = await db.fetch(
            "SELECT k.id, min(p.city) AS city FROM cases k JOIN parties p ON p.claim_id = k.claim_id"
            " AND p.role = 'debtor' WHERE k.id = ANY($1) GROUP BY k.id",
            list(chosen),
        )
    found: dict[str, list[UUID]] = {}
    for row in rows:
        found.setdefault(row["city"], []).append(row["id"])
    return found


async def _pay_fees(firm: Actor, way: Way, chosen: Sequence[UUID]) -> None:
    """A receipt of the court fee for the claims that owe one, as Spanish petitions of companies above a sum do."""
    if way is not SPAIN:
        return
    async with db.transaction(firm):
        rows = await db.fetch(
            "SELECT k.id, c.balance_minor, c.currency FROM cases k JOIN claims c ON c.id = k.claim_id"
            " WHERE k.id = ANY($1)",
            list(chosen),
        )
    on = firm.today("Europe/Madrid")
    owing = [
        r["id"] for r in rows if ES.fee("monitorio", Money(r["balance_minor"], r["currency"]), on, "company").amount
    ]
    if owing:
        title = "Justificante de la tasa, modelo 696"
        upload = await invented(title, "Stands for the receipt of the court fee.", "DEMO", on=on, name="tasa.pdf")
        await attach_exhibit(firm, owing, upload, kind="fee", title=title, dated_on=on)


async def _to_court(firm: Actor, way: Way, chosen: Sequence[UUID], story: Story, told: Demonstrated) -> None:
    await propose_by_strategy(firm, way.first, story)
    await _paper(firm, way.first, chosen, way.sent)
    if way.received is not None:
        await days_pass(4)
        received = Happened(way.received, firm.today("UTC"), way.got)
        await record_events(firm, await _left_with(firm, way.first, chosen), received)
    await days_pass(40)
    if way.proof is not None:
        await _paper(firm, way.proof, chosen, "joined to the documents of the petition")
    sealed = await _paper(firm, way.filing, chosen, way.lodged)
    await _tell_filings(firm, chosen, told)
    told.papers = await _copies(firm, sealed, limit=3)
    story.tell(
        f"{len(sealed)} filings sealed and filed; {sum(told.filings_stopped.values())} stopped, each with its reason"
    )


async def _paper(firm: Actor, kind: str, cases: Sequence[UUID], provenance: str) -> list[UUID]:
    """Prepares one kind of paper for the cases, approves, seals and sends it; returns the papers' documents."""
    try:
        await prepare_filings(firm, cases, kind)
    except Problem:
        if len(cases) > 1:
            raise
        return []
    await jobs_run()
    async with db.transaction(firm):
        rows = await db.fetch(
            "SELECT id, document_id, total_minor, currency FROM filings WHERE firm_organisation_id = $1 AND kind = $2"
            " AND case_id = ANY($3) AND status = 'drafted' ORDER BY id",
            firm.organisation,
            kind,
            list(cases),
        )
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    total = sum((Money(row["total_minor"], row["currency"]) for row in rows[1:]), _first(rows[0]))
    for sample in (await samples_of(firm, ids)).unopened:
        await (await look_at(firm, sample.document_id)).content()
    await approve_filings(firm, ids, shown=[total])
    await seal_filings(firm, ids)
    await mark_filed(firm, ids, on=firm.today("UTC"), provenance=provenance)
    await jobs_run()
    return [row["document_id"] for row in rows]


def _first(row: db.Row) -> Money:
    return Money(row["total_minor"], row["currency"])


async def _left_with(firm: Actor, kind: str, cases: Sequence[UUID]) -> list[UUID]:
    async with db.transaction(firm):
        rows = await db.fetch(
            "SELECT case_id FROM filings WHERE firm_organisation_id = $1 AND kind = $2 AND case_id = ANY($3)"
            " AND status = 'filed'",
            firm.organisation,
            kind,
            list(cases),
        )
    return [row["case_id"] for row in rows]


async def _tell_stops(firm: Actor, sale_id: UUID, story: Story, told: Demonstrated) -> None:
    async with db.transaction(firm):
        counts = await count_stops(firm, "instructed", sale_id, on=firm.today("UTC"))
    told.cases_stopped = {reason.title: many for reason, many in counts.by_reason}
    story.tell(f"{counts.cases - counts.free} cases still stopped; one screen says by what")


async def _tell_filings(firm: Actor, chosen: Sequence[UUID], told: Demonstrated) -> None:
    async with db.transaction(firm):
        rows = await db.fetch(
            "SELECT m ->> 'fact' AS name, count(*) AS many FROM filings f, jsonb_array_elements(f.missing) m"
            " WHERE f.firm_organisation_id = $1 AND f.case_id = ANY($2) AND f.status = 'stopped' GROUP BY 1",
            firm.organisation,
            list(chosen),
        )
    told.filings_stopped = {row["name"]: row["many"] for row in rows}


async def _copies(firm: Actor, documents: Sequence[UUID], *, limit: int) -> list[str]:
    """Plain copies of the first papers, to look at without signing in."""
    folder = settings().var / "demo"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths: list[str] = []
    for document_id in documents[:limit]:
        opened = await open_document(firm, document_id)
        path = Path(folder / f"{str(document_id)[-8:]}-{opened.shown.file_name}")
        await asyncio.to_thread(path.write_bytes, await opened.content())
        paths.append(str(path))
    return paths
