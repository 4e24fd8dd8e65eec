"""A bundle's life: ordered, then made whole or refused whole."""

from enum import StrEnum

from kernel.machine import Machine


class BundleStatus(StrEnum):
    ORDERED = "ordered"
    MADE = "made"
    REFUSED = "refused"


BUNDLES = Machine(
    "bundles",
    BundleStatus,
    [
        ("make", {BundleStatus.ORDERED}, BundleStatus.MADE),
        ("refuse", {BundleStatus.ORDERED}, BundleStatus.REFUSED),
        ("order_again", {BundleStatus.REFUSED}, BundleStatus.ORDERED),
    ],
)
