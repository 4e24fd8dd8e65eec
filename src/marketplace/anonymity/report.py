"""What a release is: the table, the seller's own key to it, and the account given of it."""

from dataclasses import dataclass

import polars as pl

from marketplace.anonymity.fidelity import Fidelity
from marketplace.anonymity.loss import Loss
from marketplace.anonymity.measures import Measures


@dataclass(frozen=True, slots=True)
class Total:
    """An amount of the whole lot as exact text; `tape_total` is what the released means add up to, if told."""

    column: str
    currency: str
    total: str
    tape_total: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """`suppressed` counts single values shown as nothing at all; no row is ever left out. `fidelity` is missing where

    no balance is told.
    """

    k_requested: int
    k_reached: int
    rows: int
    debtors: int
    cells: int
    suppressed: int
    quasi_identifiers: tuple[str, ...]
    withheld_columns: tuple[str, ...]
    untold_amounts: tuple[str, ...]
    totals: tuple[Total, ...]
    before: Measures
    after: Measures
    loss: Loss
    sentences: tuple[str, ...]
    fidelity: Fidelity | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """`frame` and `cells` may be shown; `key` (row of the input → reference, cell) never leaves the seller.

    `frame` has one row per claim in random order. An amount `balance` comes as `balance_from_minor`,
    `balance_to_minor` (its band, both inclusive, null where open) and `balance_mean_minor`, the mean of its group of
    at least k debtors. `cells` has for each cell its rows, its debtors, and for each amount the group with the exact
    total, so that the sum over distinct groups is the lot's amount to the last minor unit.
    """

    frame: pl.DataFrame
    cells: pl.DataFrame
    key: pl.DataFrame
    report: Report
