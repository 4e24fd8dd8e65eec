"""Onboarding by the thousand: ordered in a request, done by a job in chunks, with its progress and its answer.

Each chunk is one command, safe to repeat: killed anywhere, the next run leaves out what was done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args
from uuid import UUID

from cases.desk.commands import Outcome, confirm_documents, finish_onboarding, reconcile_files
from cases.desk.reach import cases_of_sale
from cases.proceedings.preparing import send_notices
from cases.proceedings.signatories import signatory_for
from kernel import db, jobs, progress
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.progress import Progress, ProgressShown

What = Literal["reconcile", "confirm", "notices", "finish"]
ONBOARDING = ("onboarding",)
OPEN = (
    "onboarding",
    "amicable",
    "pre-action",
    "filed",
    "served",
    "contested",
    "uncontested",
    "enforceable",
    "enforcement",
)
RIGHT: Mapping[What, str] = {
    "reconcile": "cases.onboard",
    "confirm": "cases.onboard",
    "notices": "cases.onboard",
    "finish": "cases.onboard",
}
DONE: Mapping[What, str] = {
    "reconcile": "Files reconciled:",
    "confirm": "Documents confirmed:",
    "notices": "Notices being written and sent:",
    "finish": "Cases free to be worked:",
}
AT_ONCE = 200
"""So many cases are done while the person waits; more go to a job."""
CHUNK = 1000
NAME = "onboarding"


@dataclass(frozen=True, slots=True)
class Order:
    """One button on some cases of a sale; without `case_ids` on all of them that it can concern."""

    sale_id: UUID
    what: What
    case_ids: tuple[UUID, ...] = ()
    signatory_id: UUID | None = None


def known(what: str) -> What | None:
    return next((one for one in get_args(What) if one == what), None)


async def carry_out(actor: Actor, order: Order) -> str:
    """Does it at once where there are few cases, else orders the job; the sentence says which and what came of it."""
    actor.must(RIGHT[order.what])
    ids = await concerned(actor, order)
    if len(ids) <= AT_ONCE:
        return (await _act(actor, order, ids)).said(DONE[order.what])
    await _may_begin(actor, order)
    await _defer(actor, order, len(ids))
    return f"{len(ids)} cases are being worked through. How far it has come stands below; the page may be closed."


async def concerned(actor: Actor, order: Order) -> list[UUID]:
    """The ticked cases, or every one of the sale in the statuses the button is for."""
    if order.case_ids:
        return list(order.case_ids)
    return await cases_of_sale(actor, order.sale_id, statuses=ONBOARDING)


async def work_through(actor: Actor, order: Order, progress_id: UUID) -> Outcome:
    """The job: chunk by chunk, told on the account of the work; what stops it is told there too and raised on."""
    account = Progress(actor, progress_id)
    try:
        ids = await concerned(actor, order)
        outcome = Outcome(0, ())
        await account.report(0, len(ids))
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            outcome = outcome.plus(await _act(actor, order, part))
            await account.report(start + len(part), len(ids))
    except Exception as error:
        sentence = error.sentence if isinstance(error, Refused) else "It stopped half-way. What was done stays done."
        await account.fail(sentence)
        raise
    await account.finish(len(ids), outcome.said(DONE[order.what]))
    return outcome


async def _act(actor: Actor, order: Order, ids: Sequence[UUID]) -> Outcome:
    match order.what:
        case "reconcile":
            return await reconcile_files(actor, ids)
        case "confirm":
            return await confirm_documents(actor, ids)
        case "finish":
            return await finish_onboarding(actor, ids)
        case "notices":
            return (await send_notices(actor, ids, signatory_id=order.signatory_id)).outcome


async def _may_begin(actor: Actor, order: Order) -> None:
    """What would stop the job at its first case is said to the person who asks."""
    if order.what == "notices":
        await signatory_for(actor, order.signatory_id, actor.today("UTC"))


async def _defer(actor: Actor, order: Order, many: int) -> None:
    async with db.transaction(actor):
        progress_id = await progress.announce(actor, order.sale_id, NAME, many)
        await jobs.defer(
            "cases.onboard",
            queue="bulk",
            lock=f"cases.onboard:{order.sale_id}",
            organisation_id=actor.organisation,
            person_id=str(actor.person_id or ""),
            progress_id=progress_id,
            sale_id=order.sale_id,
            what=order.what,
            cases=",".join(str(one) for one in order.case_ids),
            signatory_id=str(order.signatory_id or ""),
        )


def on_behalf(organisation_id: UUID, person_id: str) -> Actor:
    """The job's actor: the system, for the person who ordered it, whose right was checked when the order was taken."""
    return replace(Actor.system(organisation_id), person_id=UUID(person_id) if person_id else None)


async def latest_work(actor: Actor, sale_id: UUID) -> ProgressShown | None:
    """The newest bulk work on the sale's cases, if any."""
    actor.must("cases.read")
    async with db.transaction(actor):
        return await progress.latest(actor, sale_id, NAME)
