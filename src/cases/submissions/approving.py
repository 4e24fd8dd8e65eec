"""The person who submits confirms the court's fees; files are withdrawn, tried again or split while none has left."""

from collections.abc import Sequence
from uuid import UUID

from cases.answers.channels import way_named
from cases.submissions.accounts import account_at_hand
from cases.submissions.arriving import arrive, locked, move_submission, release_parts, unsent_papers
from cases.submissions.connectors.offered import DROP, connectors_of
from cases.submissions.facts import SubmissionFeeApproved
from cases.submissions.fees import covered, must_cover
from cases.submissions.leaving import stopped_in
from cases.submissions.lodging import order_lodging
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, Place, Refused
from kernel.money import Money

NAMED = 5


async def approve_submission(actor: Actor, submission_id: UUID, *, shown: Money) -> None:
    """Confirms the fee and sends the file on its way; with connector `drop` a person carries it.

    Refused if the fee is not what the page showed, something stops one of its cases meanwhile, or a short account
    would take every filing with it.
    """
    actor.must("filings.submit")
    async with db.transaction(actor):
        row = await _own(actor, submission_id)
        fee = Money(row["fee_minor"], row["currency"])
        if shown != fee:
            raise Invalid(
                f"The page showed fees of {shown}, the file costs {fee}. Look at it again.",
                places=[Place("shown_amount", str(shown), f"It is {fee}.")],
            )
        await _nothing_stops(actor, row)
        account = await account_at_hand(actor, row["channel"])
        if account.id != row["account_id"]:
            raise Refused("The file names the account of whoever worked these cases before. Withdraw it, make it anew.")
        # Two approvals at once count each other's fees: both wait for the account.
        await db.execute("SELECT 1 FROM court_accounts WHERE id = $1 FOR UPDATE", account.id)
        must_cover(way_named(row["channel"]).channel, fee, await covered(account, but=submission_id))
        connector = account.connector if account.connector in connectors_of(row["channel"]) else DROP
        await move_submission(
            actor,
            row,
            "approve",
            approved_minor=fee.minor,
            approved_by=actor.person_id,
            approved_at=actor.now(),
            connector=connector,
        )
        approved = SubmissionFeeApproved(subject_id=submission_id, reference=row["reference"], amount=str(fee))
        await facts.record(actor, approved)
        if connector != DROP:
            await send_later(actor, submission_id, row["account_id"])


async def send_later(actor: Actor, submission_id: UUID, account_id: UUID) -> None:
    """One request of an account at a time, whichever file it is for."""
    await jobs.defer(
        "submissions.send",
        lock=f"court:{account_id}",
        once=f"submissions.send:{submission_id}",
        organisation_id=actor.organisation,
        submission_id=submission_id,
    )


async def hand_over(
    actor: Actor, submission_id: UUID, *, court_reference: str, receipt_document_id: UUID | None = None
) -> None:
    """A person carried the file and the court took it; its receipt is the proof."""
    actor.must("filings.submit")
    name = court_reference.strip()
    if not 0 < len(name) <= 100:
        wanted = "Write what the court's receipt says, in at most 100 characters."
        raise Invalid(
            "Without a receipt it is not known to have arrived.", places=[Place("court_reference", name[:40], wanted)]
        )
    async with db.transaction(actor):
        row = await _own(actor, submission_id)
        if row["connector"] != DROP:
            raise Refused("This file goes by the court's service, which gives the receipt itself.")
        await arrive(actor, submission_id, court_reference=name, receipt_document_id=receipt_document_id)


async def withdraw_submission(actor: Actor, submission_id: UUID) -> None:
    """Takes back a file that has not left; its papers may go in another. Refused once it is on its way."""
    actor.must("filings.submit")
    async with db.transaction(actor):
        await move_submission(actor, await _own(actor, submission_id), "withdraw")
        await release_parts(submission_id)


async def make_anew(actor: Actor, submission_id: UUID) -> list[UUID]:
    """Takes back a file that has not left and orders another of its papers, without those that may not leave any more
    or are in other hands; returns the batches.
    """
    actor.must("filings.submit")
    async with db.transaction(actor):
        row = await _own(actor, submission_id)
        papers = await unsent_papers(actor, submission_id)
        await withdraw_submission(actor, submission_id)
        if not papers:
            raise Refused("None of its papers is left to go in another file: withdraw it.")
        return await order_lodging(actor, papers, row["channel"])


async def try_again(actor: Actor, submission_id: UUID) -> None:
    """Sends a file that surely did not arrive."""
    actor.must("filings.submit")
    async with db.transaction(actor):
        row = await _own(actor, submission_id)
        await _nothing_stops(actor, row)
        await move_submission(actor, row, "try_again")
        await send_later(actor, submission_id, row["account_id"])


async def ask_again(actor: Actor, submission_id: UUID) -> None:
    """Asks the court about a file that may have arrived."""
    actor.must("filings.submit")
    async with db.transaction(actor):
        row = await _own(actor, submission_id)
        if row["status"] != "sending":
            raise Refused(f"The file is {row['status']} now; there is nothing to ask.")
        await send_later(actor, submission_id, row["account_id"])


async def declare_not_arrived(actor: Actor, submission_id: UUID, *, how_known: str) -> None:
    """A person asked the court and learned that it does not have the file."""
    actor.must("filings.submit")
    if not 0 < len(how_known.strip()) <= 300:
        wanted = "Say whom you asked and when, in at most 300 characters."
        raise Invalid("How is it known?", places=[Place("how_known", how_known[:40], wanted)])
    async with db.transaction(actor):
        row = await _own(actor, submission_id)
        await move_submission(actor, row, "fail", reason=f"The court does not have it: {how_known.strip()}")


async def split_submission(actor: Actor, submission_id: UUID) -> list[UUID]:
    """Takes the file back and orders two: what the account covers, in the order of the file, and the rest."""
    actor.must("filings.submit")
    async with db.transaction(actor):
        row = await _own(actor, submission_id)
        account = await account_at_hand(actor, row["channel"])
        here = await covered(account, but=submission_id)
        if here.available is None:
            raise Refused("Nobody entered what the account holds: enter the balance first, at /court-accounts.")
        rows = await db.fetch(
            "SELECT filing_id, coalesce(fee_minor, 0) AS fee FROM submission_parts WHERE submission_id = $1"
            " ORDER BY id",
            submission_id,
        )
        first: list[UUID] = []
        rest: list[UUID] = []
        left = here.available.minor
        for one in rows:
            (first if one["fee"] <= left and not rest else rest).append(one["filing_id"])
            left -= one["fee"]
        if not first or not rest:
            raise Refused(
                f"The account covers {here.available}: that is "
                + (
                    "the whole file, so nothing needs splitting."
                    if first
                    else "not even the first filing. Pay in first."
                )
            )
        await withdraw_submission(actor, submission_id)
        ordered: list[UUID] = []
        for group in (first, rest):
            ordered += await order_lodging(actor, group, row["channel"])
    return ordered


async def _own(actor: Actor, submission_id: UUID) -> db.Row:
    """The file, locked; Forbidden for the owner of cases that a firm works."""
    row = await locked(actor, submission_id)
    if (row["firm_organisation_id"] or row["organisation_id"]) != actor.organisation:
        raise Forbidden("The law firm that works these cases submits them, under its own account.")
    return row


async def _nothing_stops(actor: Actor, row: db.Row) -> None:
    if stopped := await stopped_in(actor, row):
        raise Refused(
            f"{len(stopped)} of the filings may not leave any more. {_first(stopped)} Make the file anew: what may not"
            " leave is then left out, and the rest goes."
        )


def _first(stopped: Sequence[str]) -> str:
    return " ".join(stopped[:NAMED])
