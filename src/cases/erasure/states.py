"""A request's life."""

from enum import StrEnum

from kernel.machine import Machine


class ErasureStatus(StrEnum):
    OPENED = "opened"
    APPROVED = "approved"
    DONE = "done"
    REFUSED = "refused"


ERASURES = Machine(
    "erasure_requests",
    ErasureStatus,
    [
        ("approve", {ErasureStatus.OPENED}, ErasureStatus.APPROVED),
        ("refuse", {ErasureStatus.OPENED}, ErasureStatus.REFUSED),
        ("finish", {ErasureStatus.APPROVED}, ErasureStatus.DONE),
    ],
)
