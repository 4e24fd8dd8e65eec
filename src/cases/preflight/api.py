"""Preflight for programs: answers of registers in, and what stands against a paper of a case."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from cases.desk.binding import Done, Key, acted
from cases.preflight.checks import CheckRow, enter_checks
from cases.preflight.report import preflight_of_case
from kernel.actor import Actor


class Checks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them are taken or none: a fault is named by its place, such as `rows[3].checked_on`."""

    rows: list[CheckRow]


class CheckLine(msgspec.Struct, frozen=True):
    """`tone` is bad where the paper is stopped by it, attention where a person should look."""

    title: str
    tone: str
    says: list[str]
    on: date | None


class PreflightAnswer(msgspec.Struct, frozen=True):
    case_id: UUID
    paper: str
    may_go: bool
    lines: list[CheckLine]


@post("/api/checks", status_code=200, operation_id="EnterChecks", tags=["preflight"])
async def enter(actor: NamedDependency[Actor], data: JSONBody[Checks], key: Key) -> Response[bytes]:
    """What registers said of debtors. A hit holds the case at once."""

    async def act() -> Done:
        return Done((await enter_checks(actor, data.rows)).said())

    return await acted(actor, key, "/api/checks", data, act)


@get("/api/cases/{case_id:uuid}/preflight", operation_id="Preflight", tags=["preflight"])
async def preflight(
    actor: NamedDependency[Actor], case_id: FromPath[UUID], kind: FromQuery[str] = ""
) -> PreflightAnswer:
    """For the paper named, else the one that brings the case to court."""
    report = await preflight_of_case(actor, case_id, kind)
    lines = [CheckLine(one.title, one.tone, list(one.says), one.on) for one in report.lines]
    return PreflightAnswer(case_id, report.kind, report.may_go, lines)


ROUTES = (enter, preflight)
