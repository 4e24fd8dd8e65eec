"""Pitman's sampling formula fitted to the sizes of classes by maximum likelihood (Hoshino 2001)."""

from math import exp, isfinite, lgamma

import numpy as np
from numpy.typing import NDArray

STEPS = 40
ACCURACY = 1e-10

type Numbers = NDArray[np.float64]


def pitman_uniques(model: tuple[float, float] | None, population: float) -> float | None:
    """How many stand alone in a population of that size under the fitted θ and α."""
    if model is None:
        return None
    theta, alpha = model
    uniques = exp(lgamma(theta + 1) - lgamma(theta + alpha)) * population**alpha
    return uniques if 0 <= uniques <= population else None


def fitted(rows: Numbers, classes: Numbers) -> tuple[float, float] | None:
    """θ and α by Newton's method from Hoshino's starting point; steps are halved while they leave θ > 0, |α| < 1.

    None where the likelihood has no maximum to be found.
    """
    theta, alpha = _start(rows, classes)
    if not (isfinite(theta) and isfinite(alpha)) or theta <= 0 or not 0 < alpha < 1:
        theta, alpha = 1.0, 0.5
    larger = _larger_than(rows, classes)
    for _ in range(STEPS):
        (one, two), ((a, b), (c, d)) = _gradient(theta, alpha, classes.sum(), float(rows @ classes), larger)
        determinant = a * d - b * c
        if not isfinite(determinant) or determinant == 0:
            return None
        by_theta, by_alpha = (one * d - two * b) / determinant, (two * a - one * c) / determinant
        stride = 1.0
        while theta - stride * by_theta <= 0 or not -1 < alpha - stride * by_alpha < 1:
            stride /= 2
        theta, alpha = theta - stride * by_theta, alpha - stride * by_alpha
        if abs(by_theta) <= ACCURACY * theta and abs(by_alpha) <= ACCURACY:
            return theta, alpha
    return None


def _start(rows: Numbers, classes: Numbers) -> tuple[float, float]:
    n, u = float(rows @ classes), float(classes.sum())
    alone = float(classes[rows == 1].sum())
    pairs = float(classes[rows == 2].sum()) or 1.0
    c = alone * (alone - 1) / pairs
    below = 2 * alone * u + alone * c - n * c
    theta = (n * u * c - alone * (n - 1) * (2 * u + c)) / below if below else float("nan")
    return theta, (theta * (alone - n) + (n - 1) * alone) / (n * u)


def _larger_than(rows: Numbers, classes: Numbers) -> Numbers:
    """For each j from 1 on, how many classes hold more than j rows."""
    counts = np.zeros(int(rows.max()) + 1)
    counts[rows.astype(np.int64)] = classes
    larger: Numbers = classes.sum() - np.cumsum(counts)[1:-1]
    return larger


def _gradient(
    theta: float, alpha: float, u: float, n: float, larger: Numbers
) -> tuple[tuple[float, float], tuple[tuple[float, float], tuple[float, float]]]:
    """First and second derivatives of the log-likelihood by θ and α."""
    i = np.arange(1, int(u), dtype=np.float64)
    drawn = 1 / (theta + i * alpha)
    of_class = 1 / (np.arange(1, len(larger) + 1) - alpha)
    of_row = 1 / (theta + np.arange(1, int(n), dtype=np.float64))
    first = (float(drawn.sum() - of_row.sum()), float((i * drawn).sum() - (larger * of_class).sum()))
    cross = -float((i * drawn**2).sum())
    by_theta = float((of_row**2).sum() - (drawn**2).sum())
    by_alpha = -float((i**2 * drawn**2).sum() + (larger * of_class**2).sum())
    return first, ((by_theta, cross), (cross, by_alpha))
