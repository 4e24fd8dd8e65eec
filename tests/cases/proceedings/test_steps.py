"""How events move a case, in every procedure of the house."""

import pytest

from cases.desk.states import CASES, CaseStatus
from cases.jurisdictions.contract import Procedure
from cases.jurisdictions.registry import JURISDICTIONS
from cases.proceedings.steps import next_step, possible, step_of, way_to

PROCEDURES = [procedure for one in JURISDICTIONS for procedure in one.procedures.values()]
S = CaseStatus


@pytest.mark.parametrize(
    ("start", "target", "verbs"),
    [
        (S.AMICABLE, S.FILED, ["file"]),
        (S.PRE_ACTION, S.SERVED, ["file", "serve"]),
        (S.SERVED, S.ENFORCEABLE, ["leave_uncontested", "make_enforceable"]),
        (S.CONTESTED, S.ENFORCEABLE, ["make_enforceable"]),
        (S.FILED, S.CONTESTED, ["serve", "contest"]),
        (S.SERVED, S.SERVED, []),
    ],
)
def test_the_way_passes_through_uncontested_where_needed(
    start: CaseStatus, target: CaseStatus, verbs: list[str]
) -> None:
    way = way_to(start, target)

    assert way is not None
    assert [step.name for step in way] == verbs


@pytest.mark.parametrize("start", CaseStatus)
@pytest.mark.parametrize("target", CaseStatus)
def test_no_way_opens_the_gate_goes_back_or_passes_the_end(start: CaseStatus, target: CaseStatus) -> None:
    way = way_to(start, target)

    names = [step.name for step in way or []]
    assert "finish_onboarding" not in names
    assert "close" not in names[:-1]
    order = list(CaseStatus)
    if way is not None and {start, target}.isdisjoint({S.CONTESTED, S.UNCONTESTED}):
        assert order.index(start) <= order.index(target)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda one: one.code)
def test_every_event_named_by_a_procedure_is_known_to_it(procedure: Procedure) -> None:
    assert procedure.steps is not None
    known = {*procedure.steps.transitions, *procedure.acts}
    assert {*procedure.leaves_as.values(), *procedure.served_as.values()} <= known
    assert {one.code for one in procedure.papers} >= {
        *procedure.leaves_as,
        *procedure.served_as,
        *procedure.exhibit_as,
    }
    assert {S(one) for one in procedure.case_status.values()} <= set(CASES.states)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda one: one.code)
def test_a_case_that_comes_with_a_judgment_stands_where_its_status_means(procedure: Procedure) -> None:
    step = step_of(procedure, None, "enforceable")

    machine = procedure.steps
    assert machine is not None
    titled = [event for event, leads_to in procedure.case_status.items() if leads_to == "enforceable"]
    assert step in {machine[event].target for event in titled}
    assert step != machine.initial
    (begins,) = [event for event in machine.transitions if event in possible(procedure, machine.initial.value)][:1]
    assert next_step(procedure, begins, step) in {None, step}
    assert possible(procedure, step)
