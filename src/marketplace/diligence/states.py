"""Levels of a release, places on a shortlist, and requests to destroy what was handed out."""

from enum import StrEnum

from kernel.machine import Machine


class Level(StrEnum):
    """What lies between the totals everybody sees and the full file, which comes with the deed."""

    TAPE = "tape"
    ROWS = "rows"
    PAPERS = "papers"


class LevelStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class PickStatus(StrEnum):
    PICKED = "picked"
    DROPPED = "dropped"


class DestructionStatus(StrEnum):
    ASKED = "asked"
    CERTIFIED = "certified"


LEVELS = Machine(
    "release_levels",
    LevelStatus,
    [
        ("close", {LevelStatus.OPEN}, LevelStatus.CLOSED),
        ("open", {LevelStatus.CLOSED}, LevelStatus.OPEN),
    ],
)
PICKS = Machine(
    "shortlist_picks",
    PickStatus,
    [
        ("drop", {PickStatus.PICKED}, PickStatus.DROPPED),
        ("pick", {PickStatus.DROPPED}, PickStatus.PICKED),
    ],
)
DESTRUCTIONS = Machine(
    "destruction_requests",
    DestructionStatus,
    [("certify", {DestructionStatus.ASKED}, DestructionStatus.CERTIFIED)],
)
