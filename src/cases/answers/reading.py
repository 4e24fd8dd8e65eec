"""Reading a stored file of answers: each becomes one row, once; a file that cannot be read is set aside."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import msgspec

from cases.answers.channels import Way, way_named
from cases.answers.facts import AnswersRead, AnswersUnreadable
from cases.answers.states import ANSWER_FILES, AnswerFileStatus
from cases.answers.words import SEALED, digest_of_all, digest_of_answer, words_of
from cases.jurisdictions.court_channel import CourtAnswer
from documents.vault.queries import Opened, open_document
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Problem
from kernel.ids import new_id
from kernel.keys import ColumnSealer

LONGEST_NAME = 80
LONGEST_REASON = 500


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


async def answers_in(actor: Actor, file: AnswerFile) -> tuple[CourtAnswer, ...]:
    """Every answer of the file in its order, by the court's own reader. The reader's Invalid where it cannot."""
    content = await (await open_document(actor, file.document_id)).content()
    return await asyncio.to_thread(file.way.channel.answers, content)


async def read_file(actor: Actor, file_id: UUID) -> None:
    """What the job does first, safe to repeat: a file that was read or set aside is left as it is."""
    file = await answer_file(actor, file_id)
    if file.status != AnswerFileStatus.STORED:
        return
    opened = await open_document(actor, file.document_id)
    try:
        answers = await answers_in(actor, file)
    except Problem as problem:
        await _set_aside(actor, file, problem)
        return
    async with db.transaction(actor):
        digests = await _keep(actor, file, answers, opened)
        await db.move("court_answer_files", file.id, ANSWER_FILES["read"], answers=len(answers), read_at=actor.now())
        read = AnswersRead(subject_id=file.id, count=len(answers), digest=digest_of_all(digests))
        await facts.record(actor, read)


async def _set_aside(actor: Actor, file: AnswerFile, problem: Problem) -> None:
    reason = sentence_of(problem)
    async with db.transaction(actor):
        await db.move("court_answer_files", file.id, ANSWER_FILES["set_aside"], reason=reason)
        told = AnswersUnreadable(subject_id=file.id, reason_sha256=sha256(reason.encode()).hexdigest())
        await facts.record(actor, told)


def sentence_of(problem: Problem) -> str:
    """What is wrong and where, as it stands beside what could not be done."""
    places = (f"{one.where}: {one.sentence}" if one.where else one.sentence for one in problem.places)
    return " ".join((problem.sentence, *places))[:LONGEST_REASON]


async def _keep(actor: Actor, file: AnswerFile, answers: Sequence[CourtAnswer], opened: Opened) -> list[bytes]:
    sealer = ColumnSealer(opened.key.secret, *SEALED)
    ids = sorted((new_id() for _ in answers), key=lambda one: one.bytes)  # rising, so that lists keep its order
    digests = [digest_of_answer(file.way.channel.code, one) for one in answers]
    encode = msgspec.msgpack.encode
    sealed = sealer.seal_encoded([one.bytes for one in ids], (encode(words_of(one)) for one in answers))
    await db.execute(
        "INSERT INTO court_answers (id, file_id, organisation_id, number, digest, outcome, file_reference, request_id,"
        " case_reference, court_number, event, on_date, sealed, status)"
        " SELECT n.id, $1, $2, n.number, n.digest, n.outcome, n.file_reference, n.request_id, n.case_reference,"
        " n.court_number, n.event, n.on_date, n.sealed, 'read' FROM unnest($3::uuid[], $4::int[], $5::bytea[],"
        " $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::date[], $13::bytea[])"
        " AS n(id, number, digest, outcome, file_reference, request_id, case_reference, court_number, event, on_date,"
        " sealed)",
        file.id,
        actor.organisation,
        ids,
        list(range(1, len(answers) + 1)),
        digests,
        [one.outcome for one in answers],
        [_named(_file_named(one)) for one in answers],
        [_named(one.request_id) for one in answers],
        [_named(one.case_reference) for one in answers],
        [_named(one.court_number) for one in answers],
        [one.event for one in answers],
        [one.on for one in answers],
        sealed,
    )
    return digests


def _file_named(answer: CourtAnswer) -> str | None:
    """Our name of the file; the court's, for an answer about nothing but a file."""
    about_one = answer.request_id or answer.case_reference or answer.court_number
    return answer.file_reference or (None if about_one else answer.court_reference)


def _named(name: str | None) -> str | None:
    """A name that could be ours: trimmed, and None where nothing is left or it is longer than any."""
    text = (name or "").strip()
    return text if 0 < len(text) <= LONGEST_NAME and "\0" not in text else None
