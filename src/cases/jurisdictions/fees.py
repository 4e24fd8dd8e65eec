"""Court fees and fixed compensation from a folder's fees.toml."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec

from cases.deadlines.arithmetic import spoken
from cases.jurisdictions.contract import Authority, Fee
from cases.jurisdictions.dated import Dated, ascending, in_force, load
from cases.jurisdictions.interest import PERCENT, ROUNDINGS
from kernel.errors import NotFound, Refused
from kernel.money import Money


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Values below or up to a limit (None: all above) pay an amount or a share; `free` none, for the reason given."""

    up_to: Decimal | None = None
    below: Decimal | None = None
    amount: Decimal | None = None
    percent: Decimal | None = None
    free: str | None = None

    def __post_init__(self) -> None:
        if sum(given is not None for given in (self.amount, self.percent, self.free)) != 1:
            raise ValueError("a band needs exactly one of amount, percent and free")

    def holds(self, value: Decimal) -> bool:
        if self.below is not None:
            return value < self.below
        return self.up_to is None or value <= self.up_to


class FeeTable(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The bands from a day. `exempt` gives the reason for each kind of party that pays nothing."""

    bands: list[Band]
    rounding: Literal["half up", "down"] = "half up"
    exempt: Mapping[str, str] = msgspec.field(default_factory=dict)
    unverified_after: date | None = None


class FeeRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One fee by the value of the claim."""

    title: str
    tables: list[FeeTable]

    def __post_init__(self) -> None:
        ascending(self.tables)


class FeesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """fees.toml."""

    fees: dict[str, FeeRule]


class Fees:
    """The `fee` of a jurisdiction."""

    def __init__(self, folder: Path) -> None:
        self.rules = load(folder, "fees.toml", FeesFile).fees

    def __call__(self, code: str, value: Money, on: date, party: Literal["person", "company"]) -> Fee:
        """The fee on the day. NotFound for an unknown code, Refused where no table is in force."""
        if code not in self.rules:
            raise NotFound(f"There is no fee {code!r} in this jurisdiction; it has {', '.join(self.rules)}.")
        rule = self.rules[code]
        table = in_force(rule.tables, on)
        if table is None:
            raise Refused(f"{rule.title}: no fee table is known for {spoken(on)}.")
        authority = _authority(table, on)
        if party in table.exempt:
            return Fee(None, table.exempt[party], authority)
        band = next(band for band in table.bands if band.holds(value.amount))
        if band.free is not None:
            return Fee(None, band.free, authority)
        doubt = "" if authority.verified else " Not verified against the official text."
        if band.amount is not None:
            amount = Money.of(band.amount, value.currency)
            return Fee(amount, f"{rule.title}: {amount} on a value of {value} ({table.citation}).{doubt}", authority)
        share = band.percent or Decimal(0)
        amount = Money.of(value.amount * share / PERCENT, value.currency, ROUNDINGS[table.rounding])
        sentence = f"{rule.title}: {share} % of {value}, rounded {table.rounding} ({table.citation}).{doubt}"
        return Fee(amount, sentence, authority)


def _authority(table: FeeTable, on: date) -> Authority:
    known = table.unverified_after is None or on <= table.unverified_after
    return Authority(table.citation, table.source, table.checked_on, table.verified and known)
