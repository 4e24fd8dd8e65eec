"""How many debtors of the tape stand alone in the whole population, estimated from the tape as a sample of it.

Zayatz: Estimation of the percent of unique population elements on a microdata file using the sample (1991). Pitman:
Hoshino, Applying Pitman's sampling formula to microdata disclosure risk assessment (2001). Slide negative binomial:
Chen, Keller-McNulty, Estimation of identification disclosure risk in microdata (1998), with the number of classes by
Shlosser's estimator as modified by Haas, Stokes (1998). The choice between them: Dankar, El Emam, Neisa, Roffey,
Estimating the re-identification risk of clinical data sets (2012).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.anonymity.attackers import Chances, journalist
from marketplace.anonymity.pitman import fitted, pitman_uniques
from marketplace.anonymity.snb import snb_uniques

SMALL_FRACTION = 0.1
"""Dankar et al.: up to this share of the population Pitman's model is taken, above it Zayatz's or the SNB."""

FRACTIONS = (0.01, 0.1, 0.2, 1.0)
"""What is asked when nobody says how large the population is: from a market a hundred times the tape to no more."""

type Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sizes:
    """A histogram of classes: `classes[i]` of them hold `rows[i]` rows each."""

    rows: Numbers
    classes: Numbers

    @classmethod
    def of(cls, class_sizes: NDArray[np.int64]) -> "Sizes":
        rows, classes = np.unique(class_sizes, return_counts=True)
        return cls(rows.astype(np.float64), classes.astype(np.float64))

    @property
    def sample(self) -> float:
        return float(self.rows @ self.classes)

    def classes_of(self, size: int) -> float:
        return float(self.classes[self.rows == size].sum())


@dataclass(frozen=True, slots=True)
class PopulationUniqueness:
    """Shares of the population that stand alone. A model without a solution is null; `chosen` names the model taken.

    `journalist` is the chance of an outsider if the tape is that `fraction` of the `population`.
    """

    fraction: float
    population: float
    journalist: Chances
    zayatz: float
    pitman: float | None
    snb: float | None
    chosen: str
    share: float


def population_uniqueness(
    debtors: NDArray[np.int64], rows: NDArray[np.int64], fractions: Sequence[float]
) -> tuple[PopulationUniqueness, ...]:
    """`debtors` and `rows` of each class; Invalid unless every fraction lies above 0 and is at most 1."""
    sizes = Sizes.of(debtors)
    model = fitted(sizes.rows, sizes.classes) if sizes.classes_of(1) and min(fractions, default=1) < 1 else None
    return tuple(_estimate(sizes, fraction, model, journalist(debtors, rows, fraction)) for fraction in fractions)


def _estimate(
    sizes: Sizes, fraction: float, model: tuple[float, float] | None, outside: Chances
) -> PopulationUniqueness:
    population = sizes.sample / fraction
    alone = sizes.classes_of(1)
    if fraction == 1 or not alone:
        share = alone / sizes.sample
        return PopulationUniqueness(fraction, population, outside, share, share, share, "sample", share)
    zayatz = _zayatz(sizes, fraction)
    pitman = _share(pitman_uniques(model, population), population)
    snb = _share(snb_uniques(sizes.rows, sizes.classes, fraction), population)
    chosen, share = _dankar(fraction, zayatz, pitman, snb)
    return PopulationUniqueness(fraction, population, outside, zayatz, pitman, snb, chosen, share)


def _share(uniques: float | None, population: float) -> float | None:
    return None if uniques is None else uniques / population


def _dankar(fraction: float, zayatz: float, pitman: float | None, snb: float | None) -> tuple[str, float]:
    if fraction <= SMALL_FRACTION:
        return ("zayatz", zayatz) if pitman is None else ("pitman", pitman)
    return ("zayatz", zayatz) if snb is None or zayatz < snb else ("snb", snb)


def _zayatz(sizes: Sizes, fraction: float) -> float:
    """The share of the sample's uniques that are uniques of the population, by Bayes from the sample's own sizes."""
    population = float(int(sizes.sample / fraction))
    once = _drawn_once(sizes.rows, population, sizes.sample)
    weights = sizes.classes / sizes.classes.sum()
    alone = sizes.classes_of(1)
    conditional = alone / sizes.classes.sum() * (sizes.sample / population) / float(weights @ once)
    return float(alone * conditional / fraction / (sizes.sample / fraction))


def _drawn_once(sizes: Numbers, population: float, sample: float) -> Numbers:
    """The hypergeometric probability that a class of each size gives exactly one row to the sample."""
    steps = np.arange(int(sizes.max()) - 1, dtype=np.float64)
    missed = 1 - np.minimum((sample - 1) / (population - 1 - steps), 1)
    upto = np.concatenate([[1.0], np.cumprod(missed)])
    chance: Numbers = sizes * (sample / population) * upto[sizes.astype(np.int64) - 1]
    return chance
