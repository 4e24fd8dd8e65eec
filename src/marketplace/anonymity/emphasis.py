"""Which axes a cut keeps sharp: where bidders would misjudge the lot, others are tried.

Every cut keeps k and all conditions; they differ in what is sharp and what is blurred. Of cuts that hide debtors
equally well the one is taken on which the yardstick's present value stays nearest to the truth.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from marketplace.anonymity.axes import Axis
from marketplace.anonymity.cut import Cells
from marketplace.anonymity.fidelity import Fidelity
from marketplace.anonymity.pricing import AGES, MIXED
from marketplace.anonymity.roles import LEADING

MOST_TRIED = 200_000
"""Rows up to which other settings are tried; each costs a cut, and large lots are hardly ever off."""

_MORE, _MOST = 3.0, 4.0
_AGE = dict.fromkeys(AGES, _MORE)
EMPHASES: tuple[Mapping[str, float], ...] = (
    {LEADING: _MORE, **_AGE, **dict.fromkeys(MIXED, _MORE)},
    {LEADING: _MORE},
    {LEADING: _MORE, **_AGE},
    dict.fromkeys(MIXED, _MOST),
    _AGE,
)
"""By how much the weight of an axis grows, in the order in which they are tried after the usual weights."""


def priced(axes: list[Axis]) -> list[Axis]:
    """Those that a recovery curve asks for."""
    return [axis for axis in axes if axis.name in {LEADING, *AGES, *MIXED}]


def worthiest(cut: Callable[[list[Axis]], Cells], worth: Callable[[Cells], Fidelity | None], axes: list[Axis]) -> Cells:
    """The usual cut if its present value is tolerable, else the first that is, else the best of all."""
    best = cut(axes)
    least = worth(best)
    for emphasis in EMPHASES:
        if least is None or least.tolerable:
            break
        cells = cut([replace(axis, weight=axis.weight * emphasis.get(axis.name, 1.0)) for axis in axes])
        found = worth(cells)
        if found is not None and abs(found.error) < abs(least.error):
            best, least = cells, found
    return best
