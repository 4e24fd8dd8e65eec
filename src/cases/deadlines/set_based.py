"""Law for any number of rows: one answer for each distinct tuple of facts, joined back by the caller."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cases.jurisdictions.contract import Jurisdiction, Limitation, LimitationFacts, Reckoning


def limitation_by_kind(
    distinct: Iterable[LimitationFacts], on: date, jurisdiction: Jurisdiction
) -> dict[LimitationFacts, Limitation]:
    """How each set of facts stands on the day. 50,000 distinct ones take about two seconds."""
    return {facts: jurisdiction.limitation(facts, on) for facts in distinct}


@dataclass(frozen=True, slots=True)
class Way:
    """What the deadlines of an event turn on. `seat` and `method` are empty where the event names none."""

    jurisdiction: str
    procedure: str
    event: str
    on: date
    seat: str
    method: str


@dataclass(frozen=True, slots=True)
class Stood:
    """How deadlines of one rule and one way stand, whoever's they are."""

    rule: str
    statutory_on: date | None
    statutory_at: datetime | None
    safe_on: date | None
    opens_on: date | None
    provisional: str | None


def changed_by_way(
    standing: Mapping[Way, Sequence[Stood]], ask: Callable[[Way], Mapping[str, Reckoning]]
) -> list[tuple[Way, Reckoning]]:
    """The reckonings that differ from what stands; `ask` gives those of one way by their rules, however many rows."""
    changed: list[tuple[Way, Reckoning]] = []
    for way, stood in standing.items():
        answers = ask(way)
        rules = dict.fromkeys(one.rule for one in stood if one.rule in answers and one != _stands(answers[one.rule]))
        changed += [(way, answers[rule]) for rule in rules]
    return changed


def _stands(one: Reckoning) -> Stood:
    """A reckoning as it is kept."""
    provisional = one.provisional[:300] if one.provisional else None
    return Stood(one.rule, one.statutory_on, one.statutory_at, one.safe_on, one.opens_on, provisional)
