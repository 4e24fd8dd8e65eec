"""What the lists of the strategy's form offer."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.desk.exhibits import KINDS
from cases.jurisdictions.registry import JURISDICTIONS
from cases.strategies.rules import PRODUCTS, SINCE, STAGES, events_of
from kernel.words import words

TASK = "task"


@dataclass(frozen=True, slots=True)
class Options:
    """What the form's lists offer: value and words."""

    stages: Sequence[tuple[str, str]]
    steps: Sequence[tuple[str, str]]
    evidence: Sequence[tuple[str, str]]
    products: Sequence[tuple[str, str]]
    debtors: Sequence[tuple[str, str]]
    since: Sequence[tuple[str, str]]


def options() -> Options:
    return Options(
        stages=[(one, one.capitalize()) for one in STAGES],
        steps=list(_steps()),
        evidence=[("any", "Any document"), ("none", "No document"), *KINDS.items()],
        products=[(one, words(one)) for one in PRODUCTS],
        debtors=[("person", "Person"), ("company", "Company")],
        since=[(one, words(told)) for one, told in SINCE.items()] + _events(),
    )


def _steps() -> list[tuple[str, str]]:
    found = []
    for here in JURISDICTIONS:
        for procedure in here.procedures.values():
            found.append((f"{here.code}|procedure|{procedure.code}", f"{here.name}: choose {procedure.local_name}"))
            for paper in procedure.papers:
                if paper.code != "assignment_notice":
                    named = f"{here.name}: prepare {paper.title}"
                    found.append((f"{here.code}|prepare|{paper.code}|{procedure.code}", named))
        found.append((f"{here.code}|{TASK}", f"{here.name}: a task, in the words below"))
    return found


def _events() -> list[tuple[str, str]]:
    known = dict.fromkeys(event for here in JURISDICTIONS for event in events_of(here.code))
    return [(event, f"Event: {event.replace('_', ' ')}") for event in known]
