"""A tape's life, from the file to claims that a listing may use."""

from enum import StrEnum

from kernel.machine import Machine


class TapeStatus(StrEnum):
    UPLOADED = "uploaded"
    MAPPED = "mapped"
    CHECKED = "checked"
    ACCEPTING = "accepting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


T = TapeStatus
TAPES = Machine(
    "tapes",
    TapeStatus,
    [
        ("map", {T.UPLOADED, T.MAPPED, T.CHECKED}, T.MAPPED),
        ("check", {T.MAPPED, T.CHECKED}, T.CHECKED),
        ("begin_accepting", {T.CHECKED}, T.ACCEPTING),
        ("accept", {T.ACCEPTING}, T.ACCEPTED),
        ("stop_accepting", {T.ACCEPTING}, T.CHECKED),
        ("undo", {T.ACCEPTED}, T.MAPPED),
        ("reject", {T.UPLOADED, T.MAPPED, T.CHECKED}, T.REJECTED),
        ("replace", {T.ACCEPTED}, T.SUPERSEDED),
        ("supersede", {T.UPLOADED, T.MAPPED, T.CHECKED}, T.SUPERSEDED),
    ],
)
