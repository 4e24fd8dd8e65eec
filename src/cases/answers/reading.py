"""Reading a stored file of answers: each becomes one row, once; a file that cannot be read is set aside."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import msgspec

from cases.answers.aside import put_aside
from cases.answers.facts import AnswersRead
from cases.answers.hushing import hushed, hushed_words
from cases.answers.keeping import AnswerFile, answer_file, keep_answers, kept_of, read_after_all
from cases.answers.states import ANSWER_FILES, AnswerFileStatus
from cases.answers.words import Words, digest_of_all
from cases.jurisdictions.court_channel import CourtAnswer
from cases.jurisdictions.court_files.xml_parsing import first_words
from cases.submissions.accounts import secrets_of
from documents.vault.queries import Opened, open_document
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Problem

log = logging.getLogger("recourse.answers")
LONGEST_REASON = 500


async def opened_file(actor: Actor, file: AnswerFile) -> Opened:
    """The file for the house's own reading of it, whatever the rights of the person who asks for an answer in it."""
    return await open_document(Actor.system(actor.organisation, actor.clock), file.document_id)


async def answers_in(actor: Actor, file: AnswerFile) -> tuple[CourtAnswer, ...]:
    """Every answer of the file in its order, by the court's own reader. The reader's Invalid where it cannot."""
    content = await (await opened_file(actor, file)).content()
    return await asyncio.to_thread(read_with, file, lambda: file.way.channel.answers(content))


def read_with[T](file: AnswerFile, reader: Callable[[], T]) -> T:
    """What the court's own reader makes of the file; Invalid also where it fails itself."""
    try:
        return reader()
    except Problem:
        raise
    except Exception as error:
        # Bytes from outside that our reader did not foresee: the file must neither be lost nor hold up the others.
        log.error("answers.reader_failed file=%s channel=%s %s", file.id, file.way.channel.code, type(error).__name__)
        raise Invalid("It is not written as its reader expects. Read it yourself, and tell the operator.") from error


async def read_file(actor: Actor, file_id: UUID) -> None:
    """What the job does first, safe to repeat: a file that was read or set aside is left as it is."""
    file = await answer_file(actor, file_id)
    if file.status != AnswerFileStatus.STORED:
        return
    opened = await opened_file(actor, file)
    secrets = await secrets_of(actor, file.way.channel.code)
    try:
        answers = await answers_in(actor, file)
    except Problem as problem:
        async with db.transaction(actor):
            fault = hushed(sentence_of(problem), secrets)
            await put_aside(actor, file, opened.shown.file_name, opened.key.secret, fault)
        return
    kept = [kept_of(file.way.channel.code, one) for one in answers]
    which = f"{opened.shown.file_name} ({file.sha256.hex()[:16]})"
    told = [replace(one, told=hushed_words(_placed(one.told, which), secrets)) for one in kept]
    async with db.transaction(actor):
        await keep_answers(actor, file, opened.key.secret, told)
        await read_after_all(actor, file, len(told))
        await db.move("court_answer_files", file.id, ANSWER_FILES["read"], answers=len(answers), read_at=actor.now())
        digest = digest_of_all([one.digest for one in kept])
        await facts.record(actor, AnswersRead(subject_id=file.id, count=len(answers), digest=digest))


def _placed(words: Words, which: str) -> Words:
    """What could not be read names its file as well."""
    return words if words.fault is None else msgspec.structs.replace(words, fault=f"In {which}: {words.fault}")


def sentence_of(problem: Problem) -> str:
    """What is wrong and where, as it stands beside what could not be done: in whole words, as a secret is blotted."""
    return first_words(problem.located, most=LONGEST_REASON - 2)
