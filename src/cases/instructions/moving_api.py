"""The moves of an instruction for programs, each once for its key."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from cases.desk.binding import Done, Key, Nothing, acted
from cases.instructions import answers, commands
from kernel.actor import Actor


class Sending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`cases` is how many were shown to whoever sends; refused if it is another number now."""

    cases: int


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str = ""


class Return(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`handover`: what the next who works the cases must know."""

    reason: str
    handover: str


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
        actor, key, instruction_id, "accept", data, lambda: answers.accept_instruction(actor, instruction_id)
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
        lambda: answers.refuse_instruction(actor, instruction_id, data.reason),
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
        lambda: answers.return_instruction(actor, instruction_id, data.reason, data.handover),
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


ROUTES = (send, accept, refuse, withdraw, give_back, end)
