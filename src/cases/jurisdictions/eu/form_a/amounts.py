"""The sums of the form: what is left of each claim, its interest line by line, and what the form has no place for."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, FiledItem, InterestPeriod, InterestSheet
from cases.jurisdictions.eu.form_a.choices import CONTRACTUAL, OWN_SUM, STATUTORY
from cases.jurisdictions.eu.form_a.form import Interest
from cases.jurisdictions.paperwork.figures import COST_KINDS, INTEREST_KINDS, PRINCIPAL_KINDS, is_agreed, period_lines
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Left:
    """A claim of section 6 by its number on the form, and what is left of it."""

    id: str
    item: FiledItem
    amount: Money


def claims(case_file: CaseFile) -> tuple[Left, ...]:
    """The items of principal, numbered as the form numbers them; what is paid up stays away."""
    every = (_left(case_file, number, item) for number, item in enumerate(case_file.items, start=1))
    return tuple(one for one in every if one is not None and one.amount.minor)


def _left(case_file: CaseFile, number: int, item: FiledItem) -> Left | None:
    if item.kind not in PRINCIPAL_KINDS:
        return None
    periods = item.interest.periods if item.interest else ()
    known = bool(periods) and periods[-1].last_on == case_file.on
    return Left(str(number), item, periods[-1].base if known else item.amount)


def beyond_the_form(case_file: CaseFile) -> Money:
    """Payments that were set against interest or costs, or cannot be placed: the form deducts from principal alone."""
    principal = sum((one.amount for one in claims(case_file)), Money.zero(case_file.currency))
    return principal + case_file.interest + case_file.costs - case_file.total


def interest_lines(case_file: CaseFile) -> tuple[Interest, ...]:
    return (*_running(case_file), *_told(case_file))


def _running(case_file: CaseFile) -> Iterator[Interest]:
    left = {one.id for one in claims(case_file)}
    for line in period_lines(case_file, _code):
        ends_on = None if line.last_on == case_file.on and str(line.number) in left else line.last_on
        yield Interest(
            id=str(line.number),
            code=line.ground,
            frequency="A",
            rate=f"{line.rate_percent.normalize():f}",
            on=line.base.text(),
            starts_on=line.first_on,
            ends_on=ends_on,
        )


def _told(case_file: CaseFile) -> Iterator[Interest]:
    """Interest that stands in the claim as a sum of its own."""
    for number, item in enumerate(case_file.items, start=1):
        if item.kind in INTEREST_KINDS:
            yield Interest(id=str(number), code=OWN_SUM, amount=item.amount.text())


def _code(_sheet: InterestSheet, period: InterestPeriod) -> str:
    return CONTRACTUAL if is_agreed(period) else STATUTORY


def costs(case_file: CaseFile) -> Iterator[tuple[str, FiledItem]]:
    for number, item in enumerate(case_file.items, start=1):
        if item.kind in COST_KINDS:
            yield str(number), item
