"""Fetching what courts answer, account by account, into the tray of answers, byte for byte."""

from datetime import timedelta
from uuid import UUID

from cases.answers.taking_in import take_whatever
from cases.submissions.accounts import note_verified, open_account
from cases.submissions.connectors.offered import DROP, connector_named, connectors_of
from cases.submissions.connectors.seam import AccountRefused
from kernel import db, jobs
from kernel.actor import Actor
from kernel.errors import NotFound, Refused

FIRST_LOOK = timedelta(days=30)
OVERLAP = timedelta(hours=1)
"""Asked for again each time: the court's clock is not ours, and what came before is known by its bytes."""


async def collect_all(actor: Actor) -> int:
    """Orders the fetching of every account that goes by a service. For the platform's own job."""
    async with db.transaction(actor):
        rows = await db.fetch("SELECT id, organisation_id FROM court_accounts WHERE connector <> $1", DROP)
        for row in rows:
            await _fetch_later(row["organisation_id"], row["id"])
    return len(rows)


async def collect_now(actor: Actor, channel: str) -> None:
    """A person does not want to wait for the next round."""
    actor.must("filings.submit")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT id, connector FROM court_accounts WHERE organisation_id = $1 AND channel = $2",
            actor.organisation,
            channel,
        )
        if row is None:
            raise NotFound("There is no such account here.")
        if row["connector"] == DROP:
            raise Refused("This account's answers are carried by a person: bring them to the tray of answers.")
        await _fetch_later(actor.organisation, row["id"])


async def _fetch_later(organisation_id: UUID, account_id: UUID) -> None:
    await jobs.defer(
        "submissions.collect",
        lock=f"court:{account_id}",
        once=f"submissions.collect:{account_id}",
        organisation_id=organisation_id,
        account_id=account_id,
    )


async def collect_answers(actor: Actor, account_id: UUID) -> int:
    """Fetches and hands over; returns how many answers came. Safe to repeat: the tray knows what it has.

    One that cannot be taken is set aside there with its reason and keeps no other back. What did not come is told at
    the end, once the rest is kept.
    """
    account = await open_account(actor, account_id)
    if account.connector not in connectors_of(account.channel) or account.connector == DROP:
        return 0
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT reference, court_reference, id FROM submissions WHERE account_id = $1 AND status = 'sent'"
            " AND court_reference IS NOT NULL ORDER BY sent_at",
            account_id,
        )
    now = actor.now()
    since = (account.collected_at or now - FIRST_LOOK) - OVERLAP
    files = {row["reference"]: row["court_reference"] for row in rows}
    try:
        with account.hushed():
            found = await connector_named(account.connector).collect(account.fields, since, now, files)
    except AccountRefused as problem:
        await note_verified(actor, account_id, refused=problem.sentence)
        raise
    await note_verified(actor, account_id)
    for content in found.contents:
        await take_whatever(actor, account.channel, content)
    async with db.transaction(actor):
        await db.execute(
            "UPDATE court_accounts SET collected_at = greatest(collected_at, $2) WHERE id = $1", account_id, found.until
        )
    if found.missed is not None:
        with account.hushed():
            raise found.missed
    return len(found.contents)
