"""The list of cases: narrowed, kept under a name, and worked on many at a time."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from cases.deadlines.queries import keepers
from cases.desk.forms import AnyRequest, optional_identifier
from cases.desk.queries import LOOKED_AT, PAGE, Filters, looked_up_to, side_of, worklist
from cases.desk.saved_filters import kept_query, saved_filters
from cases.desk.states import CaseStatus
from cases.jurisdictions.registry import JURISDICTIONS
from cases.teams.queries import teams
from kernel.actor import Actor
from kernel.words import words

STEPS = (
    ("person", "Give them to a person"),
    ("team", "Give them to a team, evenly"),
    ("fitting", "Give each to the team it fits"),
    ("procedure", "Choose the procedure"),
    ("prepare", "Prepare a paper"),
)
PROCEDURES = [(one.code, one.local_name) for here in JURISDICTIONS for one in here.procedures.values()]
PAPERS = list(
    {
        paper.code: paper.title
        for here in reversed(JURISDICTIONS)
        for procedure in here.procedures.values()
        for paper in procedure.papers
    }.items()
)


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
    known_teams, may_prepare = await teams(actor), actor.may("filings.prepare")
    context = {
        "filters": filters,
        "rows": rows[:PAGE],
        "next": more,
        "looked_at": LOOKED_AT,
        "status_options": [(one.value, words(one.value)) for one in CaseStatus],
        "may_work": actor.may("cases.work"),
        "jurisdictions": [(one.code, one.name) for one in JURISDICTIONS],
        "people": [(one.id, one.name) for one in await keepers(actor)],
        "teams": [(one.id, one.name) for one in known_teams],
        "steps": [one for one in STEPS if _offered(one[0], may_prepare=may_prepare, teams=bool(known_teams))],
        "procedures": PROCEDURES,
        "papers": PAPERS,
        "may_prepare": may_prepare,
        "may_instruct": actor.may("cases.instruct") and filters.side == "own",
        "saved": await saved_filters(actor, "cases"),
        "kept_as": kept_query("cases", request.url.query),
    }
    return Template("cases/desk/worklist.html", context=context)


def _offered(what: str, *, may_prepare: bool, teams: bool) -> bool:
    return may_prepare if what == "prepare" else teams or what not in {"team", "fitting"}


ROUTES = (cases,)
