"""Binding requests of programs: one key for each intent, in the header `Idempotency-Key`."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import HeaderParameter

from kernel.actor import Actor
from kernel.idempotency import Answer, once

Key = Annotated[str, HeaderParameter(name="Idempotency-Key")]
"""New for each intent; sent again with the same one, a request gives the same answer and does nothing."""


async def answered_once(
    actor: Actor,
    key: str,
    *,
    route: str,
    asked: msgspec.Struct | None,
    act: Callable[[], Awaitable[msgspec.Struct]],
    status: int = 200,
) -> Response[bytes]:
    """What `act` gave the first time the key came, as JSON."""

    async def answer() -> Answer:
        return Answer(status, None, msgspec.json.encode(await act()))

    request = b"" if asked is None else msgspec.json.encode(asked)
    given = await once(actor, key, route=route, request=request, act=answer)
    return Response(given.body or b"", status_code=given.status, media_type="application/json")
