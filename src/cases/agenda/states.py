"""A hearing: fixed until it is held or cancelled."""

from enum import StrEnum

from kernel.machine import Machine


class HearingStatus(StrEnum):
    FIXED = "fixed"
    HELD = "held"
    CANCELLED = "cancelled"


S = HearingStatus
HEARINGS = Machine("hearings", HearingStatus, [("hold", {S.FIXED}, S.HELD), ("cancel", {S.FIXED}, S.CANCELLED)])
