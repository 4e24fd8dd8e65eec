"""What happened to cases."""

from uuid import UUID

from kernel.facts import Fact


class CasesOpened(Fact, kind="cases:sale:opened"):
    """Many at once, at a transfer: `digest` is over the sorted claim ids."""

    count: int
    held: int
    digest: str


class CaseMoved(Fact, kind="cases:case:moved"):
    transition: str
    status: str


class CaseHeld(Fact, kind="cases:case:held"):
    hold_id: UUID
    ground: str


class CaseReleased(Fact, kind="cases:case:released"):
    hold_id: UUID
    ground: str


class CasesReconciled(Fact, kind="cases:files:reconciled"):
    """Files compared with the seller's; `digest` is over the sorted case ids."""

    count: int
    digest: str


class CaseDocumentsConfirmed(Fact, kind="cases:documents:confirmed"):
    count: int
    digest: str


class OnboardingFinished(Fact, kind="cases:onboarding:finished"):
    count: int
    digest: str


class NoticeReturned(Fact, kind="cases:notice:returned"):
    on: str


class FirmInstructed(Fact, kind="cases:firm:instructed"):
    """Cases were given to a law firm under its mandate."""

    firm_organisation_id: UUID
    count: int
    digest: str


class ParticularsEntered(Fact, kind="cases:particulars:entered"):
    """Which particulars, never what they say."""

    names: list[str]
    count: int
    digest: str


class ExhibitAttached(Fact, kind="cases:exhibit:attached"):
    """A document now goes with so many cases."""

    exhibit: str
    count: int
    digest: str


class CaseAssigned(Fact, kind="cases:case:assigned"):
    to_person_id: UUID | None
    count: int
    digest: str
