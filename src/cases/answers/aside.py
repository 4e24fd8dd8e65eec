"""A file that cannot be read: it is set aside with its reason, and waits in the tray as one answer for a person."""

from hashlib import sha256

from cases.answers.facts import AnswersUnreadable
from cases.answers.keeping import AnswerFile, keep_unread
from cases.answers.states import ANSWER_FILES
from cases.answers.words import Words
from kernel import db, facts
from kernel.actor import Actor

LONGEST_REASON = 500


async def put_aside(actor: Actor, file: AnswerFile, name: str, secret: bytes, fault: str) -> None:
    """In the open transaction. `secret` is the file's data key; whoever opens the file records what it says by hand."""
    which = f"{name} ({file.sha256.hex()[:16]})"
    await db.move("court_answer_files", file.id, ANSWER_FILES["set_aside"], reason=fault[:LONGEST_REASON])
    words = Words(f"The file {which} cannot be read.", fault=fault[:LONGEST_REASON])
    await keep_unread(actor, file, secret, words, reason=f"{words.sentence} {fault}"[:LONGEST_REASON])
    told = AnswersUnreadable(subject_id=file.id, reason_sha256=sha256(fault.encode()).hexdigest())
    await facts.record(actor, told)
