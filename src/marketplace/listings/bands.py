"""The bands a portfolio is stratified by, and what each is called."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl
from msgspec import Struct
from numpy.typing import NDArray

from kernel.money import minor_digits

BALANCE_EDGES = (500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000)
AGE_EDGES = (6, 12, 24, 36, 60, 120)
NOT_KNOWN = "not known"


class Division(Struct, frozen=True):
    """How rows fall into strata: a code for each row, and a name for any stretch of neighbouring codes."""

    heading: str
    codes: NDArray[np.int64]
    names: tuple[str, ...]
    ordered: bool
    edges: tuple[str, ...] = ()

    def name(self, members: Sequence[int]) -> str:
        if not self.ordered:
            return self.names[members[0]]
        known = [member for member in members if member <= len(self.edges)]
        said = _stretch(self.edges, known) if known else ""
        if len(known) == len(members):
            return said
        return f"{said} or {NOT_KNOWN}" if said else NOT_KNOWN


def by_category(values: pl.Series, heading: str) -> Division:
    texts = values.cast(pl.String).fill_null("").to_numpy()
    names, codes = np.unique(texts, return_inverse=True)
    return Division(heading, codes, tuple(str(name).replace("_", " ") or NOT_KNOWN for name in names), ordered=False)


def by_balance(balances: pl.Series, currency: str) -> Division:
    scale = 10 ** minor_digits(currency)
    edges = np.array(BALANCE_EDGES) * scale
    return _banded(balances, edges, "Balance", tuple(f"{edge:,}" for edge in BALANCE_EDGES))


def by_age_of_debt(defaults: pl.Series, as_of: date) -> Division:
    """Full months from default to `as_of`."""
    months = (as_of.year - defaults.dt.year().cast(pl.Int64)) * 12 + as_of.month - defaults.dt.month().cast(pl.Int64)
    full = months - (defaults.dt.day().cast(pl.Int64) > as_of.day).cast(pl.Int64)
    names = tuple(f"{edge} months" if edge < 12 else f"{edge // 12} year{'s' * (edge > 12)}" for edge in AGE_EDGES)
    return _banded(full, np.array(AGE_EDGES), "Time since default", names)


def _banded(values: pl.Series, edges: NDArray[np.int64], heading: str, names: tuple[str, ...]) -> Division:
    given = values.is_not_null().to_numpy()
    codes = np.searchsorted(edges, values.fill_null(0).to_numpy(), side="right")
    codes = np.where(given, codes, len(edges) + 1)
    every = tuple(_stretch(names, [code]) for code in range(len(edges) + 1))
    return Division(heading, codes, (*every, NOT_KNOWN), ordered=True, edges=names)


def _stretch(edges: Sequence[str], members: Sequence[int]) -> str:
    first, last = min(members), max(members)
    if first == 0 and last == len(edges):
        return "all"
    if first == 0:
        return f"under {edges[last]}"
    return f"{edges[first - 1]} and more" if last == len(edges) else f"{edges[first - 1]} to {edges[last]}"
