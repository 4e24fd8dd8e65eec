"""What happened to listings, and who looked at them."""

from uuid import UUID

from kernel.facts import Fact


class ListingCreated(Fact, kind="listings:listing:created"):
    SAYS = "A listing was drafted: %(lots)s lots, %(claims)s claims of %(debtors)s debtors"
    lots: int
    claims: int
    debtors: int
    left_out: int
    k_wanted: int


class TapeReleased(Fact, kind="listings:tape:released"):
    """The anonymised tape was made; its hash is the hash of the file as it is downloaded."""

    SAYS = "The anonymised tape was made: every line could belong to %(k_reached)s debtors"
    rows: int
    k_reached: int
    sha256: str


class ListingOpened(Fact, kind="listings:listing:opened"):
    SAYS = "The listing was opened to the market"
    bids_close_at: str
    nda_version: str
    nda_sha256: str


class BiddingStarted(Fact, kind="listings:bidding:started"):
    SAYS = "Bids are taken from now on"


class ListingWithdrawn(Fact, kind="listings:listing:withdrawn"):
    """The reason stands in the listing; its words may name somebody."""

    SAYS = "The listing was withdrawn"
    reason_sha256: str


class LotDeclined(Fact, kind="listings:lot:declined"):
    SAYS = "The seller took none of the bids on a lot"
    listing_id: UUID
    bids: int


class AnonymitySettled(Fact, kind="listings:anonymity:settled"):
    """The seller confirmed the columns' roles with k, l and t (in thousandths); `changed` of them are treated otherwise

    than proposed. `sha256` is the digest of roles, l and t.
    """

    SAYS = "The columns' roles were confirmed, with at least %(k)s debtors behind every line"
    k: int
    l: int  # noqa: E741 - the letter of the literature
    t_thousandths: int
    changed: int
    sha256: str


class RisksWeighed(Fact, kind="listings:risks:weighed"):
    SAYS = "Risk and usefulness of the anonymised tape were weighed for several k"
    ks: tuple[int, ...]
    tried: int
