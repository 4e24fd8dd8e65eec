"""Who looked at a listing, and how closely. Each is told to the seller."""

from datetime import date
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


class RowsDownloaded(Fact, kind="diligence:rows:downloaded"):
    SAYS = "The pseudonymised rows were downloaded"
    sha256: str


class PapersDownloaded(Fact, kind="diligence:papers:downloaded"):
    SAYS = "The summaries of sample files were downloaded"
    sha256: str


class LevelOpened(Fact, kind="diligence:level:opened"):
    SAYS = "A level of the release was opened: %(level)s"
    level: str


class LevelClosed(Fact, kind="diligence:level:closed"):
    SAYS = "A level of the release was closed: %(level)s"
    level: str


class BidderPicked(Fact, kind="diligence:bidder:picked"):
    SAYS = "A bidder was picked for the second stage"
    bidder_id: UUID


class BidderDropped(Fact, kind="diligence:bidder:dropped"):
    SAYS = "A bidder was taken off the shortlist"
    bidder_id: UUID


class DestructionAsked(Fact, kind="diligence:destruction:asked"):
    SAYS = "A buyer was asked to certify that he destroyed what he was handed, by %(due_on)s"
    buyer_id: UUID
    copies: int
    due_on: date


class DestructionCertified(Fact, kind="diligence:destruction:certified"):
    SAYS = "It was certified that what was handed out is destroyed (version %(version)s)"
    request_id: UUID
    version: str
    text_sha256: str
    files_sha256: tuple[str, ...]


class CopyRefused(Fact, kind="diligence:copy:refused"):
    """Laid over what the buyer took before, the tape would have shown fewer than k debtors."""

    SAYS = "A copy of the tape was refused: with what this buyer has already, somebody would stand alone"


class CopyTraced(Fact, kind="diligence:copy:traced"):
    """A found file was laid against the copies of a listing; `named_id` is the buyer whose copy it is."""

    SAYS = "It was asked whose copy of the tape a found file is"
    sha256: str
    named_id: UUID | None
    values: int
    copies: int


LOOKS = (NdaAccepted, ListingLookedAt, TapeDownloaded, RowsDownloaded, PapersDownloaded, CopyRefused)
