"""What happened to cases."""

from uuid import UUID

from kernel.facts import Fact


class CasesOpened(Fact, kind="cases:sale:opened"):
    """Many at once, at a transfer: `digest` is over the sorted claim ids."""

    SAYS = "Cases opened: %(count)s, held: %(held)s"
    count: int
    held: int
    digest: str


class CasesSold(Fact, kind="cases:sale:closed"):
    """The seller's own, closed at a transfer: `digest` is over the sorted case ids."""

    SAYS = "The seller’s cases closed: %(count)s"
    count: int
    digest: str


class CaseMoved(Fact, kind="cases:case:moved"):
    SAYS = "The case is %(status)s now"
    transition: str
    status: str


class CaseHeld(Fact, kind="cases:case:held"):
    SAYS = "The case is held: %(ground)s"
    hold_id: UUID
    ground: str


class CaseReleased(Fact, kind="cases:case:released"):
    SAYS = "A hold ended: %(ground)s"
    hold_id: UUID
    ground: str


class CasesReconciled(Fact, kind="cases:files:reconciled"):
    """Files compared with the seller's; `digest` is over the sorted case ids."""

    SAYS = "Files reconciled with the seller’s: %(count)s"
    count: int
    digest: str


class CaseDocumentsConfirmed(Fact, kind="cases:documents:confirmed"):
    SAYS = "Cases whose documents were confirmed: %(count)s"
    count: int
    digest: str


class OnboardingFinished(Fact, kind="cases:onboarding:finished"):
    SAYS = "Cases through onboarding: %(count)s"
    count: int
    digest: str


class NoticeReturned(Fact, kind="cases:notice:returned"):
    SAYS = "The notice of assignment came back on %(on)s"
    on: str


class ParticularsEntered(Fact, kind="cases:particulars:entered"):
    """Which particulars, never what they say."""

    SAYS = "Particulars entered: %(names)s (cases: %(count)s)"
    names: list[str]
    count: int
    digest: str


class ExhibitAttached(Fact, kind="cases:exhibit:attached"):
    """A document now goes with so many cases."""

    SAYS = "A document was added: %(exhibit)s (cases: %(count)s)"
    exhibit: str
    count: int
    digest: str


class CaseAssigned(Fact, kind="cases:case:assigned"):
    SAYS = "Given to %(to_person_id)s; cases: %(count)s"
    to_person_id: UUID | None
    count: int
    digest: str


class FilterKept(Fact, kind="cases:filter:kept"):
    SAYS = "A list was kept under a name"
    shared: bool


class FilterRemoved(Fact, kind="cases:filter:removed"):
    SAYS = "A kept list was removed"
