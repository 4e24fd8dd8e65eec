"""Three attackers and their chances (El Emam, Dankar: Protecting privacy using k-anonymity, JAMIA 2008)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernel.errors import Invalid

NODES, WEIGHTS = np.polynomial.legendre.leggauss(64)
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Chances:
    """`highest` of any row, `average` over the rows, `at_highest` the share of rows that run the highest chance."""

    highest: float
    average: float
    at_highest: float


@dataclass(frozen=True, slots=True)
class Attackers:
    """Prosecutor: knows that his target is on the tape. Journalist: an outsider who knows the population, of which

    the tape is a sample, and not who is on the tape; his chance with a class is the individual risk of Benedetti and
    Franconi (1998). Marketer: takes every row at once; his chance is the share of rows he names rightly.
    """

    prosecutor: Chances
    journalist: Chances
    marketer: float


def attackers(debtors: NDArray[np.int64], rows: NDArray[np.int64]) -> Attackers:
    """`debtors` and `rows` of each class. The journalist here meets a population that holds nobody but the tape's."""
    inside = _chances(1 / debtors, rows)
    return Attackers(prosecutor=inside, journalist=inside, marketer=inside.average)


def journalist(debtors: NDArray[np.int64], rows: NDArray[np.int64], fraction: float) -> Chances:
    """His chances if the tape is `fraction` of the population; Invalid unless it lies above 0 and is at most 1."""
    if not 0 < fraction <= 1:
        raise Invalid(f"The tape cannot be {fraction} of the population; name a share above 0 and at most 1.")
    return _chances(1 / debtors if fraction == 1 else _individual(debtors, fraction), rows)


def _chances(risks: NDArray[np.float64], rows: NDArray[np.int64]) -> Chances:
    highest = float(risks.max())
    return Chances(
        highest=highest,
        average=float((risks * rows).sum() / rows.sum()),
        at_highest=float(rows[risks == highest].sum() / rows.sum()),
    )


def _individual(debtors: NDArray[np.int64], fraction: float) -> NDArray[np.float64]:
    """E[1/F | f], F of the population behind f of the sample being negative binomial: π ∫₀¹ v^(f−1) ÷ (π + (1−π)v) dv.

    By Gauss and Legendre; where the integrand is steep, classes of one and of two in closed form.
    """
    sizes, place = np.unique(debtors, return_inverse=True)
    v, weights = (NODES + 1) / 2, WEIGHTS / 2
    rest = 1 - fraction
    risks = np.array([fraction * float(weights @ (v ** (size - 1.0) / (fraction + rest * v))) for size in sizes])
    if fraction < HALF:
        one = fraction / rest * np.log(1 / fraction)
        risks[sizes == 1] = one
        risks[sizes == 2] = fraction * (1 - one) / rest
    return risks[place]
