"""Files of answers and their answers as rows: names in columns, words sealed with the key of the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

import msgspec

from cases.answers.channels import Way, way_named
from cases.answers.states import ANSWERS
from cases.answers.words import SEALED, Words, digest_of_answer, words_of
from cases.jurisdictions.court_channel import CourtAnswer
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.ids import new_id
from kernel.keys import ColumnSealer

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file of answers as it stands in its table."""

    id: UUID
    way: Way
    document_id: UUID
    sha256: bytes
    status: str
    submission_id: UUID | None


async def answer_file(actor: Actor, file_id: UUID) -> AnswerFile:
    """NotFound for another house's."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT id, channel, document_id, sha256, status, submission_id FROM court_answer_files"
            " WHERE id = $1 AND organisation_id = $2",
            file_id,
            actor.organisation,
        )
    if row is None:
        raise NotFound("There is no such file here.")
    return AnswerFile(
        row["id"],
        way_named(row["channel"]),
        row["document_id"],
        row["sha256"],
        row["status"],
        row["submission_id"],
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is written down; `told` is what is shown of it, `reason` why it waits from the beginning."""

    digest: bytes
    outcome: str
    told: Words
    file_reference: str | None = None
    request_id: str | None = None
    case_reference: str | None = None
    court_number: str | None = None
    event: str | None = None
    on: date | None = None
    reason: str | None = None


def kept_of(channel: str, answer: CourtAnswer) -> Kept:
    return Kept(
        digest_of_answer(channel, answer),
        answer.outcome,
        words_of(answer),
        _named(_file_named(answer)),
        _named(answer.request_id),
        _named(answer.case_reference),
        _named(answer.court_number),
        answer.event,
        answer.on,
    )


UNREAD = 0
"""The number of the one answer that a file is which cannot be read."""


async def keep_unread(actor: Actor, file: AnswerFile, secret: bytes, words: Words, *, reason: str) -> None:
    """It waits; where it was read again in vain, with the reason of today. In the open transaction."""
    told = await db.fetch_value(
        "UPDATE court_answers SET reason = CASE WHEN status = 'waiting' THEN $3 ELSE reason END WHERE file_id = $1"
        " AND number = $2 RETURNING id",
        file.id,
        UNREAD,
        reason,
    )
    if told is None:
        digest = sha256(b"unread:" + file.way.channel.code.encode() + file.sha256).digest()
        await keep_answers(actor, file, secret, [Kept(digest, "told", words, reason=reason)], first=UNREAD)


async def read_after_all(actor: Actor, file: AnswerFile, count: int) -> None:
    """What waited for the file that could not be read waits no longer. In the open transaction."""
    waits = await db.fetch_one(
        "SELECT id, reason FROM court_answers WHERE file_id = $1 AND number = $2 AND status = 'waiting' FOR UPDATE",
        file.id,
        UNREAD,
    )
    if waits is None:
        return
    many = "its one answer stands by itself" if count == 1 else f"its {count} answers stand by themselves"
    reason = f"The file could be read on {actor.today('UTC').isoformat()}: {many}. Before: {waits['reason']}"
    await db.move("court_answers", waits["id"], ANSWERS["know"], reason=reason[:500])


async def keep_answers(
    actor: Actor, file: AnswerFile, secret: bytes, answers: Sequence[Kept], *, first: int = 1
) -> None:
    """Every answer in its order, once. In the open transaction."""
    sealer = ColumnSealer(secret, *SEALED)
    ids = sorted((new_id() for _ in answers), key=lambda one: one.bytes)  # rising, so that lists keep its order
    encode = msgspec.msgpack.encode
    sealed = sealer.seal_encoded([one.bytes for one in ids], (encode(one.told) for one in answers))
    await db.execute(
        "INSERT INTO court_answers (id, file_id, organisation_id, number, digest, outcome, file_reference, request_id,"
        " case_reference, court_number, event, on_date, sealed, status, reason)"
        " SELECT n.id, $1, $2, n.number, n.digest, n.outcome, n.file_reference, n.request_id, n.case_reference,"
        " n.court_number, n.event, n.on_date, n.sealed, CASE WHEN n.reason IS NULL THEN 'read' ELSE 'waiting' END,"
        " n.reason FROM unnest($3::uuid[], $4::int[], $5::bytea[], $6::text[], $7::text[], $8::text[], $9::text[],"
        " $10::text[], $11::text[], $12::date[], $13::bytea[], $14::text[])"
        " AS n(id, number, digest, outcome, file_reference, request_id, case_reference, court_number, event, on_date,"
        " sealed, reason)",
        file.id,
        actor.organisation,
        ids,
        list(range(first, len(answers) + first)),
        [one.digest for one in answers],
        [one.outcome for one in answers],
        [one.file_reference for one in answers],
        [one.request_id for one in answers],
        [one.case_reference for one in answers],
        [one.court_number for one in answers],
        [one.event for one in answers],
        [one.on for one in answers],
        sealed,
        [one.reason for one in answers],
    )


def _file_named(answer: CourtAnswer) -> str | None:
    """Our name of the file; the court's, for an answer about nothing but a file."""
    about_one = answer.request_id or answer.case_reference or answer.court_number
    return answer.file_reference or (None if about_one else answer.court_reference)


def _named(name: str | None) -> str | None:
    """A name that could be ours: trimmed, and None where nothing is left or it is longer than any."""
    text = (name or "").strip()
    return text if 0 < len(text) <= LONGEST_NAME and "\0" not in text else None
