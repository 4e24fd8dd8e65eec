"""Who looked at a listing, and how closely. Each is told to the seller."""

from uuid import UUID

from kernel.facts import Fact


class NdaAccepted(Fact, kind="diligence:agreement:accepted"):
    SAYS = "The confidentiality agreement was accepted (version %(version)s)"
    acceptance_id: UUID
    version: str
    sha256: str


class ListingLookedAt(Fact, kind="diligence:listing:looked"):
    """`closely`: behind the confidentiality agreement, with strata and charts."""

    SAYS = "The listing was looked at"
    closely: bool


class TapeDownloaded(Fact, kind="diligence:tape:downloaded"):
    SAYS = "The anonymised tape was downloaded"
    sha256: str


LOOKS = (NdaAccepted, ListingLookedAt, TapeDownloaded)
