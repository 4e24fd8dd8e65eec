"""How an event moves a case: the procedure's own step, and the general status it leads to. Pure."""

from collections.abc import Iterator
from typing import Any

from cases.desk.states import CASES, CaseStatus
from cases.jurisdictions.contract import Procedure
from kernel.machine import Machine, Transition

GATE = "finish_onboarding"
AVOIDED = frozenset({CaseStatus.CONTESTED})
"""A case is contested by its own event only, never passed through on the way to a title."""


def way_to(status: CaseStatus, target: CaseStatus) -> list[Transition[CaseStatus]] | None:
    """The shortest way through the case machine; [] where it is there, None where there is none.

    The gate of onboarding is never part of a way: only its own command opens it.
    """
    if status == target:
        return []
    ways: list[tuple[CaseStatus, list[Transition[CaseStatus]]]] = [(status, [])]
    seen = {status}
    while ways:
        here, way = ways.pop(0)
        for step in CASES.available(here):
            if step.name == GATE or step.target in seen or (step.target in AVOIDED and step.target != target):
                continue
            if step.target == CaseStatus.CLOSED and target != CaseStatus.CLOSED:
                continue
            if step.target == target:
                return [*way, step]
            seen.add(step.target)
            ways.append((step.target, [*way, step]))
    return None


def step_of(procedure: Procedure, step: str | None, status: str) -> str | None:
    """The procedure's step a case stands at: the one recorded, or for a case that came with a running proceeding the
    one its status means."""
    machine = procedure.steps
    if machine is None:
        return None
    if step is not None:
        return step
    came_with = [event for event, leads_to in procedure.case_status.items() if leads_to == status]
    for transition in _transitions(machine):
        if transition.name in came_with:
            return str(transition.target.value)
    return str(machine.initial.value)


def next_step(procedure: Procedure, event: str, step: str | None) -> str | None:
    """Where the event leads from the step; the same step for an act that is no transition; None if not possible."""
    machine = procedure.steps
    if machine is None or event not in machine.transitions:
        return step
    transition = machine[event]
    return str(transition.target.value) if step in {one.value for one in transition.sources} else None


def possible(procedure: Procedure, step: str | None) -> list[str]:
    """The events that may be recorded at the step: transitions first, in the machine's order, then plain acts."""
    machine = procedure.steps
    moves = [] if machine is None else [one.name for one in _transitions(machine) if step in set(one.sources)]
    return moves + [event for event in procedure.acts if machine is None or event not in machine.transitions]


def _transitions(machine: Machine[Any]) -> Iterator[Transition[Any]]:
    yield from machine.transitions.values()
