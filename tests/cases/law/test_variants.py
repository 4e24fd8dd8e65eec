"""Variants of the published examples: other days, places, parties and amounts, in each country's way of writing them.

What each expects was reckoned by hand from the rules, not by the engine.
"""

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from cases.law.examples.rows import Row
from cases.law.examples.run import judge, judged
from cases.law.examples.written import hour_of, moment_of, number_of, plain

FILE = Path(__file__).parent / "variants.csv"


def test_every_variant_agrees() -> None:
    found = list(judged(FILE))
    assert len(found) > len({one.topic for one in found})
    assert [one.told() for one in found if one.verdict != "agree"] == []


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50 zł", "1234.50"),
        ("£1,234", "1234"),
        ("1'234.50", "1234.50"),
        ("0,5", "0.5"),
        ("\u22120.50", "-0.50"),
        (7500.01, "7500.01"),
        ("1,2,3", None),
        ("1.23.456", None),
        ("12 EURO", None),
        ("NaN", None),
        (True, None),
    ],
)
def test_an_amount_is_read_as_it_is_written_or_not_at_all(written: object, number: str | None) -> None:
    assert number_of(written) == (None if number is None else Decimal(number))


def test_a_lone_comma_parts_thousands_of_an_amount_and_cents_of_a_rate() -> None:
    assert number_of("3,500") == 3500
    assert number_of("3,500", decimal_comma=True) == Decimal("3.5")


@pytest.mark.parametrize("written", ["2026-03-04", "04.03.2026", "4/3/2026", "4 March 2026", " 2026/03/04 "])
def test_a_day_is_read_in_europes_order(written: str) -> None:
    assert moment_of(written) == date(2026, 3, 4)
    assert moment_of("3/4/2026", month_first=True) == date(2026, 3, 4)
    assert moment_of("30/02/2026") is None


def test_hours_and_names_are_read_in_their_usual_forms() -> None:
    assert [hour_of(one) for one in ("4pm", "4.30 pm", "16:30", "16h30")] == [time(16), *[time(16, 30)] * 3]
    assert hour_of("25:00") is None
    assert {plain(one) for one in ("claimDue", "Claim due", "CLAIM-DUE", " claim_due ")} == {"claim_due"}


@pytest.mark.parametrize(
    ("jurisdiction", "topic", "inputs", "told"),
    [
        ("PL", "fee.suit", {"value_eur": "500"}, "for PLN, not EUR"),
        ("DE", "fee.mahnverfahren", {"value": "£500", "as_of": "2026-01-01"}, "for EUR, not GBP"),
        ("SE", "interest.simple", {"principal": "10", "currency": "NOK", "rate_pct": "8", "days": 1}, "not NOK"),
        ("DE", "time.bgb_187_193", {"event": "2026-01-01", "duration": {"days": 10**9}}, "is not counted"),
        ("DE", "time.bgb_187_193", {"event": "2026-01-01", "duration": [1]}, "is no length"),
        ("DE", "time.bgb_187_193", {"event": "9999-12-31", "duration": {"days": 1}}, "is no date"),
        ("ES", "interest.legal_rate", {"year": 0}, "outside of what is reckoned"),
        ("SE", "limitation.regular", {"arose": "2020-01-01", "years": 7}, "no limitation of 7 years"),
        ("PL", "fee.issue_money_claim", {"claim_incl_interest": "5"}, "no fee issue is in this law"),
    ],
)
def test_what_cannot_be_is_told(jurisdiction: str, topic: str, inputs: dict[str, object], told: str) -> None:
    found = judge(Row(1, "X", jurisdiction, topic, inputs, {"last_day": "2026-01-01"}, ""))
    assert told in found.got
    assert found.verdict in ("not", "unsupported")
