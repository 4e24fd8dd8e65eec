"""What happened to the post."""

from uuid import UUID

from kernel.facts import Fact


class PaperReceived(Fact, kind="correspondence:paper:received"):
    SAYS = "A paper came in"
    document_id: UUID


class PaperRecorded(Fact, kind="correspondence:paper:recorded"):
    """`shown_sha256` is of the deadlines as they were proposed: what was confirmed is what was seen."""

    SAYS = "A paper that came in was recorded: %(event)s"
    case_id: UUID
    event: str
    document_id: UUID
    shown_sha256: str


class PaperSetAside(Fact, kind="correspondence:paper:set_aside"):
    SAYS = "A paper that came in was set aside"
    reason_sha256: str


class PaperTakenUp(Fact, kind="correspondence:paper:taken_up"):
    SAYS = "A paper that had been set aside waits again"


class CourtNamed(Fact, kind="correspondence:court:named"):
    SAYS = "The court’s own number was entered"
    case_id: UUID


class AddressMade(Fact, kind="correspondence:address:made"):
    SAYS = "An address for post by mail was made"


class AddressStopped(Fact, kind="correspondence:address:stopped"):
    SAYS = "An address for post by mail was stopped"


class MailReceived(Fact, kind="correspondence:mail:received"):
    """`papers` wait in the tray; of the other parts the message alone keeps a copy."""

    SAYS = "A mail came in; papers put into the tray: %(papers)s, parts left in the message: %(left)s"
    document_id: UUID
    papers: int
    left: int


class MailRefused(Fact, kind="correspondence:mail:refused"):
    SAYS = "A mail was refused: the scanner found something in it"
