"""The firm's conflict check and its register of interests."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import chosen, identifier
from cases.desk.forms import AnyRequest, acted_once, texts
from cases.instructions.conflict_queries import PARTIES_SHOWN, hits_of, latest_check, parties_named
from cases.instructions.conflicts import Decision, check_conflicts, decide_hits
from cases.instructions.queries import instruction
from kernel.actor import Actor
from kernel.errors import NotFound


@get("/instructions/{instruction_id:uuid}/conflicts", include_in_schema=False)
async def show_conflicts(actor: NamedDependency[Actor], instruction_id: FromPath[UUID]) -> Template:
    """Hits with what was decided; the firm's alone."""
    actor.must("cases.work")
    one = await instruction(actor, instruction_id)
    if one.ours:
        raise NotFound("The firm checks for conflicts; its register is its own.")
    hits = await hits_of(actor, instruction_id)
    context = {
        "one": one,
        "here_at": f"/instructions/{instruction_id}/conflicts",
        "check": await latest_check(actor, instruction_id),
        "hits": hits,
        "open": sum(hit.decision is None for hit in hits),
        "may_answer": actor.may("instructions.answer"),
    }
    return Template("cases/instructions/conflicts.html", context=context)


@get("/instructions/{instruction_id:uuid}/parties", include_in_schema=False)
async def show_parties(
    actor: NamedDependency[Actor], instruction_id: FromPath[UUID], after: FromQuery[UUID | None] = None
) -> Template:
    """The names the firm may see before it answers; reading them is recorded."""
    one = await instruction(actor, instruction_id)
    rows = await parties_named(actor, instruction_id, after=after)
    context = {"one": one, "rows": rows[:PARTIES_SHOWN], "more": len(rows) > PARTIES_SHOWN, "after": after}
    return Template("cases/instructions/parties.html", context=context)


@post("/instructions/{instruction_id:uuid}/conflicts", include_in_schema=False)
async def check(request: AnyRequest, actor: NamedDependency[Actor], instruction_id: FromPath[UUID]) -> Redirect:
    actor.must("cases.work")
    data = await texts(request)

    async def act() -> str:
        done = await check_conflicts(actor, instruction_id)
        waiting = f" {done.undecided} wait for a decision." if done.undecided else ""
        return f"Checked: {done.parties} parties against {done.interests} interests, {done.hits} hits.{waiting}"

    return await acted_once(request, actor, data, f"/instructions/{instruction_id}/conflicts", act)


@post("/instructions/{instruction_id:uuid}/conflicts/decide", include_in_schema=False)
async def decide(request: AnyRequest, actor: NamedDependency[Actor], instruction_id: FromPath[UUID]) -> Redirect:
    """One decision with its reason for the ticked hits."""
    actor.must("instructions.answer")
    data = await texts(request)
    ids = [identifier(one, "hit") for one in await chosen(request, "hit")]

    async def act() -> str:
        decision: Decision = "conflict" if data.get("decision") == "conflict" else "clear"
        done = await decide_hits(actor, instruction_id, ids, decision=decision, reason=data.get("reason", ""))
        return f"Decided: {done}."

    asked = data | {"hit": ",".join(map(str, ids))}
    return await acted_once(request, actor, asked, f"/instructions/{instruction_id}/conflicts", act)


ROUTES = (show_conflicts, show_parties, check, decide)
