"""Taking a court's file of answers in: its bytes are hashed and kept before anybody is told that it was taken."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from cases.answers.aside import put_aside
from cases.answers.channels import Way, way_named
from cases.answers.facts import AnswersTakenIn
from cases.answers.hushing import repeats
from cases.answers.keeping import AnswerFile
from cases.answers.states import AnswerFileStatus
from cases.desk.policies import must_enter
from cases.submissions.accounts import secrets_of
from documents.intake.clamd import Scan, scan
from documents.intake.faults import NotTaken
from documents.intake.names import plain_name
from documents.intake.scans import keep_scan
from documents.vault.commands import Put, add_document, put
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.ids import new_id

LARGEST = 32 << 20
"""More than any reader takes is kept for nobody: a court's file of 2,000 answers has half a megabyte."""
XML = ("application/xml", ".xml")
OTHER = ("application/octet-stream", ".dat")


@dataclass(frozen=True, slots=True)
class _Named:
    """How a file is kept. `fault`: why nobody reads it."""

    name: str
    kind: str
    submission_id: UUID | None
    fault: str | None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """`since`: when these very bytes came the first time, where they are known already."""

    file_id: UUID
    since: datetime | None = None


async def take_in(actor: Actor, channel: str, content: bytes, *, submission_id: UUID | None = None) -> UUID:
    """The id of the file, which is kept and will be read by a job; of the first one where these bytes came before."""
    return (await bring(actor, channel, content, submission_id=submission_id)).file_id


async def take_whatever(
    actor: Actor, channel: str, content: bytes, *, submission_id: UUID | None = None, aside: str | None = None
) -> UUID | None:
    """The same of what a court's service gave, which nobody brings a second time: one that the scanner refuses or that
    is too large is kept in quarantine, and waits in the tray with its reason. None where it is empty.

    `aside`: why it is kept and read by nobody, though it could be.
    """
    way = way_named(channel)
    if not content:
        return None
    known = await _known(actor, way, sha256(content).digest())
    if known is not None:
        return known.file_id
    scanned = await scan(content, now=actor.now())
    fault = aside
    if scanned.state == "infected":
        fault = f"The scanner found {scanned.finding} in it: it stays in quarantine. Ask the court for it again."
    elif len(content) > LARGEST:
        fault = f"It is larger than the {LARGEST >> 20} MB that are read. Ask the court for parts."
    return (await _stored(actor, way, content, scanned, "", submission_id, fault)).file_id


async def bring(
    actor: Actor, channel: str, content: bytes, *, submission_id: UUID | None = None, sent_name: str = ""
) -> TakenIn:
    """The same, and whether it was known. Whatever it says is kept: what cannot be read is set aside with its reason.

    Invalid for an empty or too large file and an unknown channel, NotTaken where the scanner finds something.
    """
    must_enter(actor)
    way = way_named(channel)
    if not 0 < len(content) <= LARGEST:
        wanted = f"A file of at most {LARGEST >> 20} MB that is not empty."
        raise Invalid("The file was not taken.", places=[Place("file", sent_name[:80] or None, wanted)])
    known = await _known(actor, way, sha256(content).digest())
    if known is not None:
        return known
    scanned = await scan(content, now=actor.now())
    if scanned.state == "infected":
        raise NotTaken("infected", f"The scanner found {scanned.finding} in the file. It was not stored.")
    return await _stored(actor, way, content, scanned, sent_name, submission_id, None)


async def _stored(
    actor: Actor,
    way: Way,
    content: bytes,
    scanned: Scan,
    sent_name: str,
    submission_id: UUID | None,
    fault: str | None,
) -> TakenIn:
    media_type, ending = XML if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else OTHER
    name = plain_name(sent_name or f"answers-{way.channel.code}{ending}", (ending, ".xml", ".txt", ".eda"))
    closed = await asyncio.to_thread(repeats, content, await secrets_of(actor, way.channel.code))
    stored = await put(content, media_type=media_type)
    kind = "court_answers_closed" if closed else "court_answers"
    return await _keep(actor, way, stored, scanned, _Named(name, kind, submission_id, fault))


async def _known(actor: Actor, way: Way, digest: bytes) -> TakenIn | None:
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT id, brought_at FROM court_answer_files WHERE organisation_id = $1 AND channel = $2 AND sha256 = $3",
            actor.organisation,
            way.channel.code,
            digest,
        )
    return None if row is None else TakenIn(row["id"], row["brought_at"])


async def _keep(actor: Actor, way: Way, stored: Put, scanned: Scan, named: _Named) -> TakenIn:
    async with db.transaction(actor):
        # Two may bring it at once: the second waits here and finds the first.
        await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", _lock(actor, way, stored.sha256))
        known = await _known(actor, way, stored.sha256)
        if known is not None:
            return known
        document_id = await add_document(
            actor,
            stored,
            subject_kind="organisation",
            subject_id=actor.organisation,
            kind=named.kind,
            title=f"Answers: {way.channel.name}"[:300],
            language="mul",
            file_name=named.name,
        )
        await keep_scan(actor, document_id, scanned)
        file_id = new_id()
        await db.execute(
            "INSERT INTO court_answer_files (id, organisation_id, channel, document_id, sha256, submission_id, status,"
            " brought_by, brought_at) VALUES ($1, $2, $3, $4, $5, $6, 'stored', $7, $8)",
            file_id,
            actor.organisation,
            way.channel.code,
            document_id,
            stored.sha256,
            named.submission_id,
            actor.person_id,
            actor.now(),
        )
        told = AnswersTakenIn(
            subject_id=file_id, channel=way.channel.code, document_id=document_id, sha256=stored.sha256.hex()
        )
        await facts.record(actor, told)
        if named.fault is None:
            await defer_reading(actor, file_id)
        else:
            file = AnswerFile(file_id, way, document_id, stored.sha256, AnswerFileStatus.STORED, named.submission_id)
            await put_aside(actor, file, named.name, stored.key.secret, named.fault)
    return TakenIn(file_id)


def _lock(actor: Actor, way: Way, digest: bytes) -> str:
    return f"answers:{actor.organisation}:{way.channel.code}:{digest.hex()}"


async def defer_reading(actor: Actor, file_id: UUID) -> None:
    """The files of one house are read one after the other, so that an answer is done once."""
    await jobs.defer(
        "answers.read",
        queue="bulk",
        lock=f"answers:{actor.organisation}",
        organisation_id=actor.organisation,
        file_id=file_id,
    )
