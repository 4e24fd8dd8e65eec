"""Reading a file once more that could not be read: its reader was mended since, or failed for a passing reason."""

from uuid import UUID

from cases.answers.facts import AnswersToReadAgain
from cases.answers.keeping import answer_file
from cases.answers.reading import opened_file
from cases.answers.states import ANSWER_FILES, AnswerFileStatus
from cases.answers.taking_in import defer_reading
from cases.desk.policies import must_enter
from kernel import db, facts
from kernel.actor import Actor

AGAIN = "The file is read again. What is certain is recorded; the rest waits in the tray."
NOT_ASIDE = "The file is not set aside: it was read, or is being read."


async def read_again(actor: Actor, file_id: UUID) -> bool:
    """Whether it is read again; False where it is not set aside (any more). The file itself and what became of it
    stay as they are.

    NotFound for another house's; Refused for one in quarantine and for one that was destroyed.
    """
    must_enter(actor)
    file = await answer_file(actor, file_id)
    if file.status != AnswerFileStatus.SET_ASIDE:
        return False
    await opened_file(actor, file)
    async with db.transaction(actor):
        status = await db.fetch_value(
            "SELECT status FROM court_answer_files WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
            file_id,
            actor.organisation,
        )
        if status != AnswerFileStatus.SET_ASIDE:
            return False
        await db.move("court_answer_files", file_id, ANSWER_FILES["read_again"], reason=None)
        await facts.record(actor, AnswersToReadAgain(subject_id=file_id, sha256=file.sha256.hex()))
        await defer_reading(actor, file_id)
    return True
