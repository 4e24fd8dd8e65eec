"""The list of cases: narrowed, kept under a name, and worked on many at a time."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from accounts.forms import chosen, identifier
from cases.deadlines.queries import keepers
from cases.desk.commands import assign_cases
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.desk.queries import LOOKED_AT, PAGE, Filters, looked_up_to, side_of, worklist
from cases.desk.saved_filters import kept_query, saved_filters
from cases.desk.states import CaseStatus
from cases.jurisdictions.registry import JURISDICTIONS
from kernel.actor import Actor


def words(code: str) -> str:
    text = code.replace("_", " ").replace("-", " ")
    return text[:1].upper() + text[1:]


async def filters_of(actor: Actor, given: dict[str, str]) -> Filters:
    """What an address or a form narrows the list to; the side it begins with, where none is named."""
    return Filters(
        side=await side_of(actor, given.get("side", "")),
        status=given.get("status", ""),
        jurisdiction=given.get("jurisdiction", ""),
        person_id=optional_identifier(given.get("person", ""), "person"),
        sale_id=optional_identifier(given.get("sale", ""), "sale"),
        q=given.get("q", ""),
        after=optional_identifier(given.get("after", ""), "after"),
        undated=given.get("undated", "") == "true",
    )


@get("/cases", include_in_schema=False)
async def cases(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    side: FromQuery[str] = "",
    status: FromQuery[str] = "",
    jurisdiction: FromQuery[str] = "",
    person: FromQuery[str] = "",
    sale: FromQuery[str] = "",
    q: FromQuery[str] = "",
    undated: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    """The worklist; `after` is the last case of the page before."""
    given = {"side": side, "status": status, "jurisdiction": jurisdiction, "person": person, "sale": sale}
    filters = await filters_of(actor, given | {"q": q, "undated": undated, "after": after})
    rows = await worklist(actor, filters)
    more = rows[PAGE - 1].id if len(rows) > PAGE else None
    if filters.undated and more is None:
        more = await looked_up_to(actor, filters)
    context = {
        "filters": filters,
        "rows": rows[:PAGE],
        "next": more,
        "looked_at": LOOKED_AT,
        "status_options": [(one.value, words(one.value)) for one in CaseStatus],
        "may_work": actor.may("cases.work"),
        "jurisdictions": [(one.code, one.name) for one in JURISDICTIONS],
        "people": [(one.id, one.name) for one in await keepers(actor)],
        "saved": await saved_filters(actor, "cases"),
        "kept_as": kept_query("cases", request.url.query),
    }
    return Template("cases/desk/worklist.html", context=context)


@post("/cases/assign", include_in_schema=False)
async def assign(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    data, ids = await texts(request), [identifier(one, "case") for one in await chosen(request, "case")]

    async def act() -> str:
        done = await assign_cases(actor, ids, person_id=optional_identifier(data.get("person_id", ""), "person_id"))
        return f"Cases given away: {done}."

    return await acted_once(request, actor, data | {"case": ",".join(map(str, ids))}, "/cases", act)


ROUTES = (cases, assign)
