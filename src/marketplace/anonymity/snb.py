"""The slide negative binomial model of class sizes (Chen, Keller-McNulty 1998)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BETAS = np.concatenate([np.geomspace(1e-6, 0.1, 40), np.linspace(0.11, 0.999, 80)])
STEPS = 80
FAR_OFF = 0.1
"""A fit whose classes do not add up to the population within this share says nothing of the population."""

type Numbers = NDArray[np.float64]


def snb_uniques(rows: Numbers, classes: Numbers, fraction: float) -> float | None:
    """How many stand alone in the population; None where the model fits neither the sample nor the population.

    A class of the population holds 1 + X rows, X negative binomial (α, β). The two parameters are those that expect
    the sample's classes of one and of two rows.
    """
    alone, pairs = float(classes[rows == 1].sum()), float(classes[rows == 2].sum())
    if not alone or not pairs or fraction >= 1:
        return None
    whole = _shlosser(rows, classes, fraction)
    fits = _Fits(whole, fraction, alone, pairs)
    population = float(rows @ classes) / fraction
    for rising in (False, True):
        for alpha, beta in fits.solutions(rising=rising):
            if abs(whole * (1 + alpha * (1 - beta) / beta) / population - 1) <= FAR_OFF:
                return float(whole * beta**alpha)
    return None


@dataclass(frozen=True, slots=True)
class _Fits:
    """For each β at most two α expect `alone` classes of one row: one where their number rises with α, one beyond."""

    whole: float
    fraction: float
    alone: float
    pairs: float

    def solutions(self, *, rising: bool) -> Iterator[tuple[float, float]]:
        before: tuple[float, float] | None = None
        for beta in BETAS:
            excess = self._excess(float(beta), rising=rising)
            if before is not None and excess is not None and before[1] * excess <= 0:
                yield self._settled(before[0], float(beta), rising=rising)
            before = None if excess is None else (float(beta), excess)

    def _settled(self, low: float, high: float, *, rising: bool) -> tuple[float, float]:
        below = self._excess(low, rising=rising) or 0.0
        for _ in range(STEPS):
            middle = (low + high) / 2
            low, high = (low, middle) if below * (self._excess(middle, rising=rising) or 0.0) <= 0 else (middle, high)
        return self._alpha((low + high) / 2, rising=rising) or 0.0, (low + high) / 2

    def _excess(self, beta: float, *, rising: bool) -> float | None:
        alpha = self._alpha(beta, rising=rising)
        if alpha is None:
            return None
        d = (1 - self.fraction) * (1 - beta)
        scale = self.whole * alpha * beta**alpha * self.fraction**2 * (1 - beta) / 2
        return float(scale / (1 - d) ** (alpha + 2) * (2 - (1 - alpha) * d) - self.pairs)

    def _expected(self, alpha: float, beta: float) -> float:
        d = (1 - self.fraction) * (1 - beta)
        return float(self.whole * self.fraction * (beta / (1 - d)) ** alpha * (alpha * d / (1 - d) + 1))

    def _alpha(self, beta: float, *, rising: bool) -> float | None:
        d = (1 - self.fraction) * (1 - beta)
        peak = max(-1 / np.log(beta / (1 - d)) - (1 - d) / d, 0.0)
        if self._expected(peak, beta) < self.alone or (rising and self._expected(0.0, beta) > self.alone):
            return None
        less, more = (0.0, peak) if rising else (max(peak, 1.0), peak)
        while not rising and self._expected(less, beta) > self.alone:
            less *= 2
        for _ in range(STEPS):
            middle = (less + more) / 2
            less, more = (less, middle) if self._expected(middle, beta) > self.alone else (middle, more)
        return float((less + more) / 2)


def _shlosser(rows: Numbers, classes: Numbers, f: float) -> float:
    """How many classes the population has (Haas, Stokes: Estimating the number of classes in a finite population)."""
    missed = (1 - f) ** rows * classes
    once = rows * f * (1 - f) ** (rows - 1) * classes
    pair = rows * f * f * (1 - f * f) ** (rows - 1) * classes
    unseen = ((1 - f * f) ** rows - (1 - f) ** rows) * classes
    alone = float(classes[rows == 1].sum())
    return float(classes.sum() + alone * (pair.sum() / unseen.sum()) * (missed.sum() / once.sum()) ** 2)
