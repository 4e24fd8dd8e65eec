"""Instructions for programs: the lists of both sides, one whole, drafting and every move."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from cases.desk.binding import Done, Key, Nothing, Sum, acted
from cases.desk.forms import optional_identifier
from cases.desk.queries import side_of
from cases.instructions import commands
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


class Sending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`cases` is how many were shown to whoever sends; refused if it is another number now."""

    cases: int


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str = ""


class Return(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`handover`: what the next who works the cases must know."""

    reason: str
    handover: str


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


@post("/api/instructions/{instruction_id:uuid}/send", status_code=200, operation_id="SendInstruction", tags=["cases"])
async def send(
    actor: NamedDependency[Actor], instruction_id: FromPath[UUID], data: JSONBody[Sending], key: Key
) -> Response[bytes]:
    return await _moved(
        actor,
        key,
        instruction_id,
        "send",
        data,
        lambda: commands.send_instruction(actor, instruction_id, shown=data.cases),
    )


@post(
    "/api/instructions/{instruction_id:uuid}/accept", status_code=200, operation_id="AcceptInstruction", tags=["cases"]
)
async def accept(
    actor: NamedDependency[Actor], instruction_id: FromPath[UUID], data: JSONBody[Nothing], key: Key
) -> Response[bytes]:
    """By the firm, once every possible conflict of interest is decided by a person."""
    return await _moved(
        actor, key, instruction_id, "accept", data, lambda: commands.accept_instruction(actor, instruction_id)
    )


@post(
    "/api/instructions/{instruction_id:uuid}/refuse", status_code=200, operation_id="RefuseInstruction", tags=["cases"]
)
async def refuse(
    actor: NamedDependency[Actor], instruction_id: FromPath[UUID], data: JSONBody[Reason], key: Key
) -> Response[bytes]:
    return await _moved(
        actor,
        key,
        instruction_id,
        "refuse",
        data,
        lambda: commands.refuse_instruction(actor, instruction_id, data.reason),
    )


@post(
    "/api/instructions/{instruction_id:uuid}/withdraw",
    status_code=200,
    operation_id="WithdrawInstruction",
    tags=["cases"],
)
async def withdraw(
    actor: NamedDependency[Actor], instruction_id: FromPath[UUID], data: JSONBody[Reason], key: Key
) -> Response[bytes]:
    return await _moved(
        actor,
        key,
        instruction_id,
        "withdraw",
        data,
        lambda: commands.withdraw_instruction(actor, instruction_id, data.reason),
    )


@post(
    "/api/instructions/{instruction_id:uuid}/return", status_code=200, operation_id="ReturnInstruction", tags=["cases"]
)
async def give_back(
    actor: NamedDependency[Actor], instruction_id: FromPath[UUID], data: JSONBody[Return], key: Key
) -> Response[bytes]:
    return await _moved(
        actor,
        key,
        instruction_id,
        "return",
        data,
        lambda: commands.return_instruction(actor, instruction_id, data.reason, data.handover),
    )


@post("/api/instructions/{instruction_id:uuid}/end", status_code=200, operation_id="EndInstruction", tags=["cases"])
async def end(
    actor: NamedDependency[Actor], instruction_id: FromPath[UUID], data: JSONBody[Reason], key: Key
) -> Response[bytes]:
    return await _moved(
        actor, key, instruction_id, "end", data, lambda: commands.end_instruction(actor, instruction_id, data.reason)
    )


async def _moved(
    actor: Actor,
    key: str,
    instruction_id: UUID,
    verb: str,
    data: msgspec.Struct,
    do: Callable[[], Awaitable[int | None]],
) -> Response[bytes]:
    async def act() -> Done:
        taken = await do()
        return Done(f"Accepted: {taken} cases." if taken is not None else "Done; the other side is told.")

    return await acted(actor, key, f"/api/instructions/{instruction_id}/{verb}", data, act)


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


ROUTES = (list_instructions, get_instruction, draft, send, accept, refuse, withdraw, give_back, end)
