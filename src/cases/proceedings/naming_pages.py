"""Proceedings to be named: they came with a tape, and only a person can say which procedure they are and where."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from accounts.forms import chosen, identifier
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.jurisdictions.registry import JURISDICTIONS, by_code
from cases.proceedings.naming import UNNAMED, name_proceedings, steps_in_court
from kernel import db
from kernel.actor import Actor

HERE = "/proceedings/unnamed"
PAGE = 50
SIDES = ("k.organisation_id = $1", "k.firm_organisation_id = $1 AND k.organisation_id <> $1")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """What the tape told of the proceeding."""

    id: UUID
    reference: str
    claim_reference: str
    jurisdiction: str
    status: str
    court: str | None
    court_number: str | None
    title_kind: str | None
    title_on: date | None
    last_act_on: date | None
    bailiff_reference: str | None


async def unnamed(actor: Actor, *, jurisdiction: str = "", after: UUID | None = None) -> list[Unnamed]:
    """One page by age and one row more where there is a next."""
    actor.must("cases.read")
    sql, arguments = unnamed_query(actor.organisation, jurisdiction, after)
    async with db.transaction(actor):
        rows = await db.fetch(sql, *arguments)
    return [Unnamed(**dict(row)) for row in rows]


def unnamed_query(reader: UUID, jurisdiction: str, after: UUID | None) -> tuple[str, list[object]]:
    """The statement of the list and its arguments; a test explains it on skewed data."""
    halves = " UNION ALL ".join(
        f"(SELECT k.* FROM cases k WHERE {side} AND {UNNAMED} AND ($2 = '' OR k.jurisdiction = $2)"
        f" AND ($3::uuid IS NULL OR k.id > $3) ORDER BY k.id LIMIT {PAGE + 1})"
        for side in SIDES
    )
    return (
        "SELECT k.id, k.reference, c.reference AS claim_reference, k.jurisdiction, k.status, p.court, p.court_number,"
        f" p.title_kind, p.title_on, p.last_act_on, p.bailiff_reference FROM ({halves}) k"
        " JOIN claims c ON c.id = k.claim_id LEFT JOIN proceedings p ON p.claim_id = k.claim_id"
        f" ORDER BY k.id LIMIT {PAGE + 1}",
        [reader, jurisdiction, after],
    )


@get(HERE, include_in_schema=False)
async def page(
    actor: NamedDependency[Actor], jurisdiction: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Template:
    here = by_code(jurisdiction)
    code = here.code if here is not None else ""
    rows = await unnamed(actor, jurisdiction=code, after=optional_identifier(after, "after"))
    context = {
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "after": after,
        "jurisdiction": code,
        "names": {one.code: one.name for one in JURISDICTIONS},
        "countries": [(one.code, one.name) for one in JURISDICTIONS if len(one.procedures) > 1],
        "procedures": [(one, steps_in_court(one)) for one in here.procedures.values()] if here is not None else [],
        "may_name": actor.may("cases.work"),
    }
    return Template("cases/chains/unnamed.html", context=context)


@post(HERE, include_in_schema=False)
async def name(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("cases.work")
    data, ticked = await texts(request), await chosen(request, "case")
    procedure, _, step = data.get("procedure", "").partition("|")
    back = f"{HERE}?jurisdiction={data['jurisdiction']}" if by_code(data.get("jurisdiction", "")) else HERE

    async def act() -> str:
        ids = [identifier(one, "case") for one in ticked]
        done = await name_proceedings(actor, ids, procedure, step=step)
        return f"Named: {done}. Enter what came last on the chain of each, so that its deadlines run."

    return await acted_once(request, actor, data | {"case": ",".join(ticked)}, back, act)


ROUTES = (page, name)
