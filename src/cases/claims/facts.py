"""What happened to claims."""

from datetime import date
from uuid import UUID

from kernel.facts import Fact


class ClaimsAccepted(Fact, kind="claims:tape:accepted"):
    """A tape became claims: `digest` is over the sorted claim references and balances."""

    SAYS = "Claims made of a tape: %(claims)s"
    claims: int
    digest: str


class ClaimsUnaccepted(Fact, kind="claims:tape:unaccepted"):
    SAYS = "The acceptance of a tape was taken back; claims gone: %(claims)s"
    claims: int


class ClaimsAssigned(Fact, kind="claims:sale:assigned"):
    """Ownership of a sale's claims moved; one fact for all, with the digest of the schedule."""

    SAYS = "Claims passed to %(buyer_organisation_id)s: %(count)s"
    count: int
    buyer_organisation_id: UUID
    deed_sha256: str
    schedule_sha256: str


class ItemsStayed(Fact, kind="claims:sale:items_stayed"):
    """Items of a sale's claims that the law lets nobody assign did not pass; the rows keep the article."""

    SAYS = "Stayed with the seller by law, items: %(items)s"
    items: int


class TitleCompleted(Fact, kind="claims:title:completed"):
    """When and by which deed claims were assigned before they came here; `digest` is over the claims' ids."""

    SAYS = "The chain of title of %(claims)s claims was completed: an assignment of %(on)s"
    claims: int
    on: date
    deed_sha256: str
    digest: str


class InterruptionRecorded(Fact, kind="claims:interruption:recorded"):
    """What interrupts or suspends limitation, or the end of it; the proof's words stay in the row."""

    SAYS = "Recorded for limitation: %(ground)s on %(on)s"
    case_id: UUID
    ground: str
    on: date


class InterruptionWithdrawn(Fact, kind="claims:interruption:withdrawn"):
    SAYS = "What was recorded for limitation was taken back"
    case_id: UUID
