"""What happened to claims."""

from uuid import UUID

from kernel.facts import Fact


class ClaimsAccepted(Fact, kind="claims:tape:accepted"):
    """A tape became claims: `digest` is over the sorted claim references and balances."""

    claims: int
    digest: str


class ClaimsUnaccepted(Fact, kind="claims:tape:unaccepted"):
    claims: int


class ClaimsAssigned(Fact, kind="claims:sale:assigned"):
    """Ownership of a sale's claims moved; one fact for all, with the digest of the schedule."""

    count: int
    buyer_organisation_id: UUID
    deed_sha256: str
    schedule_sha256: str
