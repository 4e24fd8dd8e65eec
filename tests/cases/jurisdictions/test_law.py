"""What must hold for every rule of every jurisdiction, and who answers for whom."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cases.deadlines.set_based import limitation_by_kind
from cases.jurisdictions import es
from cases.jurisdictions.contract import Jurisdiction, LimitationFacts
from cases.jurisdictions.courts import Courts
from cases.jurisdictions.es import ES
from cases.jurisdictions.gb_ew import GB_EW
from cases.jurisdictions.registry import COUNTRIES, JURISDICTIONS, by_code, by_country
from kernel.errors import Invalid, NotFound, Refused
from kernel.money import Money

RULES = {code: law.deadlines for code, law in COUNTRIES.items()}
EVERY_RULE = [(by_code(code), rule) for code, rules in RULES.items() for rule in rules.table.rules]
RECENT = some.dates(date(2025, 4, 3), date(2028, 12, 31))
LONGEST_STORED = 300


@pytest.mark.parametrize(("jurisdiction", "rule"), EVERY_RULE, ids=lambda one: getattr(one, "code", one))
@settings(max_examples=25, deadline=None)
@given(event=RECENT)
def test_a_deadline_explains_itself_and_is_safe(jurisdiction: Jurisdiction, rule: str, event: date) -> None:
    found = jurisdiction.reckon(rule, event)
    assert event <= found.safe_on <= found.statutory_on == found.statutory_at.date()
    assert found.statutory_at.utcoffset() is not None
    assert found.steps
    assert all(step.sentence.endswith(".") for step in found.steps)
    assert (found.opens_on is None) == (found.who == "creditor" and not RULES[jurisdiction.code].rule(rule).gate)
    assert len(found.provisional or "") <= LONGEST_STORED


@settings(max_examples=60, deadline=None)
@given(event=RECENT, seat=some.sampled_from([None, *ES.seats]))
def test_knowing_the_seat_never_makes_the_safe_date_pass_the_real_one(event: date, seat: str | None) -> None:
    unknown, known = ES.reckon("ES-MON-20", event), ES.reckon("ES-MON-20", event, seat=seat)
    assert unknown.safe_on <= known.safe_on <= known.statutory_on
    assert known.provisional
    assert len(known.provisional) <= LONGEST_STORED


def test_a_term_that_ran_through_the_lockdown_carries_a_warning() -> None:
    assert "began anew" in (ES.reckon("ES-MON-20", date(2020, 3, 2)).provisional or "")
    assert "began anew" not in (ES.reckon("ES-MON-20", date(2020, 6, 4)).provisional or "")


def test_the_last_moment_of_a_spanish_filing_is_three_in_the_afternoon_of_the_next_working_day() -> None:
    found = ES.reckon("ES-MON-VERBAL", date(2026, 3, 2))
    assert found.safe_on == date(2026, 3, 16)
    assert found.statutory_at.isoformat() == "2026-03-17T15:00:00+01:00"


def test_codes_and_dates_without_a_rule_are_refused() -> None:
    with pytest.raises(NotFound):
        ES.reckon("ES-MOON", date(2026, 3, 2))
    with pytest.raises(Refused, match="no length"):
        ES.reckon("ES-MASC-30", date(2020, 1, 2))


def test_a_country_without_a_folder_has_no_rule() -> None:
    assert by_country("us") is None
    assert by_country("ES") is ES
    assert by_country("gb") is GB_EW
    assert by_code("us") is None


@pytest.mark.parametrize(
    ("region", "postcode", "code"),
    [
        (None, "EH1 1AA", "scotland"),
        (None, "G2 3BZ", "scotland"),
        (None, "GL1 1AA", "england_wales"),
        (None, "BT1 1AA", "northern_ireland"),
        (None, "TD15 1AA", "unknown"),
        ("England", "TD15 1AA", "england_wales"),
        (None, "SW1A 1AA", "england_wales"),
        (None, "08001", "unknown"),
        ("Fife", None, "scotland"),
        (None, None, "unknown"),
    ],
)
def test_scotland_and_northern_ireland_are_told_apart(region: str | None, postcode: str | None, code: str) -> None:
    found = GB_EW.locate(region, postcode)
    assert found.code == code
    assert (found.no_rule is not None) == (code in {"scotland", "northern_ireland"})


@pytest.mark.parametrize(
    ("region", "postcode", "code"),
    [
        ("Cataluña", "08001", "catalonia"),
        ("Cataluña", "28001", "unknown"),
        (None, "08001", "catalonia"),
        (None, "28001", "common"),
        (None, "31001", "navarre"),
        ("ÁLAVA", None, "common"),
        ("Utopia", None, "unknown"),
        ("Utopia", "43001", "catalonia"),
    ],
)
def test_catalonia_and_navarre_are_told_apart(region: str | None, postcode: str | None, code: str) -> None:
    assert ES.locate(region, postcode).code == code


DATES = some.none() | some.dates(date(1995, 1, 1), date(2026, 6, 1))
FACTS = some.builds(
    LimitationFacts,
    product=some.sampled_from(["consumer_loan", "telecom", "invoice", "rent", "overdraft", "other"]),
    item_kind=some.sampled_from(["principal", "interest"]),
    debtor_kind=some.sampled_from(["person", "company"]),
    due_on=DATES,
    default_on=DATES,
    termination_on=DATES,
    last_payment_on=DATES,
    acknowledged_on=DATES,
    default_notice_expired_on=DATES,
    titled_on=some.none() | some.dates(date(2016, 1, 1), date(2026, 6, 1)),
    region=some.sampled_from([None, "common", "catalonia", "navarre", "england_wales", "scotland"]),
)


@settings(max_examples=300, deadline=None)
@given(facts=FACTS, on=some.dates(date(2015, 1, 1), date(2035, 1, 1)), which=some.sampled_from(JURISDICTIONS))
def test_limitation_is_a_date_or_says_why_not(facts: LimitationFacts, on: date, which: Jurisdiction) -> None:
    found = which.limitation(facts, on)
    dated = found.outcome in {"date", "barred"}
    assert (found.ends_on is not None) == (found.authority is not None) == (found.missing is None) == dated
    if found.ends_on is not None:
        assert found.safe_on is not None
        assert found.safe_on <= found.ends_on
        assert found.steps
    if found.outcome == "date" and found.ends_on is not None:
        assert which.limitation(facts, found.ends_on + timedelta(days=100)).outcome == "barred"


def test_equal_facts_are_answered_once() -> None:
    facts = [LimitationFacts("telecom", "invoice", "person", date(2022, 3, 1), region="common") for _ in range(3)]
    answers = limitation_by_kind(facts, date(2026, 11, 22), ES)
    assert answers == {facts[0]: ES.limitation(facts[0], date(2026, 11, 22))}


def test_a_day_in_the_covid_window_counts_only_what_was_left_of_it() -> None:
    facts = LimitationFacts("invoice", "principal", "company", date(2020, 6, 1), region="common")
    assert ES.limitation(facts, date(2021, 1, 1)).ends_on == date(2025, 6, 3)


def test_the_late_payment_rate_of_two_countries_agrees_by_the_one_rate_behind_them() -> None:
    """ES late payment = ECB rate + 8; the European rate was 4.50 in 2024-H1 and 2.15 in 2025-H2."""
    for on, ecb in ((date(2024, 1, 1), "4.50"), (date(2025, 7, 1), "2.15"), (date(2026, 7, 1), "2.40")):
        sheet = ES.interest(Money(10_000, "EUR"), "late_payment", on, on, "company", None)
        assert sheet.periods[0].rate_percent == Decimal(ecb) + 8


def test_late_payment_interest_that_continues_keeps_the_rate_of_its_start() -> None:
    base, later = Money(200_000, "GBP"), date(2025, 3, 1)
    sheet = GB_EW.interest(base, "late_payment", later, later, "company", None, started_on=date(2024, 6, 30))
    assert sheet.periods[0].rate_percent == Decimal("13.25")


@pytest.mark.parametrize(
    ("kind", "debtor", "rate", "error"),
    [
        ("late_payment", "person", None, Refused),
        ("contractual", "person", None, Invalid),
        ("contractual", "person", Decimal("NaN"), Invalid),
        ("magic", "person", None, Invalid),
    ],
)
def test_interest_that_cannot_be_due_is_refused(
    kind: str, debtor: Literal["person", "company"], rate: Decimal | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ES.interest(Money(10_000, "EUR"), kind, date(2026, 1, 1), date(2026, 2, 1), debtor, rate)


def test_a_rate_before_the_first_known_one_is_refused() -> None:
    with pytest.raises(Refused, match="no rate is known"):
        ES.interest(Money(10_000, "EUR"), "late_payment", date(2001, 1, 1), date(2026, 2, 1), "company", None)


def test_the_limit_of_the_juicio_verbal_is_that_of_the_day() -> None:
    courts = Courts(es.FOLDER)
    assert courts.limit("verbal", date(2026, 1, 1)) == Money(1_500_000, "EUR")
    assert courts.limit("verbal", date(2024, 3, 19)) == Money(600_000, "EUR")


def test_no_court_is_invented() -> None:
    for jurisdiction, procedure in ((ES, "monitorio"), (GB_EW, "money_claim")):
        assert "{seat}" in jurisdiction.court(procedure, date(2026, 11, 22)).pattern
