"""Teams, absences, and when reminders go out, on one page."""

import re
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from accounts.forms import chosen, day, identifier
from cases.deadlines.queries import keepers, today_of
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.jurisdictions.registry import JURISDICTIONS
from cases.teams.commands import (
    RIGHT,
    Wanted,
    change_team,
    close_team,
    end_absence,
    enter_absence,
    form_team,
    set_reminders,
)
from cases.teams.queries import absences, reminders_set, teams
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.money import Money

PRODUCTS = ("consumer_loan", "credit_card", "overdraft", "telecom", "utility", "rent", "invoice", "other")
SIZED_IN = "EUR"
"""Amounts of a team's cases are entered with two decimals and compared in minor units, whatever their currency."""


@get("/teams", include_in_schema=False)
async def page(actor: NamedDependency[Actor]) -> Template:
    today = await today_of(actor)
    found = await teams(actor)
    context: dict[str, Any] = {
        "teams": found,
        "sizes": {one.id: (_text(one.least_minor), _text(one.most_minor)) for one in found},
        "absences": await absences(actor, on=today),
        "reminders": await reminders_set(actor),
        "people": [(one.id, one.name) for one in await keepers(actor)],
        "jurisdictions": [(one.code, one.name) for one in JURISDICTIONS],
        "products": PRODUCTS,
        "may_manage": actor.may(RIGHT),
        "me": actor.person_id,
        "today": today,
    }
    return Template("cases/teams/page.html", context=context)


def _text(minor: int | None) -> str:
    return Money(minor, SIZED_IN).text() if minor is not None else ""


def _minor(text: str, where: str) -> int | None:
    if not text.strip():
        return None
    try:
        return Money.parse(text, SIZED_IN).minor
    except Invalid as problem:
        raise Invalid(
            "An amount cannot be read.", places=[Place(where, text[:20], "Write it like 1500.00.")]
        ) from problem


async def _wanted(request: AnyRequest, data: dict[str, str]) -> Wanted:
    return Wanted(
        name=data.get("name", ""),
        people=tuple(identifier(one, "people") for one in await chosen(request, "people")),
        jurisdictions=await chosen(request, "jurisdictions"),
        products=await chosen(request, "products"),
        least_minor=_minor(data.get("least", ""), "least"),
        most_minor=_minor(data.get("most", ""), "most"),
        lead_person_id=optional_identifier(data.get("lead_person_id", ""), "lead_person_id"),
    )


@post("/teams", include_in_schema=False)
async def form(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must(RIGHT)
    data = await texts(request)

    async def act() -> str:
        await form_team(actor, await _wanted(request, data))
        return "The team is formed."

    return await acted_once(request, actor, data, "/teams", act)


@post("/teams/{team_id:uuid}", include_in_schema=False)
async def change(request: AnyRequest, actor: NamedDependency[Actor], team_id: FromPath[UUID]) -> Redirect:
    actor.must(RIGHT)
    data = await texts(request)

    async def act() -> str:
        await change_team(actor, team_id, await _wanted(request, data))
        return "The team is changed."

    return await acted_once(request, actor, data, "/teams", act)


@post("/teams/{team_id:uuid}/close", include_in_schema=False)
async def close(request: AnyRequest, actor: NamedDependency[Actor], team_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await close_team(actor, team_id)
        return "The team is closed. What its people hold stays theirs."

    return await acted_once(request, actor, data, "/teams", act)


@post("/absences", include_in_schema=False)
async def away(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("cases.read")
    data = await texts(request)

    async def act() -> str:
        await enter_absence(
            actor,
            person_id=identifier(data.get("person_id", ""), "person_id"),
            cover_person_id=identifier(data.get("cover_person_id", ""), "cover_person_id"),
            from_on=day(data.get("from_on", ""), "from_on"),
            until_on=day(data.get("until_on", ""), "until_on"),
        )
        return "Entered. The colleague sees these deadlines and is reminded of them."

    return await acted_once(request, actor, data, "/teams#absences", act)


@post("/absences/{absence_id:uuid}/end", include_in_schema=False)
async def back(request: AnyRequest, actor: NamedDependency[Actor], absence_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await end_absence(actor, absence_id)
        return "The absence is over."

    return await acted_once(request, actor, data, "/teams#absences", act)


@post("/teams/reminders", include_in_schema=False)
async def reminders(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must(RIGHT)
    data = await texts(request)

    async def act() -> str:
        after = data.get("escalate_after", "")
        await set_reminders(
            actor,
            days_before=_days(data.get("days_before", ""), "days_before"),
            escalate_after=_days(after, "escalate_after")[0] if after else None,
            escalate_to=optional_identifier(data.get("escalate_to", ""), "escalate_to"),
        )
        return "Reminders go out like this from now on."

    return await acted_once(request, actor, data, "/teams#reminders", act)


def _days(text: str, where: str) -> list[int]:
    words = [one for one in re.split(r"[\s,;]+", text) if one]
    if not words or any(not re.fullmatch(r"[+-]?\d{1,4}", one) for one in words):
        wanted = "Write numbers of days with commas between, like 14, 7, 1, 0, -3."
        raise Invalid("The days cannot be read.", places=[Place(where, text[:40] or None, wanted)])
    return [int(one) for one in words]


ROUTES = (page, form, change, close, away, back, reminders)
