"""What happened to bids. Never an amount before the close."""

from uuid import UUID

from kernel.facts import Fact


class BidPlaced(Fact, kind="bids:bid:placed"):
    listing_id: UUID
    lot_id: UUID
    number: int
    sealed_sha256: str


class BidWithdrawn(Fact, kind="bids:bid:withdrawn"):
    listing_id: UUID
    lot_id: UUID


class BidsOpened(Fact, kind="bids:listing:opened"):
    """At the close: how many boxes were opened and ranked; the digest is over (number, SHA-256 of the box)."""

    opened: int
    ranked: int
    unreadable: int
    digest: str


class BidAccepted(Fact, kind="bids:bid:accepted"):
    listing_id: UUID
    lot_id: UUID


class BidRejected(Fact, kind="bids:bid:rejected"):
    """The reason stands in the bid; its words may name somebody."""

    listing_id: UUID
    lot_id: UUID
    reason_sha256: str


class BidLapsed(Fact, kind="bids:bid:lapsed"):
    listing_id: UUID
    lot_id: UUID
