"""The dates of each account, in their only possible order.

contract < due <= default <= termination <= cut-off. An untitled clean account is young enough (the country's
`oldest_due_months`) that no country's limitation can have run; one before a court may be a little older.
Where nothing was paid lately and the contract is old, the debtor acknowledged the debt.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from marketplace.tapes.sample.check_digits import Ints
from marketplace.tapes.sample.day_numbers import UNKNOWN, dates, day_number

type Flags = npt.NDArray[np.bool_]

_MONTH = 30
_YOUNGEST_DUE_MONTHS = 6
_YOUNGEST_SUED_MONTHS = 18
_OLDER_WHEN_SUED_MONTHS = 6
_MAJORITY = 18 * 366
_TENORS = {
    "consumer_loan": (270, 1_500),
    "credit_card": (240, 1_800),
    "overdraft": (180, 1_800),
    "telecom": (60, 720),
    "utility": (60, 900),
    "rent": (90, 1_100),
    "invoice": (15, 75),
    "other": (20, 300),
}
_GRACE = {"consumer_loan": 90, "credit_card": 90, "overdraft": 60}


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dated facts as columns, and what the amounts need of them."""

    frame: pl.DataFrame
    days_in_default: Ints
    paid_after_default: Flags
    ever_paid: Flags


def timeline(
    *,
    cut_off: date,
    oldest_due_months: int,
    product_names: list[str],
    sued: Flags,
    born: Ints,
    rng: np.random.Generator,
) -> Timeline:
    """Draws the dates. `born` is `UNKNOWN` for a company."""
    rows, end = len(sued), day_number(cut_off)
    oldest = np.where(sued, oldest_due_months + _OLDER_WHEN_SUED_MONTHS, oldest_due_months) * _MONTH
    youngest = np.where(sued, _YOUNGEST_SUED_MONTHS, _YOUNGEST_DUE_MONTHS) * _MONTH
    due = end - (youngest + (oldest - youngest) * rng.beta(1.2, 1.6, rows)).astype(np.int64)
    contract = _contracts(due, born, product_names, rng)
    grace = np.array([_GRACE.get(name, 0) for name in product_names])
    default = due + grace + rng.integers(1, 15, rows)
    terminated = np.array([name in _GRACE or name in ("telecom", "utility") for name in product_names])
    termination = np.where(terminated, default + rng.integers(20, 50, rows), UNKNOWN)
    frame = pl.DataFrame(
        {
            "contract_date": dates(contract),
            "due_date": dates(due),
            "default_date": dates(default),
            "termination_date": dates(termination),
            "interest_from": dates(default),
        }
    )
    return _with_payments(frame, contract=contract, due=due, default=default, end=end, rng=rng)


def _contracts(due: Ints, born: Ints, product_names: list[str], rng: np.random.Generator) -> Ints:
    low, high = (np.array([_TENORS[name][place] for name in product_names]) for place in (0, 1))
    contract: Ints = due - (low + (high - low) * rng.random(len(due))).astype(np.int64)
    of_age = np.where(born == UNKNOWN, 0, born) + _MAJORITY
    young = (born != UNKNOWN) & (contract < of_age)
    contract[young] = np.minimum(of_age, due - 10)[young]
    return contract


def _with_payments(
    frame: pl.DataFrame, *, contract: Ints, due: Ints, default: Ints, end: int, rng: np.random.Generator
) -> Timeline:
    rows = frame.height
    after = rng.random(rows) < 0.36
    before = ~after & (rng.random(rows) < 0.7) & (due - contract > 45)
    since = end - default
    late = default + np.maximum((since * rng.random(rows)).astype(np.int64), 1)
    early = due - rng.integers(20, 40, rows)
    paid_on = np.where(after, late, np.where(before, early, UNKNOWN))
    silent = ~after & (end - contract > 2 * 365)
    acknowledged = np.where(
        silent | (rng.random(rows) < 0.04),
        default + (since * rng.uniform(0.3, 0.9, rows)).astype(np.int64) + 1,
        UNKNOWN,
    )
    return Timeline(
        frame=frame.with_columns(
            dates(paid_on).alias("last_payment_date"), dates(acknowledged).alias("acknowledged_on")
        ),
        days_in_default=since,
        paid_after_default=after,
        ever_paid=after | before,
    )
