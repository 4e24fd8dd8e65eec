"""A listing's life."""

from enum import StrEnum

from kernel.machine import Machine


class ListingStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    BIDDING = "bidding"
    CLOSED = "closed"
    AWARDED = "awarded"
    SOLD = "sold"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


S = ListingStatus
LISTINGS = Machine(
    "listings",
    ListingStatus,
    [
        ("open", {S.DRAFT}, S.OPEN),
        ("start_bidding", {S.OPEN}, S.BIDDING),
        ("close", {S.OPEN, S.BIDDING}, S.CLOSED),
        ("award", {S.CLOSED}, S.AWARDED),
        ("settle", {S.AWARDED}, S.SOLD),
        ("fail", {S.CLOSED, S.AWARDED}, S.FAILED),
        ("withdraw", {S.DRAFT, S.OPEN, S.BIDDING}, S.WITHDRAWN),
    ],
)
