"""What a release costs in information, axis by axis."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.anonymity.axes import Axis, Codes, Positions


@dataclass(frozen=True, slots=True)
class AxisLoss:
    """Of one quasi-identifier: shares of what hiding it wholly would lose (0 nothing, 1 everything)."""

    axis: str
    entropy: float
    ncp: float
    hidden_rows: int


@dataclass(frozen=True, slots=True)
class Loss:
    """`entropy_bits` is the non-uniform entropy (Gionis, Tassa: k-anonymization with minimal loss of information,

    IEEE TKDE 2009): the sum over all values of −log₂(rows with the value ÷ rows the released value covers).
    `entropy` is its share of the loss of hiding everything, `ncp` the normalised certainty penalty. Both are counted
    over the finest bands the platform knows, not over single cents and days.
    """

    entropy_bits: float
    entropy: float
    ncp: float
    axes: tuple[AxisLoss, ...]


def loss(axes: list[Axis], spans: list[tuple[Codes, Codes]], cell_of_row: Positions) -> Loss:
    """`spans` are what each cell's released values really admit to, axis by axis."""
    bits = worst = penalties = 0.0
    each: list[AxisLoss] = []
    for axis, (lowest, highest) in zip(axes, spans, strict=True):
        counts = axis.counts()
        upto = np.concatenate([[0], np.cumsum(counts)])
        own = np.log2(np.maximum(counts, 1))[axis.codes]
        covered = np.log2(upto[highest + 1] - upto[lowest])[cell_of_row]
        lost, most = float(np.sum(covered - own)), float(np.sum(np.log2(len(own)) - own))
        width = ((highest - lowest) / max(axis.size - 1, 1))[cell_of_row]
        penalty = float(width.mean())
        hidden = _hidden(axis, lowest, highest)[cell_of_row]
        each.append(AxisLoss(axis.name, lost / most if most else 0.0, penalty, int(hidden.sum())))
        bits, worst, penalties = bits + lost, worst + most, penalties + penalty
    return Loss(bits, bits / worst if worst else 0.0, penalties / max(len(axes), 1), tuple(each))


def _hidden(axis: Axis, lowest: Codes, highest: Codes) -> NDArray[np.bool_]:
    hidden: NDArray[np.bool_] = (lowest == 0) & (highest == axis.size - 1) & (axis.size > 1)
    return hidden
