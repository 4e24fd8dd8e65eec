"""A sale's life, from award to the end of the putback period."""

from enum import StrEnum

from kernel.machine import Machine


class SaleStatus(StrEnum):
    AWARDED = "awarded"
    SIGNED = "signed"
    CLOSING = "closing"
    PAID = "paid"
    DEED = "deed"
    TRANSFERRED = "transferred"
    FINAL = "final"
    CANCELLED = "cancelled"


S = SaleStatus
SALES = Machine(
    "sales",
    SaleStatus,
    [
        ("sign", {S.AWARDED}, S.SIGNED),
        ("begin_closing", {S.SIGNED}, S.CLOSING),
        ("pay", {S.CLOSING}, S.PAID),
        ("execute_deed", {S.PAID}, S.DEED),
        ("transfer", {S.DEED}, S.TRANSFERRED),
        ("finish", {S.TRANSFERRED}, S.FINAL),
        ("cancel", {S.AWARDED, S.SIGNED, S.CLOSING}, S.CANCELLED),
    ],
)
