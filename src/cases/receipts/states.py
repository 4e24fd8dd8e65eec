"""A file of payments is stored, mapped and read; a payment is booked, waits for a person, or goes back."""

from enum import StrEnum

from kernel.machine import Machine


class FileStatus(StrEnum):
    STORED = "stored"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"


class ReceiptStatus(StrEnum):
    WAITING = "waiting"
    BOOKED = "booked"
    RETURNED = "returned"
    SET_ASIDE = "set_aside"


F = FileStatus
R = ReceiptStatus

RECEIPT_FILES = Machine(
    "receipt_files",
    FileStatus,
    [
        ("map", {F.STORED}, F.READING),
        ("finish", {F.READING}, F.READ),
        ("refuse", {F.STORED, F.READING}, F.REFUSED),
    ],
)
RECEIPTS = Machine(
    "receipts",
    ReceiptStatus,
    [
        ("assign", {R.WAITING}, R.BOOKED),
        ("return", {R.WAITING}, R.RETURNED),
        ("set_aside", {R.WAITING}, R.SET_ASIDE),
        ("take_back", {R.BOOKED, R.RETURNED, R.SET_ASIDE}, R.WAITING),
    ],
)
