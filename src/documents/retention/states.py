"""A destruction's life: nothing goes that nobody approved."""

from enum import StrEnum

from kernel.machine import Machine


class DestructionStatus(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    DONE = "done"
    REFUSED = "refused"


DESTRUCTIONS = Machine(
    "destructions",
    DestructionStatus,
    [
        ("approve", {DestructionStatus.PROPOSED}, DestructionStatus.APPROVED),
        ("refuse", {DestructionStatus.PROPOSED}, DestructionStatus.REFUSED),
        ("finish", {DestructionStatus.APPROVED}, DestructionStatus.DONE),
    ],
)
