"""The balance of a case's claim on any day with its whole calculation: page, PDF, workbook and JSON."""

import asyncio
from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from accounts.forms import optional_day
from cases.claims.balance import balance_of
from cases.claims.queries import claims_shown
from cases.claims.sheet import Sheet, sheet_of, workbook_of
from cases.claims.sheet_paper import paper_of
from cases.desk.reach import CaseAtHand, case_at_hand
from cases.jurisdictions.registry import by_code
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def balance_sheet(actor: Actor, case_id: UUID, on: date | None) -> tuple[CaseAtHand, Sheet, str]:
    """The case, its sheet at the end of the day (today without one), and its owner's name. Recorded as a reading.

    Invalid for a day before the claim's cut-off: what was owed then only the seller knows.
    """
    actor.must("cases.read")
    wanted = on or actor.today("UTC")
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        claim = (await claims_shown(actor, [case.claim_id]))[case.claim_id]
        holder = await db.fetch_value("SELECT name FROM organisations WHERE id = $1", case.organisation_id)
        await facts.record_read(actor, claim_ids=[case.claim_id], purpose="calculation of the balance")
    if wanted < claim.cut_off_on:
        place = Place("on", wanted.isoformat(), f"Name a day from {claim.cut_off_on.isoformat()}, the cut-off, on.")
        raise Invalid("The claim is not known before its cut-off.", places=[place])
    balance = balance_of(claim, wanted, by_code(case.jurisdiction or ""))
    return case, sheet_of(case.reference, claim, balance), holder or ""


@get("/cases/{case_id:uuid}/balance", include_in_schema=False)
async def show_balance(actor: NamedDependency[Actor], case_id: FromPath[UUID], on: FromQuery[str] = "") -> Template:
    problem, day = None, None
    try:
        day = optional_day(on, "on")
        case, sheet, _ = await balance_sheet(actor, case_id, day)
    except Invalid as error:
        problem = error
        case, sheet, _ = await balance_sheet(actor, case_id, None)
    context = {"case": case, "sheet": sheet, "problem": problem, "on": on or sheet.on.isoformat()}
    return Template("cases/claims/balance.html", context=context, status_code=problem.status if problem else 200)


@get("/cases/{case_id:uuid}/balance.xlsx", include_in_schema=False)
async def workbook(actor: NamedDependency[Actor], case_id: FromPath[UUID], on: FromQuery[str] = "") -> Response[bytes]:
    case, sheet, _ = await balance_sheet(actor, case_id, optional_day(on, "on"))
    return _file(await asyncio.to_thread(workbook_of, sheet), XLSX, f"{case.reference}-{sheet.on}.xlsx")


@get("/cases/{case_id:uuid}/balance.pdf", include_in_schema=False)
async def paper(actor: NamedDependency[Actor], case_id: FromPath[UUID], on: FromQuery[str] = "") -> Response[bytes]:
    case, sheet, holder = await balance_sheet(actor, case_id, optional_day(on, "on"))
    content = await paper_of(sheet, holder=holder)
    return _file(content, "application/pdf", f"{case.reference}-{sheet.on}.pdf")


def _file(content: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)


class PeriodOn(msgspec.Struct, frozen=True):
    """`interest` is unrounded, `rate_percent` a year; both as text."""

    item: str
    first_on: date
    last_on: date
    days: int
    base: str
    rate_percent: str
    interest: str
    citation: str
    verified: bool


class PaymentOn(msgspec.Struct, frozen=True):
    """What of a payment went where; `rule` says unknown where the law data has no order.

    `received_on` is null for what was paid by the cut-off.
    """

    received_on: date | None
    source: str
    amount: str
    set_against: str
    item: str
    rule: str
    verified: bool


class SheetOn(msgspec.Struct, frozen=True):
    on: date
    currency: str
    principal: str
    interest: str
    costs: str
    payments: str
    total: str
    periods: list[PeriodOn]
    posted: list[PaymentOn]
    notes: list[str]


@get("/api/cases/{case_id:uuid}/balance", operation_id="BalanceSheet", tags=["cases"])
async def get_sheet(actor: NamedDependency[Actor], case_id: FromPath[UUID], on: FromQuery[str] = "") -> SheetOn:
    """The balance at the end of the day `on` (today without one) with its whole calculation; amounts as text."""
    _, sheet, _ = await balance_sheet(actor, case_id, optional_day(on, "on"))
    one = sheet.balance
    periods = [
        PeriodOn(
            item=p.item,
            first_on=p.first_on,
            last_on=p.last_on,
            days=p.days,
            base=p.base.text(),
            rate_percent=str(p.rate_percent),
            interest=str(p.amount),
            citation=p.authority.citation,
            verified=p.authority.verified,
        )
        for p in sheet.periods
    ]
    posted = [PaymentOn(p.on, p.source, p.amount.text(), p.onto, p.item, p.law, p.verified) for p in sheet.payments]
    return SheetOn(
        on=sheet.on,
        currency=sheet.currency,
        principal=one.principal.text(),
        interest=one.interest.text(),
        costs=one.costs.text(),
        payments=one.payments.text(),
        total=one.total.text(),
        periods=periods,
        posted=posted,
        notes=list(one.notes),
    )


ROUTES = (show_balance, workbook, paper, get_sheet)
