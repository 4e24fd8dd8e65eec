"""What forms bring as text."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request

from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.idempotency import Answer, once


async def chosen(request: Request[Any, Any, Any], field: str) -> tuple[str, ...]:
    """The values of a field that may be ticked several times."""
    form = await request.form()
    return tuple(value for value in form.getall(field, []) if isinstance(value, str))


FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Of any day somebody means: beyond them a digit went astray, and no calendar reckons."""


def day(text: str, where: str) -> date:
    """A date as a date field sends it. Invalid for anything else, an empty field too, and a day nobody can mean."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        place = Place(where, text[:20] or None, "Choose a day, written like 2026-11-22.")
        raise Invalid("A date is missing or cannot be read.", places=[place]) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        place = Place(where, found.isoformat(), f"Choose a day of the years {FIRST_YEAR} to {LAST_YEAR}.")
        raise Invalid("The date is too far away to be meant.", places=[place])
    return found


def optional_day(text: str, where: str) -> date | None:
    return day(text, where) if text.strip() else None


def identifier(text: str, where: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid("Something was not chosen.", places=[Place(where, None, "Choose from the list.")]) from error


async def led_once(
    actor: Actor,
    key: str,
    *,
    route: str,
    asked: tuple[str, ...],
    act: Callable[[], Awaitable[str]],
    as_platform: bool = False,
) -> str:
    """Where a binding form leads: `act` runs the first time its key comes, afterwards the form leads there again.

    `asked` is what the form said: with the same key and other words it is refused. `as_platform` is for commands of
    the operator that work in the platform's role.
    """

    async def answer() -> Answer:
        return Answer(303, await act())

    request = "\0".join(asked).encode()
    given = await once(actor, key, route=route, request=request, act=answer, as_platform=as_platform)
    return given.location or "/"
