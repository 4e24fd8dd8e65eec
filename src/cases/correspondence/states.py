"""A paper that came by post: waiting in the tray until somebody records or sets it aside."""

from enum import StrEnum

from kernel.machine import Machine


class IncomingStatus(StrEnum):
    WAITING = "waiting"
    RECORDED = "recorded"
    SET_ASIDE = "set_aside"


S = IncomingStatus
INCOMING = Machine(
    "incoming_papers",
    IncomingStatus,
    [
        ("record", {S.WAITING}, S.RECORDED),
        ("set_aside", {S.WAITING}, S.SET_ASIDE),
        ("take_up", {S.SET_ASIDE}, S.WAITING),
    ],
)
