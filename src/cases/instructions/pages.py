"""Instructions on the screen: the lists of both sides, a new one, and one with all its moves."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import identifier
from cases.desk.forms import AnyRequest, acted_once, texts
from cases.desk.queries import side_of
from cases.desk.selection import Selection, all_of, fixed, size_of
from cases.desk.worklist_pages import filters_of
from cases.instructions import answers, commands
from cases.instructions.asking import ask_for_more
from cases.instructions.conflict_queries import latest_check
from cases.instructions.delivered import delivered_reports
from cases.instructions.drafting import MOST_CASES, draft_instruction
from cases.instructions.granting import decide_request, requests_of
from cases.instructions.policies import firms_for
from cases.instructions.queries import (
    PAGE,
    InstructionShown,
    cases_given,
    instruction,
    instructions,
    reports_due,
)
from cases.instructions.states import InstructionStatus
from cases.instructions.terms import read_terms
from cases.instructions.using import money_used
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Problem
from kernel.money import Money

Pairs = list[tuple[str, str]]
TERMS = ("currency", "case_limit", "whole_limit", "fee_case", "fee_letter", "fee_court", "fee_hour", "fee_percent",
         "report_every_days", "note")  # fmt: skip
NO_TERMS = dict.fromkeys(TERMS, "") | {"currency": "EUR", "firm_id": ""}


@get("/instructions", include_in_schema=False)
async def show_instructions(
    actor: NamedDependency[Actor],
    side: FromQuery[str] = "",
    status: FromQuery[str] = "",
    after: FromQuery[UUID | None] = None,
) -> Template:
    here = await side_of(actor, side)
    wanted = status if status in set(InstructionStatus) else ""
    rows = await instructions(actor, here, status=wanted, after=after)
    context = {
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "side": here,
        "status": wanted,
        "statuses": [(one.value, one.value.capitalize()) for one in InstructionStatus],
        "after": after,
        "due": await reports_due(actor, on=actor.today("UTC")) if here == "instructed" else [],
        "may_instruct": actor.may("cases.instruct"),
        "may_register": actor.may("cases.work"),
    }
    return Template("cases/instructions/list.html", context=context)


async def _selected(actor: Actor, pairs: Pairs) -> Selection:
    """The ticked cases, those of a sale, or all that a list shows. Invalid with nothing chosen."""
    given = dict(pairs)
    ticked = tuple(sorted({identifier(value, "case") for name, value in pairs if name == "case"}))
    named = {name.removeprefix("in_"): value for name, value in pairs if name.startswith("in_")}
    if given.get("sale"):
        named["sale"] = given["sale"]
    elif not ticked and given.get("all") != "yes":
        raise Invalid("Tick at least one case, or choose all that the list shows.")
    return await fixed(actor, Selection(ticked, await filters_of(actor, named | {"side": "own"})))


@get("/instructions/new", include_in_schema=False)
async def new_instruction(request: AnyRequest, actor: NamedDependency[Actor]) -> Template:
    actor.must("cases.instruct")
    pairs = [(str(name), str(value)) for name, value in request.query_params.multi_items()]
    return await _form(actor, pairs, NO_TERMS)


async def _form(actor: Actor, pairs: Pairs, data: dict[str, str], problem: Problem | None = None) -> Template:
    many, kept = 0, []
    try:
        many = await size_of(actor, await _selected(actor, pairs))
        kept = [(n, v) for n, v in pairs if v and (n in {"case", "sale", "all"} or n.startswith("in_"))]
    except Invalid as nothing:
        problem = problem or nothing
    context = {
        "problem": problem,
        "data": data,
        "many": many,
        "kept": kept,
        "firms": [(one.id, one.name) for one in await firms_for(actor, on=actor.today("UTC"))],
    }
    return Template("cases/instructions/new.html", context=context, status_code=problem.status if problem else 200)


@post("/instructions", include_in_schema=False)
async def draft(request: AnyRequest, actor: NamedDependency[Actor]) -> Template | Redirect:
    actor.must("cases.instruct")
    form = await request.form()
    pairs = [(str(name), value) for name, value in form.multi_items() if isinstance(value, str)]
    data = NO_TERMS | {name: value for name, value in pairs if name in NO_TERMS}
    where = ["/instructions"]
    try:
        terms = read_terms(data)
        firm_id = identifier(data["firm_id"], "firm_id")
        ids = await all_of(actor, await _selected(actor, pairs), MOST_CASES + 1)
    except Invalid as problem:
        return await _form(actor, pairs, data, problem)

    async def act() -> str:
        drafted = await draft_instruction(actor, firm_id, terms, ids)
        where.append(f"/instructions/{drafted.id}")
        return f"{drafted.says} Look at it, then send it."

    asked = data | {"case": ",".join(v for n, v in pairs if n == "case")} | dict(pairs)
    redirect = await acted_once(request, actor, asked, "/instructions", act)
    return Redirect(where[-1], status_code=303) if len(where) > 1 else redirect


@get("/instructions/{instruction_id:uuid}", include_in_schema=False)
async def show_instruction(
    actor: NamedDependency[Actor], instruction_id: FromPath[UUID], after: FromQuery[UUID | None] = None
) -> Template:
    one = await instruction(actor, instruction_id)
    rows = await cases_given(actor, instruction_id, after=after)
    context = await _whole(actor, one) | {"cases": rows[:PAGE], "more": len(rows) > PAGE, "after": after}
    return Template("cases/instructions/show.html", context=context)


async def _whole(actor: Actor, one: InstructionShown) -> dict[str, Any]:
    began = one.accepted_at is not None
    return {
        "one": one,
        "here_at": f"/instructions/{one.id}",
        "check": None if one.ours else await latest_check(actor, one.id),
        "requests": await requests_of(actor, one.id) if began else [],
        "used": await money_used(actor, one) if began else None,
        "reports": await delivered_reports(actor, one.id) if began else [],
        "may_instruct": one.ours and actor.may("cases.instruct"),
        "may_answer": not one.ours and actor.may("instructions.answer"),
        "may_work": not one.ours and actor.may("cases.work"),
        "today": actor.today("UTC"),
    }


@post("/instructions/{instruction_id:uuid}/{what:str}", include_in_schema=False)
async def move(
    request: AnyRequest, actor: NamedDependency[Actor], instruction_id: FromPath[UUID], what: FromPath[str]
) -> Redirect:
    """One move: `send`, `withdraw`, `end` of the owner; `accept`, `refuse`, `return` and `ask` of the firm."""
    data = await texts(request)
    one = await instruction(actor, instruction_id)
    reason, handover = data.get("reason", ""), data.get("handover", "")
    acts: dict[str, Callable[[], Awaitable[str]]] = {
        "send": lambda: _sent(actor, one, data),
        "withdraw": lambda: _told(commands.withdraw_instruction(actor, one.id, reason), "The cases are yours alone."),
        "end": lambda: _told(commands.end_instruction(actor, one.id, reason), "The instruction is over."),
        "accept": lambda: _accepted(actor, one),
        "refuse": lambda: _told(answers.refuse_instruction(actor, one.id, reason), "Refused. The owner is told."),
        "return": lambda: _told(
            answers.return_instruction(actor, one.id, reason, handover), "The cases are back with their owner."
        ),
        "ask": lambda: _asked(actor, one, data),
    }
    if what not in acts:
        raise NotFound("There is no such page.")
    return await acted_once(request, actor, data, f"/instructions/{one.id}", acts[what])


async def _told(done: Awaitable[None], sentence: str) -> str:
    await done
    return sentence


async def _sent(actor: Actor, one: InstructionShown, data: dict[str, str]) -> str:
    shown = data.get("shown_cases", "")
    if not (shown.isdecimal() and len(shown) < 10):
        raise Invalid("How many cases?", places=[Place("shown_cases", shown[:20], "Send the number the page shows.")])
    await commands.send_instruction(actor, one.id, shown=int(shown))
    return f"{one.number} is sent. {one.firm} checks for conflicts and answers."


async def _accepted(actor: Actor, one: InstructionShown) -> str:
    taken = await answers.accept_instruction(actor, one.id)
    return f"Accepted: {taken} cases are yours to work. They stand in the list of cases."


async def _asked(actor: Actor, one: InstructionShown, data: dict[str, str]) -> str:
    amount = Money.parse(data.get("amount", ""), one.terms.currency)
    case_id = await _case_named(actor, one.id, data.get("reference", "").strip())
    await ask_for_more(actor, one.id, amount, data.get("why", ""), case_id=case_id)
    return f"{one.owner} is asked for {amount} more."


async def _case_named(actor: Actor, instruction_id: UUID, reference: str) -> UUID | None:
    if not reference:
        return None
    async with db.transaction(actor):
        found: UUID | None = await db.fetch_value(
            "SELECT case_id FROM instruction_cases WHERE instruction_id = $1 AND reference = $2"
            " AND firm_organisation_id = $3",
            instruction_id,
            reference.upper(),
            actor.organisation,
        )
    if found is None:
        raise Invalid("There is no such case here.", places=[Place("reference", reference[:40], "As R-00000001.")])
    return found


@post("/instructions/{instruction_id:uuid}/requests/{request_id:uuid}", include_in_schema=False)
async def decide(
    request: AnyRequest, actor: NamedDependency[Actor], instruction_id: FromPath[UUID], request_id: FromPath[UUID]
) -> Redirect:
    """The owner grants an amount, or declines where `decline` is sent."""
    actor.must("cases.instruct")
    data = await texts(request)
    await instruction(actor, instruction_id)

    async def act() -> str:
        shown = Money.parse(data.get("shown_amount", ""), data.get("shown_currency", ""))
        granted = None if data.get("decline") else Money.parse(data.get("amount", ""), shown.currency)
        await decide_request(actor, request_id, granted, shown=shown, answer=data.get("answer", ""))
        return "Declined. The firm is told." if granted is None else f"Granted: {granted}."

    return await acted_once(request, actor, data, f"/instructions/{instruction_id}", act)


ROUTES = (show_instructions, new_instruction, draft, show_instruction, move, decide)
