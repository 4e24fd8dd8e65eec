"""A portfolio from `recourse sample-tape`, sold and transferred, and its cases brought to where they can be filed.

What a tape cannot carry is planted here, by the commands of the house, on the accounts the truth names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pikepdf
from msgspec.structs import replace

from cases.desk.after_transfer import after_transfer
from cases.desk.commands import confirm_documents, finish_onboarding, reconcile_files, record_returned_notice
from cases.desk.exhibits import Upload, attach_exhibit
from cases.desk.particulars import enter_particulars
from cases.desk.reach import cases_at_hand
from cases.preflight.ages import set_policy
from cases.preflight.checks import CheckRow, enter_checks
from cases.preflight.kinds import KINDS, WHATS, What
from cases.proceedings.commands import Happened, choose_procedure, record_events
from cases.proceedings.drafting import draft_chunk
from cases.proceedings.notices import note_notice_sent
from cases.proceedings.preparing import CHUNK, prepare_filings, why_not_prepared
from cases.proceedings.preview import MOST, Expected, preview_filings
from cases.submissions.accounts import enter_account
from documents.text.jobs import read_waiting
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.money import Money
from marketplace.settlement.transfer import transfer_sale
from marketplace.tapes.examine import settled
from marketplace.tapes.proposal import propose
from marketplace.tapes.sample.filing import write_filing_tape
from marketplace.tapes.sample.filing_defects import CODEBTOR
from marketplace.tapes.sample.filing_truth import FilingTruth
from marketplace.tapes.stored import stored_tape
from tests.builders.accounts import a_licence, a_member, an_organisation
from tests.builders.cases import a_signatory
from tests.builders.files import a_pdf
from tests.builders.receipts import Paid, bring_rows
from tests.builders.sales import STAGES, SaleBuilt, a_sale_of, bring
from tests.builders.tapes import an_accepted_tape, an_uploaded_tape
from tests.scenarios.filing_ways import FilingWay, a_price

CUT_OFF = date(2026, 8, 31)
BOUGHT, TOLD, DEMANDED = (datetime(2026, 9, day, 9, 0, tzinfo=UTC) for day in (7, 10, 14))
FILED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CHECKED, LONG_AGO, LATE = date(2026, 11, 17), date(2026, 5, 4), date(2026, 11, 16)
FOUND: dict[str, What] = {"check.hit": "death", "check.insolvent_today": "insolvency", "address.moved": "address"}
"""What a register finds, by the kind of the truth."""
PROOFS = ("contract", "statement")
BESIDE = ("power", "fee", "assignment", "masc")
WRITTEN = ("{0:,}.{1:02d}", "{0:_}.{1:02d}", "{0:_},{1:02d}")
"""English, then as the continent writes thousands."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Claims of a sale with their cases, by the reference of the tape."""

    country: str
    way: FilingWay
    truth: FilingTruth
    sale: SaleBuilt
    lawyer: Actor
    clock: MovingClock
    cases: dict[str, UUID]

    def without(self, *kinds: str) -> list[UUID]:
        left_out = {reference for kind in kinds for reference in self.truth.of(kind)}
        return [case_id for reference, case_id in self.cases.items() if reference not in left_out]

    def of(self, kind: str) -> list[UUID]:
        return [self.cases[reference] for reference in self.truth.of(kind)]


async def a_portfolio(folder: Path, country: str, way: FilingWay, *, rows: int, planted: str, seed: int) -> Portfolio:
    """The seller's file becomes claims, one buyer takes them all, and every claim has its case."""
    clock = MovingClock(BOUGHT)
    file = folder / f"{country}.csv"
    truth = write_filing_tape(country=country, rows=rows, seed=seed, out=file, planted=planted, cut_off=CUT_OFF)
    seller = await a_member(
        organisation_id=await an_organisation(kinds=("seller",), country=country.upper()),
        roles=("seller",),
        clock=clock,
    )
    tape_id = await an_uploaded_tape(seller, file, cut_off_on=CUT_OFF)
    proposed = settled(propose((await stored_tape(seller, tape_id)).layout))
    accepted = await an_accepted_tape(seller, file, mapping=replace(proposed), cut_off_on=CUT_OFF)
    async with db.transaction(seller):
        held = await db.fetch_sure(
            "SELECT sum(balance_minor)::bigint AS balance, min(currency) AS currency, min(tape_id::text)::uuid AS tape"
            " FROM claims WHERE organisation_id = $1",
            seller.organisation,
        )
    price = a_price(Money(held["balance"], held["currency"]))
    sale = await a_sale_of(seller, held["tape"], country=country, price=price)
    for step in STAGES[1:]:
        await bring(sale, step)
    assert await transfer_sale(sale.buyer.organisation, sale.id, clock=clock) == rows
    await after_transfer(Actor.system(sale.buyer.organisation, clock), sale.id)
    lawyer = await a_lawyer(sale, country, way, clock)
    cases = await cases_by_reference(lawyer, sale)
    await choose_the_way(lawyer, way, cases)
    assert accepted is not None
    return Portfolio(country, way, truth, sale, lawyer, clock, cases)


async def a_lawyer(sale: SaleBuilt, country: str, way: FilingWay, clock: MovingClock) -> Actor:
    owner_id = sale.buyer.organisation
    await a_licence(organisation_id=owner_id, role="purchaser", country=country.upper())
    await name_the_register(owner_id, way)
    roles = ("lawyer", "buyer", "administrator")
    lawyer = await a_member(organisation_id=owner_id, roles=roles, name="Marta Ibarra", clock=clock)
    await a_signatory(lawyer, lawyer)
    await set_policy(lawyer, dict.fromkeys(WHATS, 30))
    if way.account:
        await enter_account(lawyer, way.channel, way.account)
    return lawyer


async def name_the_register(owner_id: UUID, way: FilingWay) -> None:
    async with db.transaction(Actor.platform()):
        await db.execute("UPDATE organisations SET registration_number = $2 WHERE id = $1", owner_id, way.register)


async def cases_by_reference(lawyer: Actor, sale: SaleBuilt) -> dict[str, UUID]:
    async with db.transaction(lawyer):
        rows = await db.fetch(
            "SELECT c.reference, k.id FROM cases k JOIN claims c ON c.id = k.claim_id WHERE k.organisation_id = $1"
            " AND k.sale_id = $2 ORDER BY c.row_no",
            lawyer.organisation,
            sale.id,
        )
    return {row["reference"]: row["id"] for row in rows}


async def choose_the_way(lawyer: Actor, way: FilingWay, cases: dict[str, UUID]) -> None:
    async with db.transaction(lawyer):
        chosen = await db.fetch_value(
            "SELECT count(*) FROM cases WHERE organisation_id = $1 AND procedure = $2",
            lawyer.organisation,
            way.procedure,
        )
    if chosen < len(cases):
        await choose_procedure(lawyer, list(cases.values()), way.procedure)


async def bring_to_court(one: Portfolio) -> None:
    """Everything a firm does before it files, but where the truth says that it was not done."""
    await hang_up_documents(one)
    everything = list(one.cases.values())
    await enter_particulars(
        one.lawyer, everything, agreement_form="written", seat=one.way.seat, details=dict(one.way.details)
    )
    await enter_for_the_larger(one)
    await reconcile_files(one.lawyer, everything)
    await confirm_documents(one.lawyer, everything)
    one.clock.move_to(TOLD)
    notice = await a_paper(one, everything[:2], "other", "Cover sheet", "Cover sheet of all notices")
    for case_id in one.without("notice.missing"):
        await note_notice_sent(one.lawyer, case_id, on=TOLD.date(), provenance="post (invented)", document_id=notice)
    await finish_onboarding(one.lawyer, everything)
    await demand(one)
    one.clock.move_to(FILED)
    for case_id in one.of("notice.returned"):
        await record_returned_notice(one.lawyer, case_id, on=LATE, provenance="came back (invented)")
    await leave_a_payment_waiting(one)
    await ask_the_registers(one)
    await leave_the_price_in(one)
    await leave_words(one)
    assert await read_waiting()
    await leave_unread(one)


async def hang_up_documents(one: Portfolio) -> None:
    everything = list(one.cases.values())
    for kind in BESIDE:
        await a_paper(one, everything, kind, kind, f"The {kind} of the case")
    for kind in PROOFS:
        await a_paper(one, one.without("document.missing"), kind, kind, f"The {kind} of the claim")


def in_helvetica(pdf: pikepdf.Pdf) -> None:
    """So that a reader finds the words, and not the shapes of letters alone."""
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))


async def a_paper(one: Portfolio, cases: Sequence[UUID], kind: str, title: str, words: str) -> UUID:
    upload = Upload(f"{title.replace(' ', '-')}.pdf", a_pdf(words, change=in_helvetica))
    return await attach_exhibit(one.lawyer, cases, upload, kind=kind, title=title, dated_on=TOLD.date())


async def demand(one: Portfolio) -> None:
    """The step before court, and in England the default notice of regulated credit before it."""
    law, open_now = one.way.law, await out_of_onboarding(one)
    wanted = {*one.without("demand.missing", "demand.early")} & open_now
    late = {*one.of("demand.early")} & open_now
    if "default_notice_served" in law.acts:
        served = [one for one in one.without("default_notice.missing") if one in open_now]
        await record_events(one.lawyer, served, Happened("default_notice_served", TOLD.date(), "post (invented)"))
    one.clock.move_to(FILED)
    for cases, on in ((wanted, DEMANDED.date()), (late, LATE)):
        for event in (law.leaves_as[one.way.letter], one.way.received):
            if event is not None and cases:
                await record_events(one.lawyer, sorted(cases), Happened(event, on, "post (invented)"))


async def out_of_onboarding(one: Portfolio) -> set[UUID]:
    async with db.transaction(one.lawyer):
        rows = await db.fetch(
            "SELECT id FROM cases WHERE organisation_id = $1 AND status <> 'onboarding'", one.lawyer.organisation
        )
    return {row["id"] for row in rows}


async def leave_a_payment_waiting(one: Portfolio) -> None:
    """A bank's line with the debtor's name alone: it may be his, so the case stands still."""
    async with db.transaction(one.lawyer):
        rows = await db.fetch(
            "SELECT p.name, c.currency FROM cases k JOIN claims c ON c.id = k.claim_id JOIN parties p"
            " ON p.claim_id = c.id WHERE k.id = ANY($1)",
            one.of("payment.uncredited"),
        )
    lines = [Paid(amount="12.34", payer=row["name"], currency=row["currency"]) for row in rows]
    if lines:
        await bring_rows(one.lawyer, *lines)


async def ask_the_registers(one: Portfolio) -> None:
    never, stale = (set(one.truth.of(kind)) for kind in ("check.never", "check.stale"))
    found = {what: set(one.truth.of(kind)) for kind, what in FOUND.items()}
    rows = [told(reference, "death", "hit", CHECKED, CODEBTOR) for reference in one.truth.of("codebtor.dead")]
    for reference in one.cases:
        for what in WHATS:
            if what == "insolvency" and reference in never:
                continue
            on = LONG_AGO if what == "address" and reference in stale else CHECKED
            hit = reference in found.get(what, ())
            on = FILED.date() if hit and what == "insolvency" else on
            rows.append(told(reference, what, "hit" if hit else "clear", on))
    await enter_checks(one.lawyer, rows)


def told(reference: str, what: What, answer: str, on: date, debtor: str = "") -> CheckRow:
    source = f"register of {KINDS[what].title.lower()} (invented)"
    return CheckRow(case=reference, what=what, answer=answer, checked_on=on.isoformat(), source=source, debtor=debtor)


async def enter_for_the_larger(one: Portfolio) -> None:
    if one.way.larger is None:
        return
    above, details = one.way.larger
    async with db.transaction(one.lawyer):
        rows = await db.fetch(
            "SELECT k.id FROM cases k JOIN claims c ON c.id = k.claim_id WHERE k.organisation_id = $1"
            " AND c.principal_minor > $2",
            one.lawyer.organisation,
            above,
        )
    if rows:
        await enter_particulars(one.lawyer, [row["id"] for row in rows], details=details)


async def leave_words(one: Portfolio) -> None:
    """A price in what somebody entered, and a credit dearer than the procedure takes."""
    async with db.transaction(one.lawyer):
        price = await db.fetch_value("SELECT adjusted_price_minor FROM sales WHERE id = $1", one.sale.id)
    words = {"withdrawal_costs": f"bought for {price // 100:,}.{price % 100:02d}"}
    for kind, details in (("price.in_words", words), ("credit.too_dear", {"credit_rate": "24.90"})):
        if cases := one.of(kind):
            await enter_particulars(one.lawyer, cases, details=details)


async def leave_unread(one: Portfolio) -> None:
    if cases := one.of("document.unread"):
        await a_paper(one, cases, "other", "Late annex", "An annex that came this morning")


async def leave_the_price_in(one: Portfolio) -> None:
    """Somebody hung the purchase schedule up: the whole price, or the claim's share of it, each in another writing."""
    async with db.transaction(one.lawyer):
        rows = await db.fetch(
            "SELECT k.id, x.price_minor AS share, s.price_minor AS price FROM cases k JOIN"
            " sale_claims x ON x.claim_id = k.claim_id JOIN sales s ON s.id = x.sale_id"
            " WHERE k.id = ANY($1) ORDER BY k.id",
            one.of("price.in_pack"),
        )
    for number, row in enumerate(rows):
        minor = row["share"] if number % 2 and row["share"] >= 1000 else row["price"]
        amount = WRITTEN[number % len(WRITTEN)].format(minor // 100, minor % 100).replace("_", ". "[number % 2])
        await a_paper(one, [row["id"]], "other", f"Schedule {number}", f"Annex 2: paid {amount} on closing")


async def file_all(one: Portfolio) -> dict[str, Expected]:
    """What would become of the court paper of every case, as the desk shows it before anything is prepared."""
    ids = list(one.cases.values())
    found: list[Expected] = []
    for start in range(0, len(ids), MOST):
        found += (await preview_filings(one.lawyer, ids[start : start + MOST], one.way.paper)).rows
    by_id = {row.case_id: row for row in found}
    return {reference: by_id[case_id] for reference, case_id in one.cases.items()}


async def print_all(one: Portfolio, *, most: int) -> dict[str, tuple[str, str]]:
    """Prepares the court paper of so many cases as the job does: its status, and what stops it or left it out."""
    wanted = dict(list(one.cases.items())[:most])
    ids = list(wanted.values())
    async with db.transaction(one.lawyer):
        cases = await cases_at_hand(one.lawyer, ids)
        answers = await why_not_prepared(one.lawyer, cases, one.way.paper, on=one.lawyer.today("UTC"))
    asked = await prepare_filings(one.lawyer, ids, one.way.paper)
    system = Actor.system(one.lawyer.organisation, one.clock)
    for chunk in range((asked.outcome.done + CHUNK - 1) // CHUNK):
        await draft_chunk(system, asked.batch_id, chunk)
    async with db.transaction(one.lawyer):
        rows = await db.fetch(
            "SELECT case_id, status, coalesce(missing::text, '') AS missing FROM filings WHERE organisation_id = $1"
            " AND batch_id = $2",
            one.lawyer.organisation,
            asked.batch_id,
        )
    filed = {row["case_id"]: (row["status"], row["missing"]) for row in rows}
    return {reference: filed.get(case_id, ("left out", str(answers[case_id]))) for reference, case_id in wanted.items()}
