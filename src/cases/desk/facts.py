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
