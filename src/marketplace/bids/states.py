"""A bid's life."""

from enum import StrEnum

from kernel.machine import Machine


class BidStatus(StrEnum):
    PLACED = "placed"
    SHORTLISTED = "shortlisted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


BIDS = Machine(
    "bids",
    BidStatus,
    [
        ("withdraw", {BidStatus.PLACED}, BidStatus.WITHDRAWN),
        ("shortlist", {BidStatus.PLACED}, BidStatus.SHORTLISTED),
        ("accept", {BidStatus.PLACED, BidStatus.SHORTLISTED}, BidStatus.ACCEPTED),
        ("reject", {BidStatus.PLACED, BidStatus.SHORTLISTED}, BidStatus.REJECTED),
        ("lapse", {BidStatus.PLACED, BidStatus.SHORTLISTED, BidStatus.ACCEPTED}, BidStatus.LAPSED),
    ],
)
