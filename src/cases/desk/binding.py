"""What every binding request of the programs' interface shares: its key, its sums, and acting once."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import HeaderParameter

from kernel.actor import Actor
from kernel.idempotency import Answer, once
from kernel.money import Money

Key = Annotated[str, HeaderParameter(name="Idempotency-Key")]


class Sum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`amount` is text such as "1250.00"."""

    amount: str
    currency: str

    @classmethod
    def of(cls, money: Money) -> "Sum":
        return cls(money.text(), money.currency)

    @property
    def money(self) -> Money:
        return Money.parse(self.amount, self.currency)


class Done(msgspec.Struct, frozen=True):
    """What a command changed, in a sentence."""

    sentence: str


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request without content: the address says all."""


async def acted(
    actor: Actor, key: str, route: str, data: msgspec.Struct, act: Callable[[], Awaitable[msgspec.Struct]]
) -> Response[bytes]:
    """Acts once for the key; the same request sent again gets the same answer and changes nothing."""

    async def answered() -> Answer:
        return Answer(200, body=msgspec.json.encode(await act()))

    answer = await once(actor, key, route=route, request=msgspec.json.encode(data), act=answered)
    return Response(answer.body or b"", status_code=answer.status, media_type="application/json")
