"""Cases for programs: the worklist, one case with its balance to a day, its procedure, events and papers."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from accounts.forms import optional_day
from cases.claims.balance import balance_of
from cases.deadlines.api import DeadlineRow, row_of
from cases.deadlines.queries import deadlines_of_case
from cases.desk.binding import Done, Key, Sum, acted
from cases.desk.forms import optional_identifier
from cases.desk.queries import PAGE, CaseLine, Filters, side_of, worklist
from cases.desk.show import CaseShown, case_shown
from cases.proceedings.commands import Happened, choose_procedure, record_event
from cases.proceedings.preparing import prepare_filings
from kernel.actor import Actor
from kernel.errors import Invalid, Place


class CaseRow(msgspec.Struct, frozen=True):
    """`balance` stands at the cut-off; `safe_on` is the next date of ours to keep."""

    id: UUID
    reference: str
    claim_reference: str
    jurisdiction: str | None
    country: str
    product: str
    procedure: str | None
    procedure_step: str | None
    status: str
    balance: Sum
    safe_on: date | None
    holds: int


class CasePage(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[CaseRow]
    next: UUID | None


class BalanceItem(msgspec.Struct, frozen=True):
    """`interest` is what accrued on the item up to the day; null where none is reckoned."""

    kind: str
    reference: str | None
    amount: Sum
    due_on: date | None
    interest: Sum | None


class BalanceOn(msgspec.Struct, frozen=True):
    """`total` is principal + interest + costs - payments; `gaps` says why interest could not be reckoned."""

    on: date
    principal: Sum
    interest: Sum
    costs: Sum
    payments: Sum
    total: Sum
    items: list[BalanceItem]
    gaps: list[str]
    notes: list[str]


class Stop(msgspec.Struct, frozen=True):
    code: str
    sentence: str


class PaperRow(msgspec.Struct, frozen=True):
    """A paper of the case; `missing` are the sentences that stopped it."""

    id: UUID
    kind: str
    status: str
    prepared_on: date
    total: Sum | None
    document_id: UUID | None
    missing: list[str]


class CaseWhole(msgspec.Struct, frozen=True):
    """`events` are those that can be recorded now. The debtor's data are on the case page alone."""

    id: UUID
    reference: str
    claim_reference: str
    jurisdiction: str | None
    procedure: str | None
    procedure_step: str | None
    status: str
    balance: BalanceOn
    stops: list[Stop]
    events: list[str]
    papers: list[PaperRow]


class Chosen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    procedure: str


class NewEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`provenance` says how it is known: a receipt, a letter, the court's notice. `seat` is a seat of court of the
    country's calendar; with `method` of service, `on` is the day of sending and the law says when it took effect.
    `despite` says why a filing was made although the step before court is not proven.
    """

    event: str
    on: date
    provenance: str
    outcome: str | None = None
    document_id: UUID | None = None
    party_id: UUID | None = None
    seat: str | None = None
    method: str | None = None
    despite: str | None = None

    @property
    def happened(self) -> Happened:
        return Happened(
            self.event,
            self.on,
            self.provenance,
            self.document_id,
            self.outcome,
            self.party_id,
            self.seat,
            self.method,
            self.despite,
        )


class EventMade(msgspec.Struct, frozen=True):
    event_id: UUID


class NewPaper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    signatory_id: UUID | None = None


class PaperAsked(msgspec.Struct, frozen=True):
    """The paper is prepared by a job; its batch says how far it has come."""

    batch_id: UUID


@get("/api/cases", operation_id="Cases", tags=["cases"])
async def list_cases(
    actor: NamedDependency[Actor],
    side: FromQuery[str] = "",
    status: FromQuery[str] = "",
    jurisdiction: FromQuery[str] = "",
    sale: FromQuery[str] = "",
    q: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> CasePage:
    """One page of the worklist, by age: own claims, or those the firm is instructed in (`side`)."""
    filters = Filters(
        side=await side_of(actor, side),
        status=status,
        jurisdiction=jurisdiction,
        sale_id=optional_identifier(sale, "sale"),
        q=q,
        after=optional_identifier(after, "after"),
    )
    rows = await worklist(actor, filters)
    return CasePage([_line(one) for one in rows[:PAGE]], rows[PAGE - 1].id if len(rows) > PAGE else None)


def _line(one: CaseLine) -> CaseRow:
    plain = {name: getattr(one, name) for name in CaseRow.__struct_fields__ if name != "balance"}
    return CaseRow(**plain, balance=Sum.of(one.balance))


@get("/api/cases/{case_id:uuid}", operation_id="Case", tags=["cases"])
async def get_case(actor: NamedDependency[Actor], case_id: FromPath[UUID], on: FromQuery[str] = "") -> CaseWhole:
    """One case with its balance at the end of the day `on`, today where none is named."""
    shown = await case_shown(actor, case_id)
    wanted = optional_day(on, "on") or shown.balance.on
    if wanted < shown.claim.cut_off_on:
        place = Place("on", on, f"Name a day from {shown.claim.cut_off_on.isoformat()}, the cut-off, on.")
        raise Invalid("The claim is not known before its cut-off.", places=[place])
    return _whole(shown, wanted)


def _whole(shown: CaseShown, on: date) -> CaseWhole:
    return CaseWhole(
        id=shown.case.id,
        reference=shown.case.reference,
        claim_reference=shown.claim.reference,
        jurisdiction=shown.case.jurisdiction,
        procedure=shown.case.procedure,
        procedure_step=shown.step,
        status=shown.case.status,
        balance=_balance(shown, on),
        stops=[Stop(one.code, one.sentence) for one in shown.stops],
        events=list(shown.events),
        papers=[
            PaperRow(
                one.id,
                one.kind,
                one.status,
                one.prepared_on,
                Sum.of(one.total) if one.total else None,
                one.document_id,
                [missing.sentence for missing in one.missing],
            )
            for one in shown.filings
        ],
    )


def _balance(shown: CaseShown, on: date) -> BalanceOn:
    found = balance_of(shown.claim, on, shown.jurisdiction)
    return BalanceOn(
        on=on,
        principal=Sum.of(found.principal),
        interest=Sum.of(found.interest),
        costs=Sum.of(found.costs),
        payments=Sum.of(found.payments),
        total=Sum.of(found.total),
        items=[
            BalanceItem(
                one.kind,
                one.reference,
                Sum.of(one.amount),
                one.due_on,
                Sum.of(one.interest.total) if one.interest else None,
            )
            for one in found.items
        ],
        gaps=[one.sentence for one in found.gaps],
        notes=list(found.notes),
    )


@get("/api/cases/{case_id:uuid}/deadlines", operation_id="CaseDeadlines", tags=["cases"])
async def list_deadlines(actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> list[DeadlineRow]:
    """Every deadline of the case, open ones first."""
    shown = await case_shown(actor, case_id)
    return [row_of(one) for one in await deadlines_of_case(actor, shown.case.id)]


@post("/api/cases/{case_id:uuid}/procedure", status_code=200, operation_id="ChooseProcedure", tags=["cases"])
async def choose(
    actor: NamedDependency[Actor], case_id: FromPath[UUID], data: JSONBody[Chosen], key: Key
) -> Response[bytes]:
    async def act() -> Done:
        await choose_procedure(actor, [case_id], data.procedure)
        return Done("The procedure is chosen.")

    return await acted(actor, key, f"/api/cases/{case_id}/procedure", data, act)


@post("/api/cases/{case_id:uuid}/events", status_code=200, operation_id="RecordEvent", tags=["cases"])
async def record(
    actor: NamedDependency[Actor], case_id: FromPath[UUID], data: JSONBody[NewEvent], key: Key
) -> Response[bytes]:
    """Records what happened; deadlines it sets are opened, those it answers are closed."""

    async def act() -> EventMade:
        return EventMade(await record_event(actor, case_id, data.happened))

    return await acted(actor, key, f"/api/cases/{case_id}/events", data, act)


@post("/api/cases/{case_id:uuid}/filings", status_code=200, operation_id="PrepareFiling", tags=["cases"])
async def prepare(
    actor: NamedDependency[Actor], case_id: FromPath[UUID], data: JSONBody[NewPaper], key: Key
) -> Response[bytes]:
    """Queues one paper of the case; refused with the reason where it cannot be made."""

    async def act() -> PaperAsked:
        return PaperAsked((await prepare_filings(actor, [case_id], data.kind, signatory_id=data.signatory_id)).batch_id)

    return await acted(actor, key, f"/api/cases/{case_id}/filings", data, act)


ROUTES = (list_cases, get_case, list_deadlines, choose, record, prepare)
