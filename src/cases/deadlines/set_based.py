"""Limitation for any number of claims: one answer for each distinct tuple of facts, joined back by the caller."""

from collections.abc import Iterable
from datetime import date

from cases.jurisdictions.contract import Jurisdiction, Limitation, LimitationFacts


def limitation_by_kind(
    distinct: Iterable[LimitationFacts], on: date, jurisdiction: Jurisdiction
) -> dict[LimitationFacts, Limitation]:
    """How each set of facts stands on the day. 50,000 distinct ones take about two seconds."""
    return {facts: jurisdiction.limitation(facts, on) for facts in distinct}
