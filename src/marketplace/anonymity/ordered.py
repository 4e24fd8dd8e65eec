"""Amounts, dates, ages and other numbers as bands whose open ends hold at least k debtors."""

from datetime import date
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from marketplace.anonymity.axes import Axis, Codes, Positions, as_they_are
from marketplace.anonymity.roles import ORDINARY_WEIGHT, WEIGHTS

FINEST_BANDS = 64
"""An amount is never told more finely than its place among so many equally filled bands."""
AGE_STEP = 5
NUMBER_SCALE = 10_000
MISSING_APART = np.float32(1.0)
YEAR_EDGE, QUARTER_EDGE, ZERO_EDGE = np.float32(0.15), np.float32(0.05), np.float32(0.2)


def amount_axis(values: pl.Series, debtors: Codes, k: int) -> Axis:
    """Whole minor units; edges have two significant digits and zero stands apart."""
    numbers, given = _numbers(values.cast(pl.Int64))
    edges = _rounded_quantiles(numbers[given])
    preference = np.where(edges == 1, ZERO_EDGE, 0).astype(np.float32)
    stem = values.name.removesuffix("_minor")
    names = (f"{stem}_from_minor", f"{stem}_to_minor")
    return _axis(values.name, names, pl.Int64, numbers, given, edges, preference, debtors, k)


def number_axis(values: pl.Series, debtors: Codes, k: int) -> Axis:
    """Any other number, to four decimals."""
    scaled = (values.cast(pl.Float64, strict=False) * NUMBER_SCALE).round().cast(pl.Int64)
    numbers, given = _numbers(scaled)
    edges = _rounded_quantiles(numbers[given])
    names = (f"{values.name}_from", f"{values.name}_to")
    return _axis(values.name, names, pl.Float64, numbers, given, edges, np.zeros(len(edges)), debtors, k)


def date_axis(values: pl.Series, debtors: Codes, k: int) -> Axis:
    """Months, cut for preference at years, then at quarters; released as first and last day."""
    days = values.cast(pl.Date)
    months = (days.dt.year().cast(pl.Int64) * 12 + days.dt.month().cast(pl.Int64) - 1).alias(values.name)
    numbers, given = _numbers(months)
    edges = np.unique(numbers[given])[1:]
    preference = np.where(edges % 12 == 0, YEAR_EDGE, np.where(edges % 3 == 0, QUARTER_EDGE, 0)).astype(np.float32)
    names = (f"{values.name}_from", f"{values.name}_to")
    return _axis(values.name, names, pl.Date, numbers, given, edges, preference, debtors, k)


def age_axis(births: pl.Series, debtors: Codes, k: int, as_of: date) -> Axis:
    """Full years on `as_of`, in steps of five."""
    days = births.cast(pl.Date)
    born = days.dt.year().cast(pl.Int64) * 10_000 + days.dt.month().cast(pl.Int64) * 100 + days.dt.day()
    today = as_of.year * 10_000 + as_of.month * 100 + as_of.day
    numbers, given = _numbers((today - born) // 10_000)
    ages = numbers[given]
    edges = np.arange(ages.min() // AGE_STEP + 1, ages.max() // AGE_STEP + 1) * AGE_STEP if len(ages) else ages
    return _axis("birth_on", ("age_from", "age_to"), pl.Int64, numbers, given, edges, np.zeros(len(edges)), debtors, k)


def _numbers(values: pl.Series) -> tuple[Positions, NDArray[np.bool_]]:
    given = values.is_not_null().to_numpy()
    return values.fill_null(0).to_numpy().astype(np.int64), given


def _rounded_quantiles(numbers: Positions) -> Positions:
    if not len(numbers):
        return numbers
    marks = np.quantile(numbers, np.arange(1, FINEST_BANDS) / FINEST_BANDS, method="lower")
    digits = np.floor(np.log10(np.maximum(np.abs(marks), 1))).astype(np.int64)
    step = 10 ** np.maximum(digits - 1, 0)
    rounded = (marks + step // 2) // step * step
    return np.unique(np.concatenate([rounded, np.array([0, 1])])).astype(np.int64)


def _axis(
    name: str,
    names: tuple[str, str],
    dtype: type[pl.DataType],
    numbers: Positions,
    given: NDArray[np.bool_],
    edges: Positions,
    preference: NDArray[np.float32] | NDArray[np.float64],
    debtors: Codes,
    k: int,
) -> Axis:
    kept = _inside_the_tails(numbers[given], debtors[given], edges, k)
    edges, preference = edges[kept], preference[kept].astype(np.float32)
    some_missing = not given.all()
    codes = np.searchsorted(edges, numbers, side="right").astype(np.int32) + np.int32(some_missing)
    codes[~given] = 0
    ahead = [np.float32(0), MISSING_APART] if some_missing else [np.float32(0)]
    return Axis(
        name=name,
        columns=(*names, _given(names)) if some_missing else names,
        codes=codes,
        size=len(edges) + 1 + some_missing,
        weight=WEIGHTS.get(name, ORDINARY_WEIGHT),
        preference=np.concatenate([np.array(ahead, dtype=np.float32), preference]),
        spell=partial(_spell, names, dtype, edges, some_missing),
        widen=as_they_are,
    )


def _inside_the_tails(numbers: Positions, debtors: Codes, edges: Positions, k: int) -> NDArray[np.bool_]:
    """The edges that leave at least k distinct debtors below the first and from the last upwards."""
    floor, ceiling = _kth(numbers, debtors, k), _kth(-numbers, debtors, k)
    if floor is None or ceiling is None:
        return np.zeros(len(edges), dtype=np.bool_)
    inside: NDArray[np.bool_] = (edges > floor) & (edges <= -ceiling)
    return inside


def _kth(numbers: Positions, debtors: Codes, k: int) -> int | None:
    """The least number up to which k distinct debtors lie; looked for among the lowest few, then among more."""
    few = 4 * k
    while True:
        lowest = np.argpartition(numbers, few)[:few] if few < len(numbers) else np.arange(len(numbers))
        lowest = lowest[np.argsort(numbers[lowest], kind="stable")]
        first = np.sort(np.unique(debtors[lowest], return_index=True)[1])
        if len(first) >= k:
            return int(numbers[lowest[first[k - 1]]])
        if few >= len(numbers):
            return None
        few *= 8


def _spell(
    names: tuple[str, str],
    dtype: type[pl.DataType],
    edges: Positions,
    some_missing: bool,
    lowest: Codes,
    highest: Codes,
) -> pl.DataFrame:
    """An open end, a missing value and a value not shown are null; `…_given` tells the second from the third."""
    below = np.concatenate([[0], edges]) if len(edges) else np.array([0])
    above = np.concatenate([edges - 1, [0]]) if len(edges) else np.array([0])
    low, high = lowest - some_missing, highest - some_missing
    frame = pl.DataFrame(
        {
            names[0]: _measured(below[np.maximum(low, 0)], low > 0, dtype, last_day=False),
            names[1]: _measured(above[np.maximum(high, 0)], (low >= 0) & (high < len(edges)), dtype, last_day=True),
        }
    )
    if not some_missing:
        return frame
    given = np.where(low >= 0, "yes", np.where(high < 0, "no", ""))
    column = _given(names)
    return frame.with_columns(pl.Series(column, given).replace({"": None}))


def _given(names: tuple[str, str]) -> str:
    return f"{names[0].removesuffix('_minor').removesuffix('_from')}_given"


def _measured(values: Positions, shown: NDArray[np.bool_], dtype: type[pl.DataType], *, last_day: bool) -> pl.Series:
    numbers = pl.select(pl.when(pl.Series(shown)).then(pl.Series(values, dtype=pl.Int64))).to_series()
    if dtype == pl.Date:
        month = numbers.to_frame("month").select(pl.date(pl.col("month") // 12, pl.col("month") % 12 + 1, 1))
        first = month.to_series()
        return first.dt.month_end() if last_day else first
    return (numbers / NUMBER_SCALE).round(4) if dtype == pl.Float64 else numbers
