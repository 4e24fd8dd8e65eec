"""The job that brings an approved file to the court, once: what it is about to do is written down before it does it.

Found in `sending`, a file may be in the court's hands, whatever became of the job that sent it. Then the court is
asked: by sending again where it tells a file it has from a new one, else among its own lists; never blindly.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from cases.submissions.accounts import OpenAccount, note_verified, open_account
from cases.submissions.anew import go_without
from cases.submissions.approving import send_later
from cases.submissions.arriving import arrive, locked, move_submission, refuse_whole
from cases.submissions.connectors.offered import DROP, connector_named
from cases.submissions.connectors.seam import (
    AccountRefused,
    Connector,
    MayHaveArrived,
    NotSent,
    Receipt,
    RefusedByCourt,
    ToSend,
)
from cases.submissions.keeping_receipts import keep_receipt
from cases.submissions.leaving import stopped_in
from cases.submissions.states import SubmissionStatus
from documents.vault.queries import open_document
from kernel import db, jobs
from kernel.actor import Actor
from kernel.errors import NotFound, Problem

MOST_ATTEMPTS = 5
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
"""How long after a failed attempt the next one comes; after the last a person decides."""
MAY_BE_SENT = {SubmissionStatus.APPROVED, SubmissionStatus.FAILED, SubmissionStatus.SENDING}


@dataclass(frozen=True, slots=True)
class Attempt:
    """`began_before`: when an earlier attempt began whose end nobody knows. `actor` writes down what became of it; it
    is not `ours` where the cases left the firm while the file was on its way.
    """

    row: db.Row
    account: OpenAccount
    actor: Actor
    number: int
    began_before: datetime | None
    ours: bool = True


async def send_submission(actor: Actor, submission_id: UUID) -> str:
    """Sends the file or finds out what became of it; returns the status it is in then. Safe to repeat.

    A file whose cases went to other hands before it left is theirs, and is not sent by whoever made it.
    """
    if stopped := await _stopped(actor, submission_id):
        await go_without(actor, submission_id, stopped)
        return "withdrawn"
    attempt = await _begin(actor, submission_id)
    if attempt is None:
        return "nothing to send"
    connector = connector_named(attempt.row["connector"])
    content = await (await open_document(actor, attempt.row["document_id"])).content()
    file = ToSend(attempt.row["reference"], attempt.row["name"], content)
    try:
        with attempt.account.hushed():
            receipt = await _carried(connector, file, attempt)
    except AccountRefused as problem:
        await note_verified(actor, attempt.account.id, refused=problem.sentence)
        return await _failed(await _whose(attempt), problem, again=False)
    except NotSent as problem:
        return await _failed(await _whose(attempt), problem, again=True)
    except MayHaveArrived as problem:
        return await _unknown(await _whose(attempt), problem.sentence)
    except RefusedByCourt as problem:
        await note_verified(actor, attempt.account.id)
        await refuse_whole((await _whose(attempt)).actor, submission_id, reason=problem.sentence)
        return "refused"
    except Problem as problem:
        return await _failed(await _whose(attempt), problem, again=False)
    await note_verified(actor, attempt.account.id)
    attempt = await _whose(attempt)
    if receipt is None:
        return await _unknown(attempt, "The court's lists do not show it. Ask again later, or ask the court.")
    if receipt.content is not None:
        # Before it is written down that the file arrived: killed in between, the court is asked, and what is kept is.
        await keep_receipt(actor, attempt.actor, attempt.account, receipt.content, submission_id)
    reference = attempt.account.hush(receipt.court_reference) if receipt.court_reference else None
    await arrive(attempt.actor, submission_id, court_reference=reference)
    return "sent"


async def _whose(attempt: Attempt) -> Attempt:
    """What became of the file is written down by whoever works its cases now: they may have left the firm meanwhile."""
    owner = Actor.system(attempt.row["organisation_id"], attempt.actor.clock)
    async with db.transaction(owner):
        row = await locked(owner, attempt.row["id"])
    working = row["firm_organisation_id"] or row["organisation_id"]
    if working == attempt.actor.organisation:
        return attempt
    return replace(attempt, actor=Actor.system(working, attempt.actor.clock), ours=False)


async def _stopped(actor: Actor, submission_id: UUID) -> list[str]:
    """What of a file that surely has not left may not leave any more."""
    async with db.transaction(actor):
        row = await _reached(actor, submission_id)
        if row is None or row["status"] not in MAY_BE_SENT - {SubmissionStatus.SENDING} or row["connector"] == DROP:
            return []
        return await stopped_in(actor, row)


async def _reached(actor: Actor, submission_id: UUID) -> db.Row | None:
    """The file's row, locked; None where its cases went to other hands."""
    try:
        return await locked(actor, submission_id)
    except NotFound:
        return None


async def _begin(actor: Actor, submission_id: UUID) -> Attempt | None:
    """Writes the attempt down, in a transaction that is over before anything leaves."""
    async with db.transaction(actor):
        row = await _reached(actor, submission_id)
        if row is None or row["status"] not in MAY_BE_SENT or row["connector"] == DROP:
            return None
        began = row["attempted_at"] if row["status"] == SubmissionStatus.SENDING else None
        if row["status"] == SubmissionStatus.FAILED:
            await move_submission(actor, row, "try_again")
        if began is None:
            await move_submission(actor, row, "begin", attempts=row["attempts"] + 1, attempted_at=actor.now())
        account = await open_account(actor, row["account_id"])
    return Attempt(row, account, actor, row["attempts"] + (began is None), began)


async def _carried(connector: Connector, file: ToSend, attempt: Attempt) -> Receipt | None:
    if attempt.began_before is None:
        return await connector.send(file, attempt.account.fields)
    try:
        return await connector.arrived(file, attempt.account.fields, attempt.began_before)
    except NotSent as problem:
        # What was asked did not arrive; the file itself may have, before.
        raise MayHaveArrived(f"Whether it arrived could not be asked: {problem.sentence}") from problem


async def _failed(attempt: Attempt, problem: Problem, *, again: bool) -> str:
    """It surely did not arrive; tried again by itself a few times, later each time."""
    actor, row = attempt.actor, attempt.row
    async with db.transaction(actor):
        await move_submission(actor, row, "fail", reason=_told(problem))
        if again and attempt.ours and attempt.number < MOST_ATTEMPTS:
            await _later(actor, row, WAITS[min(attempt.number, len(WAITS)) - 1])
    return "failed"


async def _unknown(attempt: Attempt, sentence: str) -> str:
    actor, row = attempt.actor, attempt.row
    async with db.transaction(actor):
        asked = await db.fetch_value(
            "UPDATE submissions SET reason = $2, attempts = attempts + 1 WHERE id = $1 AND status = 'sending'"
            " RETURNING attempts",
            row["id"],
            sentence[:1000],
        )
        if asked is not None and attempt.ours and asked <= MOST_ATTEMPTS:
            await _later(actor, row, WAITS[min(asked, len(WAITS)) - 1])
    return "sending"


async def _later(actor: Actor, row: db.Row, wait: timedelta) -> None:
    """Without the account's lock, which would keep its other files and its answers waiting as long."""
    submission_id: UUID = row["id"]
    await jobs.defer(
        "submissions.resume",
        once=f"submissions.resume:{submission_id}",
        at=actor.now() + wait,
        organisation_id=actor.organisation,
        submission_id=submission_id,
    )


async def resume_sending(actor: Actor, submission_id: UUID) -> None:
    """The wait after a failed attempt is over: the file queues for its account again."""
    async with db.transaction(actor):
        row = await _reached(actor, submission_id)
        if row is not None and row["status"] in MAY_BE_SENT:
            await send_later(actor, submission_id, row["account_id"])


def _told(problem: Problem) -> str:
    return problem.in_full[:1000]
