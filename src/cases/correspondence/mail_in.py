"""Taking post in that comes by mail: the message and what it brings are kept together, or nothing of it is."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.correspondence.addresses import Postbox
from cases.correspondence.facts import MailReceived, MailRefused
from cases.correspondence.mails import Mail, read_mail
from cases.correspondence.receiving import CASE_REFERENCE, LONGEST_SAID, keep_document, put_in_tray
from cases.deadlines.queries import today_of
from cases.desk.exhibits import LARGEST
from documents.intake.clamd import Scan, scan
from documents.intake.door import Taken, take_in
from documents.intake.faults import NotTaken
from documents.vault.commands import Put, put
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.ids import new_id

log = logging.getLogger("recourse.post")
MAIL_TYPE = "message/rfc822"
LARGEST_MAIL = LARGEST * 3 // 2
"""The largest paper, written in letters as mails carry it (base64 makes three bytes four), and some words."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the sending server said, and from where: shown, and not believed."""

    sender: str | None
    peer: str | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A part of the mail as it will stand: stored, or the reason why the message alone has it."""

    name: str
    size: int
    taken: Taken | None = None
    stored: Put | None = None
    reason: str | None = None


async def receive_mail(postbox: Postbox, raw: bytes, envelope: Envelope, *, clock: Clock = SYSTEM_CLOCK) -> UUID:
    """Keeps the mail and puts what it brings into the tray; returns the mail's id once all of it is committed.

    The same mail again is known by its Message-ID and content, and its first id is returned. Each file passes the
    door; one that must stay outside stays in its message, which then waits in the tray itself, as it does when it
    brings no file at all. NotTaken, after noting so, where the scanner finds something: nothing of it is stored.
    """
    actor = Actor.system(postbox.organisation_id, clock)
    mail = await asyncio.to_thread(read_mail, raw)
    known = await _known(actor, mail)
    if known is not None:
        return known
    try:
        scanned = await _scanned(actor, raw)
        parts = [await _part(actor, one.name, one.content) for one in mail.files]
    except NotTaken as refused:
        await _refuse(actor, postbox, mail, envelope, refused)
        raise
    message = await put(raw, media_type=MAIL_TYPE)
    stored = [await _stored(one) for one in parts]
    return await _keep(actor, postbox, mail, envelope, message, scanned, stored)


async def _known(actor: Actor, mail: Mail) -> UUID | None:
    async with db.transaction(actor):
        known: UUID | None = await db.fetch_value(
            "SELECT id FROM incoming_mails WHERE organisation_id = $1 AND digest = $2 AND document_id IS NOT NULL",
            actor.organisation,
            mail.digest,
        )
    return known


async def _scanned(actor: Actor, raw: bytes) -> Scan:
    found = await scan(raw, now=actor.now())
    if found.state == "infected":
        raise NotTaken("infected", f"The scanner found {found.finding} in it.")
    return found


async def _part(actor: Actor, name: str, content: bytes) -> _Kept:
    try:
        return _Kept(name, len(content), await take_in(actor, content, name, largest=LARGEST))
    except NotTaken as refused:
        if refused.fault == "infected":
            raise
        return _Kept(name, len(content), reason=refused.reason[:300])


async def _stored(one: _Kept) -> _Kept:
    if one.taken is None:
        return one
    return _Kept(one.name, one.size, one.taken, await put(one.taken.content, media_type=one.taken.media_type))


async def _keep(
    actor: Actor,
    postbox: Postbox,
    mail: Mail,
    envelope: Envelope,
    message: Put,
    scanned: Scan,
    parts: list[_Kept],
) -> UUID:
    mail_id = new_id()
    received_on = await today_of(actor)
    async with db.transaction(actor):
        # Its sender may send it twice at once; the second waits here and finds the first.
        await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", mail.digest.hex())
        known = await _known(actor, mail)
        if known is not None:
            return known
        title = mail.subject or "Mail without a subject"
        document_id = await keep_document(actor, message, "incoming_mail", title, "message.eml", None, scanned)
        await _insert(actor, mail_id, postbox, mail, envelope, document_id=document_id)
        papers = [await _lay(actor, mail_id, mail, received_on, one) for one in parts]
        await _note_parts(actor, mail_id, parts, papers)
        if None in papers or not papers or not mail.whole:
            await put_in_tray(actor, document_id, said=_said("", mail), received_on=received_on, mail_id=mail_id)
        left = papers.count(None)
        told = MailReceived(subject_id=mail_id, document_id=document_id, papers=len(papers) - left, left=left)
        await facts.record(actor, told)
    return mail_id


async def _lay(actor: Actor, mail_id: UUID, mail: Mail, received_on: date, one: _Kept) -> UUID | None:
    """Puts the part into the tray as a paper of its own, if it was taken."""
    if one.taken is None or one.stored is None:
        return None
    name = one.taken.file_name
    document_id = await keep_document(actor, one.stored, "incoming_paper", name, name, one.taken.pages, one.taken.scan)
    return await put_in_tray(actor, document_id, said=_said(one.name, mail), received_on=received_on, mail_id=mail_id)


async def _insert(
    actor: Actor,
    mail_id: UUID,
    postbox: Postbox,
    mail: Mail,
    envelope: Envelope,
    *,
    document_id: UUID | None = None,
    refused: str | None = None,
) -> int:
    return await db.execute(
        "INSERT INTO incoming_mails (id, organisation_id, address_id, digest, message_id, sender, says_from, subject,"
        " checks, peer, document_id, refused, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
        " $13) ON CONFLICT DO NOTHING",
        mail_id,
        actor.organisation,
        postbox.address_id,
        mail.digest,
        mail.message_id,
        envelope.sender[:320] if envelope.sender else None,
        mail.says_from,
        mail.subject,
        mail.checks,
        envelope.peer,
        document_id,
        refused[:300] if refused else None,
        actor.now(),
    )


async def _note_parts(actor: Actor, mail_id: UUID, parts: list[_Kept], papers: list[UUID | None]) -> None:
    await db.execute(
        "INSERT INTO mail_parts (id, mail_id, organisation_id, number, name, size_bytes, paper_id, reason)"
        " SELECT uuidv7(), $1, $2, n.number, n.name, n.size, n.paper_id, n.reason FROM unnest($3::int[], $4::text[],"
        " $5::bigint[], $6::uuid[], $7::text[]) AS n(number, name, size, paper_id, reason)",
        mail_id,
        actor.organisation,
        list(range(1, len(parts) + 1)),
        [one.name for one in parts],
        [one.size for one in parts],
        papers,
        [one.reason for one in parts],
    )


async def _refuse(actor: Actor, postbox: Postbox, mail: Mail, envelope: Envelope, refused: NotTaken) -> None:
    """Nothing of the mail is kept but that it came, so that its absence can be explained."""
    log.warning("post.refused fault=%s address=%s", refused.fault, postbox.address_id)
    mail_id = new_id()
    async with db.transaction(actor):
        if await _insert(actor, mail_id, postbox, mail, envelope, refused=refused.reason):
            await facts.record(actor, MailRefused(subject_id=mail_id))


def _said(name: str, mail: Mail) -> str:
    """Our own reference, wherever the mail has it; what its subject says otherwise."""
    named = CASE_REFERENCE.search(f"{name} {mail.subject or ''} {mail.body}".replace("_", " "))
    return named[0].upper() if named else (mail.subject or "")[:LONGEST_SAID]
