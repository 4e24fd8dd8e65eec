"""Court fees, fixed compensation and recoverable costs from a folder's fees.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from typing import Literal

import msgspec

from cases.deadlines.arithmetic import spoken
from cases.jurisdictions.contract import Authority, Fee
from cases.jurisdictions.dated import Dated, LawInvalid, ascending, in_force, load
from cases.jurisdictions.interest import PERCENT, ROUNDINGS, bare
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.money import Money


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Values below or up to a limit (None: all above) pay an amount or a share; `free` none, for the reason given.

    A share may not pass `at_most`.
    """

    up_to: Decimal | None = None
    below: Decimal | None = None
    amount: Decimal | None = None
    percent: Decimal | None = None
    at_most: Decimal | None = None
    free: str | None = None

    def __post_init__(self) -> None:
        if sum(given is not None for given in (self.amount, self.percent, self.free)) != 1:
            raise ValueError("a band needs exactly one of amount, percent and free")

    def holds(self, value: Decimal) -> bool:
        if self.below is not None:
            return value < self.below
        return self.up_to is None or value <= self.up_to


class Stretch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A stretch of a scale: `add` for each begun `per`, from where the stretch before it ends up to `up_to`."""

    add: Decimal
    per: Decimal
    up_to: Decimal | None = None


class FeeTable(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The fee from a day: `bands`, a `scale` of begun steps, or a `share` `of` another fee, never under `minimum`.

    `exempt` gives the reason for each kind of party that pays nothing, `most` what one pays at most. `less` is taken
    off, never below nought; `whole` rounds the final fee up to a multiple of it. `base` makes the limits of the bands
    multiples of a dated base amount. `currency` is the fee's own where the value is in another; `assignable` says of a
    compensation whether a buyer of the claim may ask for it.
    """

    bands: tuple[Band, ...] = ()
    scale: tuple[Stretch, ...] = ()
    of: str | None = None
    share: Decimal | None = None
    minimum: Decimal | None = None
    whole: Decimal | None = None
    less: Decimal | None = None
    most: Mapping[str, Decimal] = msgspec.field(default_factory=dict)
    base: str | None = None
    currency: str | None = None
    assignable: bool | None = None
    rounding: Literal["half up", "down"] = "half up"
    exempt: Mapping[str, str] = msgspec.field(default_factory=dict)
    unverified_after: date | None = None

    def __post_init__(self) -> None:
        if sum(bool(given) for given in (self.bands, self.scale, self.of)) != 1:
            raise ValueError("a fee table needs exactly one of bands, scale and of")


class FeeRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One fee by the value of the claim. `named` are the words a question knows it by beside its code.

    `fixed_compensation` marks the lump sum for recovery costs that a creditor adds to each invoice.
    """

    title: str
    tables: list[FeeTable]
    named: tuple[str, ...] = ()
    fixed_compensation: bool = False

    def __post_init__(self) -> None:
        ascending(self.tables)


class BaseAmount(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An amount of the year by which limits are measured."""

    amount: Decimal


class FeesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """fees.toml."""

    currency: str
    fees: dict[str, FeeRule]
    bases: dict[str, list[BaseAmount]] = {}


@dataclass(frozen=True, slots=True)
class _Raw:
    """An amount before its last rounding, or the reason why nothing is due."""

    amount: Decimal | None
    words: str


class Fees:
    """The `fee` of a jurisdiction."""

    def __init__(self, folder: Path) -> None:
        self.file = load(folder, "fees.toml", FeesFile)
        self.rules = self.file.fees
        for code, rule in self.rules.items():
            for table in rule.tables:
                if table.of not in {None, *self.rules} or table.base not in {None, *self.file.bases}:
                    raise LawInvalid(f"{folder.name}/fees.toml: fees.{code} rests on what the file does not have.")

    def __call__(
        self, code: str, value: Money, on: date, party: Literal["person", "company"], *, base: Decimal | None = None
    ) -> Fee:
        """The fee on the day; `base` overrides the base amount of the year where the asker knows it.

        NotFound for an unknown code, Invalid for a value below nought or in another currency, Refused where no table
        is in force.
        """
        table = self.table(code, on)
        title = self.rules[code].title
        self._readable(value)
        authority = _authority(table, on)
        if party in table.exempt:
            return Fee(None, table.exempt[party], authority)
        raw = _bounded(table, self._raw(table, value.amount, on, base), party)
        if raw.amount is None:
            return Fee(None, raw.words, authority)
        currency = table.currency or value.currency
        tariff = Money.of(raw.amount, currency, ROUNDINGS[table.rounding])
        amount = tariff if table.whole is None else Money.of(_up_to(raw.amount, table.whole), currency)
        doubt = "" if authority.verified else " Not verified against the official text."
        also = f" By the tariff {tariff}, rounded up to {amount}." if amount != tariff else ""
        lost = " It cannot be assigned: a buyer of the claim may not ask for it." if table.assignable is False else ""
        sentence = f"{title}: {raw.words} = {amount} on a value of {value} ({table.citation}).{also}{lost}{doubt}"
        return Fee(amount, sentence, authority, tariff, table.assignable)

    def named(self, text: str) -> str | None:
        """The fee the words name, the longest name first; None where they name none."""
        words = bare(text)
        known = [
            (name, code)
            for code, rule in self.rules.items()
            for name in (code, rule.title, *rule.named)
            if bare(name) in words
        ]
        return max(known, key=lambda one: len(one[0]))[1] if known else None

    def table(self, code: str, on: date) -> FeeTable:
        """The table in force."""
        if code not in self.rules:
            raise NotFound(f"There is no fee {code!r} in this jurisdiction; it has {', '.join(self.rules)}.")
        found = in_force(self.rules[code].tables, on)
        if found is None:
            raise Refused(f"{self.rules[code].title}: no fee table is known for {spoken(on)}.")
        return found

    def _readable(self, value: Money) -> None:
        if value.currency != self.file.currency:
            told = f"Values are in {self.file.currency} here."
            raise Invalid(
                f"The fee of a value in {value.currency} is not known.", places=[Place("value", str(value), told)]
            )
        if value.minor < 0:
            raise Invalid("A value is not below nought.", places=[Place("value", str(value), "Give the sum claimed.")])

    def _raw(self, table: FeeTable, value: Decimal, on: date, base: Decimal | None) -> _Raw:
        if table.of is not None:
            whole = self._raw(self.table(table.of, on), value, on, base)
            if whole.amount is None:
                return whole
            share = table.share or Decimal(1)
            found = _Raw(whole.amount * share, f"{share} of {whole.amount.normalize():f}")
        elif table.scale:
            found = _Raw(_climbed(table.scale, value), "the scale")
        else:
            found = self._banded(table, value, on, base)
        if found.amount is not None and table.minimum is not None and found.amount < table.minimum:
            return _Raw(table.minimum, "the least there is")
        return found

    def _banded(self, table: FeeTable, value: Decimal, on: date, base: Decimal | None) -> _Raw:
        measured = value
        if table.base is not None:
            row = in_force(self.file.bases[table.base], on)
            known = base if base is not None else row.amount if row else None
            if known is None:
                raise Refused(f"The {table.base.replace('_', ' ')} for {spoken(on)} is not known; give it.")
            measured = value / known
        band = next(band for band in table.bands if band.holds(measured))
        if band.free is not None:
            return _Raw(None, band.free)
        if band.amount is not None:
            return _Raw(band.amount, "fixed")
        amount = value * (band.percent or Decimal(0)) / PERCENT
        if band.at_most is not None and amount > band.at_most:
            return _Raw(band.at_most, "the most there is")
        return _Raw(amount, f"{band.percent} %")


def _bounded(table: FeeTable, raw: _Raw, party: str) -> _Raw:
    """The amount less what is kept of it, and not above the most such a party pays."""
    if raw.amount is None:
        return raw
    if table.less is not None:
        raw = _Raw(max(raw.amount - table.less, Decimal(0)), f"{raw.words}, less {table.less}")
    most = table.most.get(party)
    return _Raw(most, "the most such a party pays") if most is not None and (raw.amount or 0) > most else raw


def _climbed(scale: Sequence[Stretch], value: Decimal) -> Decimal:
    amount, reached = Decimal(0), Decimal(0)
    for stretch in scale:
        top = value if stretch.up_to is None else min(value, stretch.up_to)
        if top > reached or not reached:
            amount += stretch.add * max(_begun(top - reached, stretch.per), Decimal(0 if reached else 1))
        if stretch.up_to is None or value <= stretch.up_to:
            break
        reached = stretch.up_to
    return amount


def _begun(length: Decimal, per: Decimal) -> Decimal:
    return (length / per).to_integral_value(rounding=ROUND_CEILING)


def _up_to(amount: Decimal, whole: Decimal) -> Decimal:
    return _begun(amount, whole) * whole


def _authority(table: FeeTable, on: date) -> Authority:
    known = table.unverified_after is None or on <= table.unverified_after
    return Authority(table.citation, table.source, table.checked_on, table.verified and known)
