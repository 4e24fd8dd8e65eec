"""Another file in place of one of which something may not leave any more: the good ones lose no day over it.

Who approved the fees of all approved those of fewer: the new file needs no second approval while it costs no more.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from cases.answers.channels import way_named
from cases.submissions.accounts import account_at_hand
from cases.submissions.approving import send_later
from cases.submissions.arriving import LONGEST_REASON, locked, move_submission, release_parts, unsent_papers
from cases.submissions.connectors.offered import DROP, connectors_of
from cases.submissions.facts import SubmissionFeeApproved
from cases.submissions.fees import covered, must_cover
from cases.submissions.lodging import order_lodging
from cases.submissions.states import SubmissionStatus
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.money import Money

NAMED = 5


async def go_without(actor: Actor, submission_id: UUID, stopped: Sequence[str]) -> None:
    """Takes an approved file back and orders another of its papers, out of which what is stopped stays."""
    async with db.transaction(actor):
        row = await locked(actor, submission_id)
        if row["status"] not in {SubmissionStatus.APPROVED, SubmissionStatus.FAILED}:
            return
        papers = await unsent_papers(actor, submission_id)
        told = f"Taken back before it left, and made anew of the rest. {' '.join(stopped[:NAMED])}"
        await move_submission(actor, row, "withdraw", reason=told[:LONGEST_REASON])
        await release_parts(submission_id)
        if papers:
            ordering = replace(actor, person_id=row["approved_by"])
            await order_lodging(ordering, papers, row["channel"], instead_of=submission_id)


async def approve_as_before(actor: Actor, former_id: UUID, submission_id: UUID) -> None:
    """Approves the new file as the former was, in the open transaction; it waits for a person where it costs more, goes
    by another account or is to be carried, or the account does not cover it any more.
    """
    former = await locked(actor, former_id)
    row = await locked(actor, submission_id)
    fee = Money(row["fee_minor"], row["currency"])
    others = await db.fetch_value(
        "SELECT coalesce(sum(approved_minor), 0)::bigint FROM submissions WHERE batch_id = $1", row["batch_id"]
    )
    by_service = row["connector"] != DROP and row["connector"] in connectors_of(row["channel"])
    dearer = others + fee.minor > former["approved_minor"] or fee.currency != former["currency"]
    if not by_service or dearer or former["account_id"] != row["account_id"]:
        return
    account = await account_at_hand(actor, row["channel"])
    await db.execute("SELECT 1 FROM court_accounts WHERE id = $1 FOR UPDATE", account.id)
    try:
        must_cover(way_named(row["channel"]).channel, fee, await covered(account, but=submission_id))
    except Refused:
        return
    approved = {"approved_minor": fee.minor, "approved_by": former["approved_by"], "approved_at": actor.now()}
    await move_submission(actor, row, "approve", **approved)
    fact = SubmissionFeeApproved(subject_id=submission_id, reference=row["reference"], amount=str(fee))
    await facts.record(actor, fact)
    await send_later(actor, submission_id, row["account_id"])
