"""What happened to bids. Never an amount before the close."""

from uuid import UUID

from kernel.facts import Fact


class BidPlaced(Fact, kind="bids:bid:placed"):
    SAYS = "A sealed bid was placed, number %(number)s"
    listing_id: UUID
    lot_id: UUID
    number: int
    sealed_sha256: str


class BidWithdrawn(Fact, kind="bids:bid:withdrawn"):
    SAYS = "A bid was withdrawn before the close, unopened"
    listing_id: UUID
    lot_id: UUID


class BidsOpened(Fact, kind="bids:listing:opened"):
    """At the close: how many boxes were opened and ranked; the digest is over (number, SHA-256 of the box)."""

    SAYS = "The close came: %(opened)s bids were opened, %(ranked)s ranked, %(unreadable)s could not be read"
    opened: int
    ranked: int
    unreadable: int
    digest: str


class BidAccepted(Fact, kind="bids:bid:accepted"):
    SAYS = "The seller accepted a bid"
    listing_id: UUID
    lot_id: UUID


class BidRejected(Fact, kind="bids:bid:rejected"):
    """The reason stands in the bid; its words may name somebody."""

    SAYS = "A bid was not accepted; its bidder reads why"
    listing_id: UUID
    lot_id: UUID
    reason_sha256: str


class BidLapsed(Fact, kind="bids:bid:lapsed"):
    SAYS = "A bid lapsed unopened"
    listing_id: UUID
    lot_id: UUID
