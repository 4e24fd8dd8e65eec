"""How a form acts once and answers with a sentence on the page it stood on."""

from collections.abc import Awaitable, Callable, Mapping

import msgspec
from litestar.response import Redirect

from accounts.sessions.requests import AnyRequest, say
from kernel import idempotency
from kernel.actor import Actor
from kernel.errors import Invalid, Problem, Refused

NOT_ASKED = {"_csrf_token", "idempotency_key"}


async def texts(request: AnyRequest) -> dict[str, str]:
    """The fields of the form that are text; of a repeated one the last."""
    form = await request.form()
    return {name: value.strip() for name, value in form.items() if isinstance(value, str)}


async def acted_once(
    request: AnyRequest, actor: Actor, data: Mapping[str, str], back: str, act: Callable[[], Awaitable[str]]
) -> Redirect:
    """Acts once for the form's key. A refusal is told on the page the form stood on; `act` gives the sentence."""
    said: list[str] = []
    route = str(request.url.path)

    async def answered() -> idempotency.Answer:
        said.append(await act())
        return idempotency.Answer(303, back)

    asked = msgspec.json.encode({name: value for name, value in data.items() if name not in NOT_ASKED})
    try:
        await idempotency.once(actor, data.get("idempotency_key", ""), route=route, request=asked, act=answered)
    except (Refused, Invalid) as problem:
        tell(request, problem)
    else:
        say(request, "good", said[0] if said else "That was done before.")
    return Redirect(back, status_code=303)


def tell(request: AnyRequest, problem: Problem) -> None:
    """The refusal as a flash, with what each place wants."""
    say(request, "bad", problem.in_full)
