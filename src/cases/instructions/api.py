"""Instructions for programs: the lists of both sides, one whole, and drafting."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from cases.desk.binding import Key, Sum, acted
from cases.desk.forms import optional_identifier
from cases.desk.queries import side_of
from cases.instructions.drafting import draft_instruction
from cases.instructions.queries import PAGE, InstructionShown, instruction, instructions
from cases.instructions.terms import SUMS, read_terms
from kernel.actor import Actor


class AgreedTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Amounts as text in `currency`; null or absent for none. At least one of the two limits is given."""

    currency: str
    case_limit: str | None = None
    whole_limit: str | None = None
    fee_case: str | None = None
    fee_letter: str | None = None
    fee_court: str | None = None
    fee_hour: str | None = None
    fee_percent: str | None = None
    report_every_days: int | None = None
    note: str | None = None


class InstructionRow(msgspec.Struct, frozen=True):
    """`side` is `own` for the owner, `instructed` for the firm; `left_out` cases were not taken, or never offered."""

    id: UUID
    number: str
    side: str
    owner: str
    firm: str
    status: str
    cases: int
    left_out: int
    report_due_on: date | None


class InstructionPage(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[InstructionRow]
    next: UUID | None


class InstructionWhole(msgspec.Struct, frozen=True):
    row: InstructionRow
    balance: list[Sum]
    countries: dict[str, int]
    terms: AgreedTerms
    reason: str | None
    handover: str | None


class NewInstruction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    firm_id: UUID
    case_ids: list[UUID]
    terms: AgreedTerms


class InstructionMade(msgspec.Struct, frozen=True):
    """A draft; `left_out` says of how many cases why they are not in it."""

    id: UUID
    number: str
    cases: int
    left_out: dict[str, int]


@get("/api/instructions", operation_id="Instructions", tags=["cases"])
async def list_instructions(
    actor: NamedDependency[Actor],
    side: FromQuery[str] = "",
    status: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> InstructionPage:
    """One page, latest first: those given, or those given to the organisation as a firm (`side`)."""
    here = await side_of(actor, side)
    rows = await instructions(actor, here, status=status, after=optional_identifier(after, "after"))
    return InstructionPage([_row(one) for one in rows[:PAGE]], rows[PAGE - 1].id if len(rows) > PAGE else None)


@get("/api/instructions/{instruction_id:uuid}", operation_id="Instruction", tags=["cases"])
async def get_instruction(actor: NamedDependency[Actor], instruction_id: FromPath[UUID]) -> InstructionWhole:
    one = await instruction(actor, instruction_id)
    terms = one.terms
    sums = {name: money.text() if (money := getattr(terms, name)) is not None else None for name in SUMS}
    percent = None if terms.fee_percent is None else f"{terms.fee_percent.normalize():f}"
    agreed = AgreedTerms(
        terms.currency,
        **sums,
        fee_percent=percent,
        report_every_days=terms.report_every_days,
        note=terms.note or None,
    )
    balance = [Sum.of(money) for money in one.balance]
    return InstructionWhole(_row(one), balance, dict(one.countries), agreed, one.reason, one.handover)


@post("/api/instructions", status_code=200, operation_id="DraftInstruction", tags=["cases"])
async def draft(actor: NamedDependency[Actor], data: JSONBody[NewInstruction], key: Key) -> Response[bytes]:
    """A draft, which the firm does not see before it is sent."""

    async def act() -> InstructionMade:
        given = {name: getattr(data.terms, name) for name in AgreedTerms.__struct_fields__}
        terms = read_terms({name: str(value) for name, value in given.items() if value is not None})
        made = await draft_instruction(actor, data.firm_id, terms, data.case_ids)
        return InstructionMade(made.id, made.number, made.cases, dict(made.left_out))

    return await acted(actor, key, "/api/instructions", data, act)


def _row(one: InstructionShown) -> InstructionRow:
    return InstructionRow(
        one.id,
        one.number,
        "own" if one.ours else "instructed",
        one.owner,
        one.firm,
        one.status,
        one.cases,
        one.left_out,
        one.report_due_on,
    )


ROUTES = (list_instructions, get_instruction, draft)
