"""What every cell must keep besides k debtors."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kernel.errors import Invalid, Place, Refused
from marketplace.anonymity.axes import Positions
from marketplace.anonymity.guard import Verdicts
from marketplace.anonymity.variety import Sensitive


class Condition(Protocol):
    def refused(self, order: Positions, starts: Positions) -> Verdicts:
        """For each segment of `order`, whether it may not be a cell."""
        ...


@dataclass(frozen=True, slots=True)
class Demands:
    """`l` distinct values of every sensitive column behind each line, none further than `t` from the whole tape.

    The distance is the earth mover's: ordered where the column has an order, else equal.
    """

    l: int = 1  # noqa: E741 - the letter of the literature
    t: float = 1.0

    def checked(self) -> "Demands":
        if self.l < 1 or not 0 < self.t <= 1:
            raise Invalid(
                f"l is {self.l} and t is {self.t}: l is a number of values from one, t a distance above 0, at most 1."
            )
        return self


@dataclass(frozen=True, slots=True)
class Varied:
    """l-diversity and t-closeness of one sensitive column."""

    sensitive: Sensitive
    demands: Demands

    def refused(self, order: Positions, starts: Positions) -> Verdicts:
        refused = np.zeros(len(starts), dtype=np.bool_)
        if self.demands.l > 1:
            refused |= self.sensitive.distinct(order, starts) < self.demands.l
        if self.demands.t < 1:
            refused |= self.sensitive.distance(order, starts) > self.demands.t
        return refused

    def possible(self) -> "Varied":
        """Refused where the whole tape has too few values."""
        values, column = int((self.sensitive.shares > 0).sum()), self.sensitive.column
        if values < self.demands.l:
            raise Refused(
                f"{column} has {values} distinct values in the whole lot; {self.demands.l} behind each line cannot be.",
                places=[Place(column, None, "Ask for fewer values, or withhold the column.")],
            )
        return self
