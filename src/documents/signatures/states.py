"""An order to sign many papers, and each paper of it."""

from enum import StrEnum

from kernel.machine import Machine


class BatchStatus(StrEnum):
    ORDERED = "ordered"
    DONE = "done"


class ItemStatus(StrEnum):
    WAITING = "waiting"
    SIGNED = "signed"
    REFUSED = "refused"


SIGNING_BATCHES = Machine(
    "signing_batches",
    BatchStatus,
    [
        ("finish", {BatchStatus.ORDERED}, BatchStatus.DONE),
        ("reopen", {BatchStatus.DONE}, BatchStatus.ORDERED),
    ],
)
SIGNING_ITEMS = Machine(
    "signing_items",
    ItemStatus,
    [
        ("sign", {ItemStatus.WAITING}, ItemStatus.SIGNED),
        ("refuse", {ItemStatus.WAITING}, ItemStatus.REFUSED),
        ("try_again", {ItemStatus.REFUSED}, ItemStatus.WAITING),
    ],
)
"""A paper waits, with its reason, while a device or a time-stamping server does not answer; it is refused where only a
person can help."""
