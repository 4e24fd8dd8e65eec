"""What a buyer computes from the released tape alone, against the true tables."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl
from msgspec import Struct
from numpy.typing import NDArray

from marketplace.anonymity import Released
from marketplace.anonymity.nominal import LISTING, NOT_GIVEN
from marketplace.anonymity.pricing import PARTS, TIMES
from marketplace.listings.bands import NOT_KNOWN, Division, by_age_of_debt, by_balance
from marketplace.listings.merging import Members

type Places = NDArray[np.int64]
type Numbers = NDArray[np.float64]
NOWHERE = -1


class TapeError(Struct, frozen=True):
    """`misplaced` is the share of the face value that a table made from the tape puts into another stratum than the

    truth does (half the sum of the absolute differences), `unplaced` the part of it that fits no stratum at all.
    """

    heading: str
    misplaced: float
    unplaced: float


def tape_error(
    name: str, division: Division, standing: list[Members], frame: pl.DataFrame, released: Released, as_of: date
) -> TapeError:
    """One table of the true rows, and the same strata filled from the released lines."""
    place_of = np.full(len(division.names), NOWHERE, dtype=np.int64)
    for place, members in enumerate(standing):
        place_of[list(members)] = place
    owed = frame["balance_minor"].cast(pl.Int64).fill_null(0).abs().to_numpy().astype(np.float64)
    truth = np.bincount(place_of[division.codes], weights=owed, minlength=len(standing))
    told, lost = _told(name, division, place_of, released.frame, str(frame["currency"][0]), as_of, len(standing))
    whole, shown = truth.sum(), told.sum() + lost
    if not whole or not shown:
        return TapeError(division.heading, 1.0, 1.0)
    apart = np.abs(told / shown - truth / whole).sum() + lost / shown
    return TapeError(division.heading, float(apart / 2), float(lost / shown))


def _told(
    name: str, division: Division, place_of: Places, tape: pl.DataFrame, currency: str, as_of: date, strata: int
) -> tuple[Numbers, float]:
    """The face value in each stratum as the tape tells it, and what fits none."""
    if "balance_mean_minor" not in tape.columns or tape["balance_mean_minor"].null_count():
        return np.zeros(strata), 1.0
    owed = tape["balance_mean_minor"].abs().to_numpy().astype(np.float64)
    if strata == 1:
        return np.array([owed.sum()]), 0.0
    if name in tape.columns:
        return _by_value(name, division, place_of, tape, owed, strata)
    codes = _by_mean(name, tape, currency, as_of)
    # A mean may lie in a band where no claim of the truth lies.
    places = np.where(codes == NOWHERE, NOWHERE, place_of[codes])
    known = places != NOWHERE
    told = np.bincount(places[known], weights=owed[known], minlength=strata)
    return told, float(owed[~known].sum())


def _by_mean(name: str, tape: pl.DataFrame, currency: str, as_of: date) -> Places:
    """Each line's code as a reader takes it from the mean balance or the mean day of its group."""
    if name == "balance":
        return by_balance(tape["balance_mean_minor"], currency).codes
    if name != "age_of_debt" or "default_on_mean" not in tape.columns:
        return np.full(tape.height, NOWHERE, dtype=np.int64)
    told = by_age_of_debt(tape["default_on_mean"].cast(pl.Date), as_of).codes
    return np.where(tape["default_on_mean"].is_null().to_numpy(), NOWHERE, told)


def _by_value(
    name: str, division: Division, place_of: Places, tape: pl.DataFrame, owed: Numbers, strata: int
) -> tuple[Numbers, float]:
    """From the value or, where the group has several, from how many of it have which."""
    shown = pl.coalesce(f"{name}_mix", name) if f"{name}_mix" in tape.columns else pl.col(name)
    sums = tape.select(shown.alias("said"), pl.Series("owed", owed)).group_by("said").agg(pl.col("owed").sum())
    strata_of = {label: int(place) for label, place in zip(division.names, place_of, strict=True)}
    told = np.zeros(strata + 1)
    for said, amount in sums.iter_rows():
        told += amount * _shares(said, strata_of, strata)
    return told[:strata], float(told[NOWHERE])


def _shares(said: str | None, strata_of: Mapping[str, int], strata: int) -> Numbers:
    """How a released value is dealt to the strata; its last place is for what fits none.

    A value that stands for several is placed where all of them lie in one stratum.
    """
    found = np.zeros(strata + 1)
    for part in (said or "").split(PARTS):
        value, _, times = part.partition(TIMES)
        places = {strata_of.get(_named(one), NOWHERE) for one in value.split(LISTING)}
        found[places.pop() if len(places) == 1 else NOWHERE] += float(times or 1)
    return found / found.sum()


def _named(value: str) -> str:
    """As the strata are called."""
    return NOT_KNOWN if value == NOT_GIVEN else value.replace("_", " ")
