"""What happened to answers of courts."""

from uuid import UUID

from kernel.facts import Fact


class AnswersTakenIn(Fact, kind="answers:file:taken_in"):
    SAYS = "A file of a court’s answers came in by %(channel)s"
    channel: str
    document_id: UUID
    sha256: str


class AnswersRead(Fact, kind="answers:file:read"):
    """`digest` is over the answers' own digests, in their order."""

    SAYS = "Answers of a court read: %(count)s"
    count: int
    digest: str


class AnswersUnreadable(Fact, kind="answers:file:set_aside"):
    """Why stays with the file."""

    SAYS = "A file of a court’s answers could not be read and was set aside"
    reason_sha256: str


class AnswersToReadAgain(Fact, kind="answers:file:read_again"):
    """`sha256` is of the file, which stays as it came."""

    SAYS = "A file of a court’s answers that had been set aside is read again"
    sha256: str


class AnswersMatched(Fact, kind="answers:answers:matched"):
    """A part of a file's answers, dealt with together; `digest` is over the ids of those matched."""

    SAYS = "Answers of a court matched: %(matched)s, waiting for a person: %(waiting)s, known before: %(known)s"
    matched: int
    waiting: int
    known: int
    digest: str


class AnswerConfirmed(Fact, kind="answers:answer:confirmed"):
    """A person said which case it belongs to; `shown_sha256` is of what they saw it would set in motion."""

    SAYS = "An answer of a court was assigned to its case"
    case_id: UUID
    shown_sha256: str


class AnswerSetAside(Fact, kind="answers:answer:set_aside"):
    SAYS = "An answer of a court was set aside"
    reason_sha256: str


class AnswerTakenUp(Fact, kind="answers:answer:taken_up"):
    SAYS = "An answer of a court that had been set aside waits again"
