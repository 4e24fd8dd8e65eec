"""Whether the released tape is still worth bidding on: one recovery curve's present value on it and on the truth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kernel.money import Money, minor_digits
from marketplace.anonymity.curve import Curve, yardstick
from marketplace.anonymity.pricing import PARTS, TIMES, aged_by
from marketplace.anonymity.roles import LEADING

TOLERATED = 0.02
DAYS_A_MONTH = 30.4375

type Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tried:
    """Another setting that was computed, in words that fit before “would bring it to …”, and the error under it."""

    setting: str
    error: float

    @property
    def tolerable(self) -> bool:
        return abs(self.error) <= TOLERATED

    @property
    def sentence(self) -> str:
        return f"{self.setting} would bring it to {self.error:+.2%}"


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Amounts are exact text. `error` is the released value's distance from the true one as a share of it.

    `lost` names what explains most of the error (amount, age, product or stage), `advice` the setting that gives it
    back, `tried` every setting that was computed on the way; all are empty while the error is tolerated.
    """

    present_value: str
    on_released: str
    error: float
    lost: str = ""
    advice: str = ""
    tried: tuple[Tried, ...] = ()

    @property
    def tolerable(self) -> bool:
        return abs(self.error) <= TOLERATED


@dataclass(frozen=True, slots=True)
class _Priced:
    """What the curve asks for, line by line: balance, and three factors."""

    parts: Mapping[str, Numbers]

    def total(self, discount: float) -> float:
        product = np.ones_like(next(iter(self.parts.values())))
        for part in self.parts.values():
            product = product * part
        return float(product.sum()) * discount

    def but(self, name: str, part: Numbers) -> "_Priced":
        return _Priced({**self.parts, name: part})


def fidelity(frame: pl.DataFrame, released: pl.DataFrame, currency: str, as_of: date) -> Fidelity | None:
    """`released` in the order of `frame`. None where no balance is told or the true value is nothing."""
    if LEADING not in frame.columns or released["balance_mean_minor"].null_count():
        return None
    curve, scale = yardstick(), 10 ** minor_digits(currency)
    age = aged_by([name for name in frame.columns if f"{name}_mean" in released.columns])
    truth, shown = _true(frame, curve, scale, age, as_of), _released(frame, released, curve, scale, age, as_of)
    discount = curve.discounted()
    exact, found = truth.total(discount), shown.total(discount)
    if exact <= 0:
        return None
    told = Fidelity(_text(exact, currency, scale), _text(found, currency, scale), found / exact - 1)
    if told.tolerable:
        return told
    mended = {name: abs(shown.but(name, part).total(discount) - exact) for name, part in truth.parts.items()}
    return replace(told, lost=min(mended, key=lambda name: mended[name]))


def together(lots: Iterable[Fidelity], currency: str) -> Fidelity:
    """The whole of several lots, each released by itself."""
    found = list(lots)
    exact = sum((Money.parse(one.present_value, currency) for one in found), start=Money.zero(currency))
    shown = sum((Money.parse(one.on_released, currency) for one in found), start=Money.zero(currency))
    return Fidelity(exact.text(), shown.text(), shown.minor / exact.minor - 1)


def _text(amount: float, currency: str, scale: int) -> str:
    return Money(round(amount * scale), currency).text()


def _true(frame: pl.DataFrame, curve: Curve, scale: int, age: str | None, as_of: date) -> _Priced:
    balance = frame[LEADING].cast(pl.Int64).fill_null(0).to_numpy() / scale
    months = _months(frame[age], as_of) if age else np.full(frame.height, np.nan)
    return _Priced(
        {
            "amount": balance * curve.by_size(balance),
            "age": curve.by_age(np.nan_to_num(months, nan=curve.unknown_months)),
            "product": _named(frame, "product", curve.share, curve.usual),
            "stage": _named(frame, "stage", curve.stage, 1.0),
        }
    )


def _released(
    frame: pl.DataFrame, released: pl.DataFrame, curve: Curve, scale: int, age: str | None, as_of: date
) -> _Priced:
    """What a bidder takes from each line: the mean balance, the mean date, the mix of products and stages."""
    balance = released["balance_mean_minor"].to_numpy() / scale
    by_age = _told(released, age, curve, as_of) if age else curve.by_age(np.full(frame.height, curve.unknown_months))
    return _Priced(
        {
            "amount": balance * curve.by_size(balance),
            "age": by_age,
            "product": _named(released, "product", curve.share, curve.usual),
            "stage": _named(released, "stage", curve.stage, 1.0),
        }
    )


def _told(released: pl.DataFrame, age: str, curve: Curve, as_of: date) -> Numbers:
    factors = curve.by_age(_months(released[f"{age}_mean"], as_of))
    if f"{age}_given" in released.columns:
        missing = (released[f"{age}_given"] == "no").fill_null(False).to_numpy()
        factors[missing] = curve.by_age(np.array([curve.unknown_months]))[0]
    known = factors[~np.isnan(factors)]
    rest = float(known.mean()) if len(known) else float(curve.by_age(np.array([curve.unknown_months]))[0])
    return np.nan_to_num(factors, nan=rest)


def _months(days: pl.Series, as_of: date) -> Numbers:
    found: Numbers = (
        pl.select((pl.lit(as_of) - days.cast(pl.Date)).dt.total_days()).to_series() / DAYS_A_MONTH
    ).to_numpy()
    return found.astype(np.float64)


def _named(frame: pl.DataFrame, column: str, factors: Mapping[str, float], rest: float) -> Numbers:
    """A factor a line: of its value, or of its cell's mix; `rest` for a value without one."""
    if column not in frame.columns:
        return np.full(frame.height, rest)
    values = frame[column].cast(pl.String)
    if f"{column}_mix" in frame.columns:
        values = frame.select(pl.coalesce(f"{column}_mix", column)).to_series()
    told = values.unique().drop_nulls().to_list()
    means = pl.Series([_mean(one, factors, rest) for one in told], dtype=pl.Float64)
    found = values.replace_strict(pl.Series(told, dtype=pl.String), means, default=rest, return_dtype=pl.Float64)
    return found.fill_null(rest).to_numpy()


def _mean(shown: str, factors: Mapping[str, float], rest: float) -> float:
    whole = total = 0.0
    for part in shown.split(PARTS):
        name, _, times = part.partition(TIMES)
        whole, total = whole + float(times or 1), total + factors.get(name, rest) * float(times or 1)
    return total / whole
