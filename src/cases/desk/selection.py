"""Many cases at once: those ticked, or all that a list shows; done while the person waits, or by a job in chunks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from cases.desk.bulk_steps import DONE, RIGHT, Step, carry_out
from cases.desk.commands import Outcome
from cases.desk.finding import found_cases
from cases.desk.queries import Filters, ids_query
from cases.desk.states import CaseStatus
from cases.jurisdictions.registry import JURISDICTIONS
from kernel import db, jobs, progress
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.ids import new_id
from kernel.progress import Progress, ProgressShown

AT_ONCE = 200
"""So many cases are done while the person waits; more go to a job."""
CHUNK = 500
SHOWN = 200
"""Cases that a preview shows one by one."""
MOST_COUNTED = 1_000_000
NAME = "bulk step"


@dataclass(frozen=True, slots=True)
class Selection:
    """The ticked cases; without any, all that the list shows."""

    ticked: tuple[UUID, ...]
    filters: Filters


@dataclass(frozen=True, slots=True)
class Ordered:
    """What came of it: a sentence, the batch of papers if there is one, and the order that a job works through."""

    says: str
    batch_id: UUID | None = None
    order_id: UUID | None = None


async def fixed(actor: Actor, selection: Selection) -> Selection:
    """A search is carried out now and its cases ticked: what was searched for goes no further."""
    if selection.ticked or not selection.filters.q.strip():
        return selection
    async with db.transaction(actor):
        found = await found_cases(actor, selection.filters.side, selection.filters.q)
    filters = replace(selection.filters, q="", after=None)
    ids = await _page(actor, filters, None, found, MOST_COUNTED)
    if not ids:
        raise Invalid("No case is found by that search any more. Choose the cases again.")
    return Selection(tuple(ids), filters)


async def first_of(actor: Actor, selection: Selection) -> list[UUID]:
    """The cases a preview shows."""
    if selection.ticked:
        return sorted(selection.ticked)[:SHOWN]
    return await _page(actor, selection.filters, None, None, SHOWN)


async def all_of(actor: Actor, selection: Selection, most: int) -> list[UUID]:
    """The ids of all its cases, so many at most."""
    if selection.ticked:
        return sorted(set(selection.ticked))[:most]
    return await _page(actor, selection.filters, None, None, most)


async def size_of(actor: Actor, selection: Selection) -> int:
    """How many cases it is, counted up to a million."""
    if selection.ticked:
        return len(set(selection.ticked))
    sql, arguments = ids_query(actor.organisation, selection.filters, None, MOST_COUNTED)
    async with db.transaction(actor):
        many: int = await db.fetch_value(f"SELECT count(*) FROM ({sql}) x", *arguments)
    return many


async def _page(
    actor: Actor, filters: Filters, after: UUID | None, found: Sequence[UUID] | None, most: int
) -> list[UUID]:
    sql, arguments = ids_query(actor.organisation, replace(filters, after=after), found, most)
    async with db.transaction(actor):
        return [row["id"] for row in await db.fetch(sql, *arguments)]


async def order(actor: Actor, step: Step, selection: Selection) -> Ordered:
    """Does the step to the selection at once where there are few cases, else orders the job."""
    actor.must(RIGHT[step.what])
    many = await size_of(actor, selection)
    if not many:
        raise Invalid("Choose at least one case.")
    if many <= AT_ONCE:
        outcome, batch_id = await carry_out(actor, step, await first_of(actor, selection))
        return Ordered(outcome.said(DONE[step.what]), batch_id)
    order_id, filters = new_id(), selection.filters
    _known(filters)
    async with db.transaction(actor):
        progress_id = await progress.announce(actor, order_id, NAME, many)
        await jobs.defer(
            "cases.bulk_step",
            queue="bulk",
            organisation_id=actor.organisation,
            person_id=str(actor.person_id or ""),
            progress_id=progress_id,
            what=step.what,
            target=step.target,
            signatory_id=str(step.signatory_id or ""),
            cases=",".join(str(one) for one in selection.ticked),
            filters=address_of(filters),
        )
    return Ordered(f"{many} cases are being worked through. The page may be closed.", order_id=order_id)


def _known(filters: Filters) -> None:
    """A job is told nothing that somebody wrote: words of an address that name no status or country stop here."""
    statuses, codes = {"", *CaseStatus}, {"", *(one.code for one in JURISDICTIONS)}
    if filters.status not in statuses or filters.jurisdiction not in codes:
        raise Invalid("The list is narrowed to what there is not. Choose the cases again.")


def address_of(filters: Filters) -> str:
    """The filters as an address's query, without what is searched for."""
    given = {
        "side": filters.side,
        "status": filters.status,
        "jurisdiction": filters.jurisdiction,
        "person": str(filters.person_id or ""),
        "sale": str(filters.sale_id or ""),
        "undated": "true" if filters.undated else "",
    }
    return urlencode({name: value for name, value in given.items() if value})


def filters_in(address: str) -> Filters:
    """What `address_of` wrote."""
    given = dict(parse_qsl(address))
    return Filters(
        side="instructed" if given.get("side") == "instructed" else "own",
        status=given.get("status", ""),
        jurisdiction=given.get("jurisdiction", ""),
        person_id=UUID(given["person"]) if "person" in given else None,
        sale_id=UUID(given["sale"]) if "sale" in given else None,
        undated=given.get("undated") == "true",
    )


async def work_through(actor: Actor, step: Step, selection: Selection, progress_id: UUID) -> Outcome:
    """The job: chunk by chunk in the order of ids, each a command of its own; what stops it is told and raised on."""
    account = Progress(actor, progress_id)
    outcome, seen = Outcome(0, ()), 0
    try:
        after: UUID | None = None
        while part := await _chunk(actor, selection, after):
            done, _ = await carry_out(actor, step, part)
            outcome, seen, after = outcome.plus(done), seen + len(part), part[-1]
            await account.report(seen)
    except Exception as error:
        sentence = error.sentence if isinstance(error, Refused) else "It stopped half-way. What was done stays done."
        await account.fail(sentence)
        raise
    await account.finish(seen, outcome.said(DONE[step.what]))
    return outcome


async def _chunk(actor: Actor, selection: Selection, after: UUID | None) -> list[UUID]:
    if selection.ticked:
        return [one for one in sorted(selection.ticked) if after is None or one > after][:CHUNK]
    return await _page(actor, selection.filters, after, None, CHUNK)


async def progress_of(actor: Actor, order_id: UUID) -> ProgressShown | None:
    """How far an order has come; None for strangers."""
    actor.must("cases.read")
    async with db.transaction(actor):
        return await progress.latest(actor, order_id, NAME)
