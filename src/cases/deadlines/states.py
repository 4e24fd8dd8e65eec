"""A deadline's life: never deleted, never silently computed anew."""

from enum import StrEnum

from kernel.machine import Machine


class DeadlineStatus(StrEnum):
    OPEN = "open"
    MET = "met"
    MISSED = "missed"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


S = DeadlineStatus
DEADLINES = Machine(
    "deadlines",
    DeadlineStatus,
    [
        ("meet", {S.OPEN}, S.MET),
        ("miss", {S.OPEN}, S.MISSED),
        ("supersede", {S.OPEN}, S.SUPERSEDED),
        ("cancel", {S.OPEN}, S.CANCELLED),
    ],
)
