"""Days as whole numbers since 1970-01-01, so that columns of them can be reckoned with."""

from datetime import date

import numpy as np
import polars as pl

from marketplace.tapes.sample.check_digits import Ints

UNKNOWN = int(np.iinfo(np.int64).min)
"""The number of no day; it becomes an empty cell."""


def day_number(day: date) -> int:
    """The number of a date."""
    return (day - date(1970, 1, 1)).days


def dates(days: Ints) -> pl.Series:
    """The dates of the numbers."""
    return pl.Series(days.astype("datetime64[D]"))


def years(days: Ints) -> Ints:
    """The calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def calendar(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Year, month and day of each."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    number = months.astype(np.int64)
    return number // 12 + 1970, number % 12 + 1, days - first + 1
