"""A charge: due until it is paid; what was paid may be given back."""

from enum import StrEnum

from kernel.machine import Machine


class ChargeStatus(StrEnum):
    DUE = "due"
    PAID = "paid"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


CHARGES = Machine(
    "charges",
    ChargeStatus,
    [
        ("pay", {ChargeStatus.DUE}, ChargeStatus.PAID),
        ("refund", {ChargeStatus.PAID}, ChargeStatus.REFUNDED),
        ("cancel", {ChargeStatus.DUE}, ChargeStatus.CANCELLED),
    ],
)
