"""The recovery curve that measures what a bidder can still compute (`curve.toml`)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

type Numbers = NDArray[np.float64]


class Step(msgspec.Struct, frozen=True):
    above: float
    factor: float


class Curve(msgspec.Struct, frozen=True):
    """Shares of the balance; balances in major units. Between two steps of size the factor is drawn straight."""

    yearly_discount: float
    months_of_collection: int
    monthly_decay: float
    unknown_months: float
    half_life_months: float
    floor: float
    share: Mapping[str, float]
    stage: Mapping[str, float]
    size: tuple[Step, ...]

    @property
    def usual(self) -> float:
        """The share of a product that is not named."""
        return float(np.mean(list(self.share.values())))

    def by_age(self, months: Numbers) -> Numbers:
        """How much of a fresh debt's yield is left after so many months in default."""
        left: Numbers = self.floor + (1 - self.floor) * 0.5 ** (np.maximum(months, 0) / self.half_life_months)
        return left

    def by_size(self, balance: Numbers) -> Numbers:
        marks = np.log1p([one.above for one in self.size])
        factors: Numbers = np.interp(np.log1p(np.maximum(balance, 0)), marks, [one.factor for one in self.size])
        return factors

    def discounted(self) -> float:
        """What one unit, collected month by month at the pace of the curve, is worth today."""
        months = np.arange(1, self.months_of_collection + 1)
        pace = self.monthly_decay**months
        return float((pace / pace.sum() / (1 + self.yearly_discount) ** (months / 12)).sum())


@cache
def yardstick() -> Curve:
    return msgspec.toml.decode(Path(__file__).with_name("curve.toml").read_bytes(), type=Curve)
