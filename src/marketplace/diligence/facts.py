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


class CopyRefused(Fact, kind="diligence:copy:refused"):
    """Laid over what the buyer took before, the tape would have shown fewer than k debtors."""

    SAYS = "A copy of the tape was refused: with what this buyer has already, somebody would stand alone"


class CopyTraced(Fact, kind="diligence:copy:traced"):
    """A found file was laid against the copies of a listing; `named_id` is the buyer whose copy it is."""

    SAYS = "It was asked whose copy of the tape a found file is"
    sha256: str
    named_id: UUID | None
    amounts: int
    copies: int


LOOKS = (NdaAccepted, ListingLookedAt, TapeDownloaded, CopyRefused)
