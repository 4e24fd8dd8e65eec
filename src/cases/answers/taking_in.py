"""Taking a court's file of answers in: its bytes are hashed and kept before anybody is told that it was taken."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from cases.answers.channels import Way, way_named
from cases.answers.facts import AnswersTakenIn
from cases.desk.policies import must_enter
from documents.intake.clamd import Scan, scan
from documents.intake.faults import NotTaken
from documents.intake.names import plain_name
from documents.intake.scans import keep_scan
from documents.vault.commands import Put, add_document, put
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.ids import new_id

LARGEST = 96 << 20
XML = ("application/xml", ".xml")
OTHER = ("application/octet-stream", ".dat")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """`since`: when these very bytes came the first time, where they are known already."""

    file_id: UUID
    since: datetime | None = None


async def take_in(actor: Actor, channel: str, content: bytes, *, submission_id: UUID | None = None) -> UUID:
    """The id of the file, which is kept and will be read by a job; of the first one where these bytes came before."""
    return (await bring(actor, channel, content, submission_id=submission_id)).file_id


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
    media_type, ending = XML if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else OTHER
    name = plain_name(sent_name or f"answers-{way.channel.code}{ending}", (ending, ".xml", ".txt", ".eda"))
    stored = await put(content, media_type=media_type)
    return await _keep(actor, way, stored, scanned, name, submission_id)


async def _known(actor: Actor, way: Way, digest: bytes) -> TakenIn | None:
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT id, brought_at FROM court_answer_files WHERE organisation_id = $1 AND channel = $2 AND sha256 = $3",
            actor.organisation,
            way.channel.code,
            digest,
        )
    return None if row is None else TakenIn(row["id"], row["brought_at"])


async def _keep(actor: Actor, way: Way, stored: Put, scanned: Scan, name: str, submission_id: UUID | None) -> TakenIn:
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
            kind="court_answers",
            title=f"Answers: {way.channel.name}"[:300],
            language="mul",
            file_name=name,
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
            submission_id,
            actor.person_id,
            actor.now(),
        )
        told = AnswersTakenIn(
            subject_id=file_id, channel=way.channel.code, document_id=document_id, sha256=stored.sha256.hex()
        )
        await facts.record(actor, told)
        await defer_reading(actor, file_id)
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
