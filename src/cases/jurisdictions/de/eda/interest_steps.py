"""Interest of a case as the Mahnbescheid states it: points over the Basiszins or a fixed rate, from a day on a sum."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from cases.jurisdictions.contract import CaseFile, FiledItem, InterestPeriod
from cases.jurisdictions.de.eda.applications import InterestStep
from cases.jurisdictions.interest import InterestRules
from cases.jurisdictions.paperwork.figures import is_agreed
from kernel.money import Money

_FOLDER = Path(__file__).resolve().parents[1]
BASE = "base"


@dataclass(frozen=True, slots=True)
class _Run:
    """Days at one way of reckoning on one sum."""

    step: InterestStep
    last_on: date

    def goes_on(self, other: InterestStep) -> bool:
        same = (self.step.rate, self.step.over_base_rate, self.step.base)
        return same == (other.rate, other.over_base_rate, other.base) and other.first_on == self.last_on + timedelta(1)


def steps_of(item: FiledItem, on: date) -> tuple[InterestStep, ...]:
    """What the last half-year's rate does to the points is no step: they stay the same while the Basiszins moves. The
    last step is open where interest runs on the day of the paper.
    """
    runs: list[_Run] = []
    for period in item.interest.periods if item.interest else ():
        step = _step(period)
        if runs and runs[-1].goes_on(step):
            runs[-1] = replace(runs[-1], last_on=period.last_on)
        else:
            runs.append(_Run(step, period.last_on))
    return tuple(
        replace(run.step, last_on=None if run is runs[-1] and run.last_on == on else run.last_on) for run in runs
    )


def left_of(item: FiledItem) -> Money:
    """What is left of an item after the payments that were set against it: the sum on which interest last runs."""
    if item.interest and item.interest.periods:
        return item.interest.periods[-1].base
    return item.amount


def uncredited(case_file: CaseFile) -> Money:
    """Payments that no item's remaining sum shows."""
    shown = sum((item.amount - left_of(item) for item in case_file.items), Money.zero(case_file.currency))
    return case_file.payments - shown


def _step(period: InterestPeriod) -> InterestStep:
    if is_agreed(period):
        return InterestStep(rate=period.rate_percent, over_base_rate=False, first_on=period.first_on, base=period.base)
    points = period.rate_percent - base_rate(period.first_on)
    return InterestStep(rate=points, over_base_rate=True, first_on=period.first_on, base=period.base)


@cache
def _rules() -> InterestRules:
    return InterestRules(_FOLDER)


@cache
def base_rate(on: date) -> Decimal:
    """The Basiszins of a day, in percent. Raises as the interest rules do where none is known."""
    sheet = _rules()(Money(100, "EUR"), BASE, on, on, "person", None)
    return sheet.periods[0].rate_percent
