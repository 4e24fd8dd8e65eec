"""Which debtor of a case an answer is about: by the number our filing gave him, or it waits. Pure."""

from dataclasses import replace
from uuid import UUID

from cases.answers.finding import Row
from cases.answers.judging import Standing
from cases.answers.words import Words
from cases.proceedings.chains import words as plain


def debtor_of(row: Row, words: Words, case: Standing) -> UUID | str | None:
    """The one of several debtors; None where the case has one alone, or the answer is about all of them. Else why a
    person must say whom it is about: what one debtor does sets no other's deadline.
    """
    if not words.of_one or words.fault is not None:
        return None
    number, there = words.defendant, len(case.debtors)
    if number is not None and not 1 <= number <= there:
        return f"It speaks of defendant {number}, but we filed against {there}."
    if there < 2:
        return None
    if number is None:
        return f"It does not say which of the {there} debtors of {case.reference} it is about. Say whom."
    debtor = case.debtors[number - 1]
    if row.event and row.on_date in case.by_debtor.get((row.event, None), ()):
        said = f"“{plain(row.event)}” of {row.on_date}"
        return f"{said} stands in {case.reference} without saying of which debtor. Say whether it is this one."
    return debtor


def as_of(case: Standing, debtor: UUID | None) -> Standing:
    """The case as it stands for one of its debtors: what another did is no event of his."""
    if debtor is None:
        return case
    events = {event: days for (event, about), days in case.by_debtor.items() if about == debtor}
    common = {event: days for (event, about), days in case.by_debtor.items() if about is None}
    return replace(case, events=common | {event: (*common.get(event, ()), *days) for event, days in events.items()})
