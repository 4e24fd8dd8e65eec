"""An answer as the court wrote it: all that its record says, by the court's own labels, secrets blotted out."""

import asyncio
from dataclasses import replace

from cases.answers.hushing import hushed
from cases.answers.keeping import UNREAD, AnswerFile, answer_file
from cases.answers.queries import AnswerShown
from cases.answers.reading import opened_file, read_with, sentence_of
from cases.answers.states import AnswerStatus
from cases.jurisdictions.court_files.twin import Row, Section
from cases.submissions.accounts import secrets_of
from kernel.actor import Actor
from kernel.errors import Invalid, Problem

LARGEST_SHOWN = 4 << 20
"""Reading more would let a page wait for seconds; such a file is opened as it came."""


async def whole_answer(actor: Actor, answer: AnswerShown) -> tuple[Section, ...] | str:
    """What the file says of itself and the one record of the answer, or the sentence why there is nothing to show."""
    actor.must("cases.read")
    if answer.number == UNREAD and answer.status == AnswerStatus.KNOWN:
        return "The file could be read since: its answers stand by themselves."
    file = await answer_file(actor, answer.file_id)
    try:
        opened = await opened_file(actor, file)
        if opened.shown.size_bytes > LARGEST_SHOWN:
            return "Its file is too large to be shown here. Open the file as it came."
        content = await opened.content()
        sections = await asyncio.to_thread(read_with, file, lambda: _sections(file, content, answer.number))
    except Problem as problem:
        return hushed(sentence_of(problem), await secrets_of(actor, answer.channel))
    secrets = await secrets_of(actor, answer.channel)
    return tuple(_hushed(one, secrets) for one in sections)


def _sections(file: AnswerFile, content: bytes, number: int) -> tuple[Section, ...]:
    channel = file.way.channel
    answers = channel.answers(content)
    if not 0 < number <= len(answers):
        raise Invalid("The answer is no longer found in its file. Open the file as it came.")
    return channel.answer_twin(content, answers[number - 1].record)


def _hushed(section: Section, secrets: tuple[str, ...]) -> Section:
    rows = tuple(Row(one.label, hushed(one.value, secrets)) for one in section.rows)
    return replace(section, rows=rows, parts=tuple(_hushed(one, secrets) for one in section.parts))
