"""A delivery's life, and that of each file in it."""

from enum import StrEnum

from kernel.machine import Machine


class DeliveryStatus(StrEnum):
    ARRIVING = "arriving"
    RECEIVED = "received"
    TAKEN_IN = "taken_in"
    CLOSED = "closed"


class FileStatus(StrEnum):
    WAITING = "waiting"
    KEPT = "kept"
    KNOWN = "known"
    TRAY = "tray"
    REFUSED = "refused"
    MISSING = "missing"
    RETURNED = "returned"


D, F = DeliveryStatus, FileStatus

DELIVERIES = Machine(
    "deliveries",
    DeliveryStatus,
    [
        ("receive", {D.ARRIVING}, D.RECEIVED),
        ("take_in", {D.RECEIVED}, D.TAKEN_IN),
        ("close", {D.TAKEN_IN}, D.CLOSED),
    ],
)
"""An archive is received at once; files under a prefix arrive until their sender says that all are there."""

DELIVERED_FILES = Machine(
    "delivered_files",
    FileStatus,
    [
        ("keep", {F.WAITING, F.TRAY}, F.KEPT),
        ("recognise", {F.WAITING, F.TRAY}, F.KNOWN),
        ("put_in_tray", {F.WAITING}, F.TRAY),
        ("refuse", {F.WAITING}, F.REFUSED),
        ("miss", {F.WAITING}, F.MISSING),
        ("return", {F.TRAY}, F.RETURNED),
    ],
)
"""`known`: the same bytes are with the same claim already. `missing`: the index names a file that did not come."""
