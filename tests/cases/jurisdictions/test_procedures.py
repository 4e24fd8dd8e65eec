"""What must hold for every procedure of the house, in whatever order its events come."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cases.desk.states import CASES
from cases.jurisdictions import eu
from cases.jurisdictions.contract import Jurisdiction, Procedure, Prospect, Territory
from cases.jurisdictions.gb_ew import GB_EW
from cases.jurisdictions.pl import PL
from cases.jurisdictions.reckoning import Deadlines
from cases.jurisdictions.registry import COUNTRIES, JURISDICTIONS
from cases.proceedings.steps import next_step, possible

PROCEDURES = [(one, procedure) for one in JURISDICTIONS for procedure in one.procedures.values()]
EVERY = pytest.mark.parametrize(
    ("jurisdiction", "procedure"), PROCEDURES, ids=[f"{one.code}-{procedure.code}" for one, procedure in PROCEDURES]
)
TODAY = date(2026, 11, 20)
SOMEWHERE = Territory("somewhere", "Somewhere")
DAYS = some.dates(date(2025, 4, 3), date(2027, 12, 31))
SPELLED = some.lists(some.integers(0, 30), min_size=1, max_size=25)


def law_of(jurisdiction: Jurisdiction, procedure: Procedure) -> Deadlines:
    return eu.LAW.deadlines if procedure.reckon else COUNTRIES[jurisdiction.code].deadlines


@EVERY
def test_events_steps_and_rules_fit_together(jurisdiction: Jurisdiction, procedure: Procedure) -> None:
    rules = law_of(jurisdiction, procedure).table.rules
    machine = procedure.steps
    assert machine is not None
    assert procedure.events.keys() <= machine.transitions.keys()
    assert procedure.case_status.keys() <= machine.transitions.keys()
    assert {status for status in procedure.case_status.values()} <= {one.value for one in CASES.states}
    assert {code for codes in procedure.events.values() for code in codes} <= rules.keys()
    for event, codes in procedure.events.items():
        assert all(event in rules[code].events for code in codes)
    for follower in (code for codes in procedure.followed_by.values() for code in codes):
        assert follower in jurisdiction.procedures
    assert bool(procedure.papers) == (procedure.no_papers is None)
    assert all(len(step.value) <= 40 for step in machine.states)
    assert all(len(rule.opens or "") <= 200 for rule in rules.values())


@EVERY
def test_every_step_but_an_end_says_who_acts_next(jurisdiction: Jurisdiction, procedure: Procedure) -> None:
    machine = procedure.steps
    assert machine is not None
    assert {*procedure.turns} == {one.value for one in machine.states} - {one.value for one in machine.final}


@EVERY
def test_an_end_ends_the_case(jurisdiction: Jurisdiction, procedure: Procedure) -> None:
    machine = procedure.steps
    assert machine is not None
    closing = {event for event, status in procedure.case_status.items() if status == "closed"}
    assert {one.name for one in machine.transitions.values() if one.target in machine.final} <= closing


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS, ids=lambda one: one.code)
def test_every_event_that_closes_something_is_one_that_can_be_recorded(jurisdiction: Jurisdiction) -> None:
    """A name misspelt in the data would leave the deadline open for ever."""
    every = jurisdiction.procedures.values()
    known = {name for one in every for name in (*one.acts, *(one.steps.transitions if one.steps else ()))}
    for law in (COUNTRIES[jurisdiction.code].deadlines, *(eu.LAW.deadlines for one in every if one.reckon)):
        assert {event for rule in law.table.rules.values() for event in (*rule.met_by, *rule.ended_by)} <= known
        for code, rule in law.table.rules.items():
            assert not {*rule.met_by} & {*rule.ended_by}, code
            assert rule.opens is None or rule.gate or rule.who == "debtor", code


@EVERY
@settings(max_examples=60, deadline=None)
@given(walk=SPELLED)
def test_no_order_of_events_leaves_a_proceeding_with_nothing_to_wait_for(
    jurisdiction: Jurisdiction, procedure: Procedure, walk: list[int]
) -> None:
    """Where the debtor is awaited, a period runs that opens our way; else somebody named acts, or it is over."""
    law, machine = law_of(jurisdiction, procedure), procedure.steps
    assert machine is not None
    step: str | None = machine.initial.value
    open_rules: set[str] = set()
    for number in walk:
        can = possible(procedure, step)
        if not can:
            break
        event = can[number % len(can)]
        step = next_step(procedure, event, step)
        open_rules -= {*procedure.meets.get(event, ()), *procedure.ends.get(event, ())}
        open_rules |= {*procedure.events.get(event, ())}
        turn = procedure.turns.get(str(step))
        if turn is None:
            assert step in {one.value for one in machine.final}
        elif turn.who == "debtor":
            assert any(law.rule(code).who == "debtor" and law.rule(code).opens for code in open_rules), (step, event)


@EVERY
@settings(max_examples=25, deadline=None)
@given(days=some.tuples(DAYS, DAYS).map(sorted))
def test_an_event_that_came_later_never_ends_its_period_earlier(
    jurisdiction: Jurisdiction, procedure: Procedure, days: list[date]
) -> None:
    reckon = procedure.reckon or jurisdiction.reckon
    for code in {code for codes in procedure.events.values() for code in codes}:
        sooner, later = (reckon(code, day) for day in days)
        assert sooner.statutory_on <= later.statutory_on
        assert sooner.safe_on <= later.safe_on


def prospect(
    *,
    country: str = "gb",
    creditor: str = "gb",
    debtor: str | None = None,
    territory: Territory = SOMEWHERE,
    due_on: date = date(2025, 3, 5),
) -> Prospect:
    home = country if debtor is None else debtor
    return Prospect(TODAY, country, creditor, frozenset({(home, territory)}), frozenset({due_on}))


@pytest.mark.parametrize("postcode", ["EH1 1AA", "G2 3BZ", "BT1 1AA", "IM1 1AA"])
def test_no_english_claim_reaches_scotland_northern_ireland_or_man(postcode: str) -> None:
    place = GB_EW.locate(None, postcode)
    (reason,) = GB_EW.procedures["money_claim"].closed_to(prospect(territory=place))
    assert reason.never
    assert reason.sentence == place.no_rule


def test_no_english_claim_reaches_a_debtor_abroad_and_every_one_reaches_leeds() -> None:
    claim = GB_EW.procedures["money_claim"]
    (reason,) = claim.closed_to(prospect(debtor="ie"))
    assert reason.never
    assert "IE" in reason.sentence
    assert claim.closed_to(prospect(territory=GB_EW.locate(None, "LS2 7EQ"))) == ()


@pytest.mark.parametrize(
    ("due_on", "open_"),
    [(date(2023, 11, 20), True), (date(2023, 11, 19), False), (date(2009, 1, 1), False), (date(2026, 1, 1), True)],
)
def test_the_epu_takes_what_fell_due_within_three_years_and_the_suit_takes_all(due_on: date, open_: bool) -> None:
    asked = prospect(country="pl", creditor="pl", due_on=due_on)
    assert (PL.procedures["epu"].closed_to(asked) == ()) is open_
    assert PL.procedures["pozew"].closed_to(asked) == ()


@pytest.mark.parametrize(("creditor", "debtor", "open_"), [("de", "de", False), ("ie", "de", True), ("de", "at", True)])
def test_the_european_order_is_for_parties_of_more_than_one_state(creditor: str, debtor: str, open_: bool) -> None:
    asked = prospect(country="de", creditor=creditor, debtor=debtor)
    order = next(one for one in JURISDICTIONS if one.code == "de").procedures["european_order"]
    assert (order.closed_to(asked) == ()) is open_


def test_the_european_order_counts_the_holidays_of_the_courts_own_state() -> None:
    served = date(2026, 11, 24)
    ends = {
        one.code: one.procedures["european_order"].reckon for one in JURISDICTIONS if "european_order" in one.procedures
    }
    assert {code: reckon("EU-EOP-30", served).statutory_on for code, reckon in ends.items() if reckon} == {
        "es": date(2026, 12, 24),
        "pl": date(2026, 12, 28),
        "se": date(2026, 12, 28),
        "de": date(2026, 12, 24),
    }
