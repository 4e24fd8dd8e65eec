"""What an answer says of a whole file of ours: the court has it, or took nothing of it."""

from uuid import UUID

from cases.answers.finding import Row
from cases.answers.keeping import AnswerFile
from cases.answers.reading import sentence_of
from cases.answers.words import Words
from cases.submissions.arriving import arrive, refuse_whole
from kernel import db
from kernel.actor import Actor
from kernel.errors import Problem


async def settle_file(actor: Actor, file: AnswerFile, row: Row, words: Words, submission_id: UUID) -> str | None:
    """Does what the answer says of the file, in the open transaction; or why a person must look."""
    try:
        async with db.transaction(actor):
            if row.outcome == "rejected":
                reason = f"{words.code}: {words.sentence}" if words.code else words.sentence
                await refuse_whole(actor, submission_id, reason=reason, receipt_document_id=file.document_id)
            elif row.outcome in {"received", "accepted"}:
                await arrive(
                    actor,
                    submission_id,
                    court_reference=words.court_reference,
                    receipt_document_id=file.document_id,
                )
    except Problem as problem:
        return sentence_of(problem)
    return None
