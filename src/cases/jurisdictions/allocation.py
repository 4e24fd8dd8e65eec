"""In which order a payment is set against a debt, from a folder's allocation.toml; and which holds stop interest.

A folder without a rule for such a debt gives None: the order is unknown, nothing is invented.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from cases.jurisdictions.dated import Dated, in_force, load

FOLDERS = Path(__file__).parent
Onto = Literal["costs", "principal", "interest"]


class Order(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The order for some products owed by such debtors; each of the three stands in it once."""

    title: str
    products: list[str]
    debtors: list[Literal["person", "company"]]
    order: tuple[Onto, Onto, Onto]

    def __post_init__(self) -> None:
        if len(set(self.order)) != len(self.order):
            raise ValueError("costs, principal and interest each stand in the order once")


class Standstill(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A hold that stops more than steps. `at_most_days` ends what it stops, whatever the hold's own end."""

    ground: str
    debtors: list[Literal["person", "company"]]
    stops: list[Literal["interest", "fees", "contact", "enforcement"]]
    at_most_days: int | None = None
    sentence: str


class AllocationTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """allocation.toml."""

    orders: list[Order] = []
    standstills: list[Standstill] = []


@cache
def table_of(code: str) -> AllocationTable:
    """What the jurisdiction's folder says; nothing where it has no such file. LawInvalid for one that is wrong."""
    folder = FOLDERS / code
    return (
        load(folder, "allocation.toml", AllocationTable) if (folder / "allocation.toml").exists() else AllocationTable()
    )


def order_for(code: str, product: str, debtor_kind: str, on: date) -> Order | None:
    """The order in force for a payment received that day; None where the law data has none."""
    meant = [one for one in table_of(code).orders if product in one.products and debtor_kind in one.debtors]
    return in_force(meant, on)


def standstill_for(code: str, ground: str, debtor_kind: str, on: date) -> Standstill | None:
    """What a hold on this ground stops beside our own steps, as of the day it begins."""
    meant = [one for one in table_of(code).standstills if one.ground == ground and debtor_kind in one.debtors]
    return in_force(meant, on)
