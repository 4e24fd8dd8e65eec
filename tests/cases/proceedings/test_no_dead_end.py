"""No proceeding ends in a corner: every step leads to an end, and every deadline of the law can come about."""

from typing import Any

import pytest

from cases.jurisdictions import eu
from cases.jurisdictions.contract import Jurisdiction, Procedure
from cases.jurisdictions.registry import COUNTRIES, JURISDICTIONS

EVERY = pytest.mark.parametrize(
    ("jurisdiction", "procedure"),
    [(one, procedure) for one in JURISDICTIONS for procedure in one.procedures.values()],
    ids=lambda one: one.code,
)
ASKED_ALONE = {
    "DE-DEFAULT-30": "default without a reminder: interest begins by it, nobody has to act",
    "ES-CAMB": "the exchange procedure is not modelled",
    "ES-CC-1535": "the debtor's right against a buyer of a litigious credit, asked of the law alone",
    "ES-VER-ANS": "the oral trial begun by its own claim is not modelled; the monitorio's has its own answers",
    "EW-BREATH": "a moratorium, kept as a hold of the case",
    "EW-DEF-AGR": "an extension agreed out of court counts from the acknowledgment, which nobody but the parties dates",
    "PL-BIG": "an entry in a credit bureau, not a step of a proceeding",
    "PL-EPU-AGE": "how old a claim the EPU takes: closes the procedure, see its prospects",
    "PL-FEE-REFUND": "how long a fee may be asked back: no step of the claim",
    "PL-RESTORE": "counts from the day an obstacle ceased, which no paper of the court tells",
}
"""Rules the law can be asked about (`recourse law deadline`) that no event of a modelled procedure sets, and why."""


def leads(procedure: Procedure) -> dict[Any, set[Any]]:
    machine = procedure.steps
    assert machine is not None
    return {
        step: {one.target for one in machine.transitions.values() if step in one.sources} - {step}
        for step in machine.states
    }


def within_reach(onward: dict[Any, set[Any]], start: Any) -> set[Any]:
    seen, todo = {start}, [start]
    while todo:
        todo += (fresh := onward[todo.pop()] - seen)
        seen |= fresh
    return seen


@EVERY
def test_every_step_can_be_reached_and_leads_to_an_end(jurisdiction: Jurisdiction, procedure: Procedure) -> None:
    machine, onward = procedure.steps, leads(procedure)
    assert machine is not None
    assert within_reach(onward, machine.initial) == set(machine.states)
    for step in machine.states:
        assert within_reach(onward, step) & set(machine.final), step


@EVERY
def test_a_proceeding_reaches_enforcement_by_events_that_move_the_case(
    jurisdiction: Jurisdiction, procedure: Procedure
) -> None:
    machine = procedure.steps
    assert machine is not None
    reached = within_reach(leads(procedure), machine.initial)
    moved = {
        status
        for event, status in procedure.case_status.items()
        if any(one in reached for one in machine[event].sources)
    }
    follows = {code for codes in procedure.followed_by.values() for code in codes}
    later = [jurisdiction.procedures[code].case_status.values() for code in follows]
    assert {"filed", "enforceable", "enforcement"} <= moved.union(*later), moved


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS, ids=lambda one: one.code)
def test_every_deadline_of_the_law_is_set_by_an_event_or_says_why_not(jurisdiction: Jurisdiction) -> None:
    country = COUNTRIES[jurisdiction.code]
    set_by_events = {
        code for one in jurisdiction.procedures.values() for codes in one.events.values() for code in codes
    }
    service = {one.rule for one in country.counting.table.service} | {
        code for code in country.deadlines.table.rules if "-SERVE-" in code or code == "ES-NOTIF-3"
    }
    loose = set(country.deadlines.table.rules) - set_by_events - service
    assert loose <= ASKED_ALONE.keys()


def test_the_list_of_what_no_event_sets_names_nothing_that_is_set_by_now() -> None:
    set_by_events = {
        code
        for jurisdiction in JURISDICTIONS
        for one in jurisdiction.procedures.values()
        for codes in one.events.values()
        for code in codes
    }
    known = {code for one in COUNTRIES.values() for code in one.deadlines.table.rules} | {*eu.LAW.deadlines.table.rules}
    assert ASKED_ALONE.keys() <= known - set_by_events
