"""The mail that brought a paper: what it says of itself, and what became of each of its parts."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.correspondence.mails import read_mail
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class PartShown:
    """`paper_id` where it is a paper of its own; `reason` where the message alone has it."""

    name: str
    size_bytes: int
    paper_id: UUID | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class MailShown:
    """`sender` was said by the sending server, `says_from` by the mail, `checks` by servers on its way."""

    document_id: UUID
    sender: str | None
    says_from: str | None
    subject: str | None
    checks: str | None
    peer: str | None
    received_at: datetime
    body: str
    parts: tuple[PartShown, ...]


@dataclass(frozen=True, slots=True)
class RefusedMail:
    """A mail of which nothing was kept: its sender was told."""

    sender: str | None
    says_from: str | None
    subject: str | None
    refused: str
    received_at: datetime


async def mail_of(actor: Actor, paper_id: UUID) -> MailShown | None:
    """The mail that brought the paper, with its words read out of the message; None for a paper brought by hand."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT m.* FROM incoming_papers i JOIN incoming_mails m ON m.id = i.mail_id"
            " WHERE i.id = $1 AND i.organisation_id = $2 AND m.document_id IS NOT NULL",
            paper_id,
            actor.organisation,
        )
        parts = await db.fetch(
            "SELECT name, size_bytes, paper_id, reason FROM mail_parts WHERE mail_id = $1 ORDER BY number",
            row["id"] if row else None,
        )
    if row is None:
        return None
    opened = await open_document(actor, row["document_id"])
    read = await asyncio.to_thread(read_mail, await opened.content())
    plain = {name: row[name] for name in MailShown.__dataclass_fields__ if name not in {"body", "parts"}}
    return MailShown(**plain, body=read.body, parts=tuple(PartShown(**dict(one)) for one in parts))


async def refused_mails(actor: Actor) -> list[RefusedMail]:
    """The latest mails that were refused for what the scanner found."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT sender, says_from, subject, refused, received_at FROM incoming_mails"
            " WHERE organisation_id = $1 AND refused IS NOT NULL ORDER BY received_at DESC LIMIT 20",
            actor.organisation,
        )
    return [RefusedMail(**dict(row)) for row in rows]
