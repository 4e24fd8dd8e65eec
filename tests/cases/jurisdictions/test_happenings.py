"""What is recorded with its proof and moves limitation: what interrupts where, in which form, and what stands still."""

from datetime import date
from typing import Any

import pytest

from cases.jurisdictions.contract import Jurisdiction, Limitation, LimitationFacts
from cases.jurisdictions.de import DE
from cases.jurisdictions.es import ES
from cases.jurisdictions.gb_ew import GB_EW
from cases.jurisdictions.pl import PL
from cases.jurisdictions.reckoned import Happening
from cases.jurisdictions.se import SE

ON = date(2026, 11, 20)
LAWS = {"es": (ES, "common"), "pl": (PL, None), "se": (SE, None), "gb": (GB_EW, "england_wales"), "de": (DE, None)}
DUE = date(2023, 5, 10)
WHEN = date(2025, 6, 2)


def judged(law: str, *happened: Happening, due: date = DUE, on: date = ON, **more: Any) -> Limitation:
    jurisdiction, region = LAWS[law]
    facts = {"region": region, "contract_on": due, "default_on": due, "happenings": happened} | more
    assert isinstance(jurisdiction, Jurisdiction)
    return jurisdiction.limitation(LimitationFacts("invoice", "invoice", "company", due, **facts), on)


def one(kind: Any, *, on: date = WHEN, until: date | None = None, form: str | None = "writing") -> Happening:
    return Happening(kind, on, until, form)


@pytest.mark.parametrize(
    ("law", "kind", "form", "interrupts"),
    [
        ("es", "demanded", "writing", True),
        ("es", "acknowledged", "oral", True),
        ("es", "negotiated", "writing", True),
        ("pl", "demanded", "signed_writing", False),
        ("pl", "acknowledged", "conduct", True),
        ("pl", "filed", "writing", True),
        ("se", "demanded", "writing", True),
        ("se", "demanded", "oral", False),
        ("gb", "acknowledged", "signed_writing", True),
        ("gb", "acknowledged", "writing", False),
        ("gb", "demanded", "signed_writing", False),
        ("gb", "paid", None, True),
        ("de", "demanded", "signed_writing", False),
        ("de", "paid", None, True),
    ],
)
def test_each_law_has_its_own_acts_and_forms_that_start_time_anew(
    law: str, kind: str, form: str | None, interrupts: bool
) -> None:
    before, after = judged(law), judged(law, one(kind, form=form))
    assert before.ends_on is not None
    assert after.ends_on is not None
    assert after.safe_on is not None
    assert (after.ends_on > before.ends_on) is interrupts
    assert any("time starts anew" in step.sentence for step in after.steps) is interrupts


def test_a_part_payment_in_spain_never_moves_the_safe_date() -> None:
    before, after = judged("es"), judged("es", one("paid", form=None))
    assert (after.safe_on, after.ends_on) == (before.safe_on, date(2030, 6, 2))


def test_two_payments_each_within_the_period_of_the_other_keep_a_claim_alive() -> None:
    first, second = date(2016, 5, 1), date(2021, 4, 1)
    kept = judged("gb", one("paid", on=first, form=None), one("paid", on=second, form=None), due=date(2011, 1, 10))
    late = judged("gb", one("paid", on=second, form=None), due=date(2011, 1, 10))
    assert (kept.outcome, kept.ends_on) == ("date", date(2027, 4, 1))
    assert late.outcome == "barred"


def test_german_negotiations_stand_still_and_leave_three_months_at_least() -> None:
    long = judged("de", one("negotiated", on=date(2026, 10, 1), until=date(2026, 11, 10)))
    assert judged("de").ends_on == date(2026, 12, 31)
    assert long.ends_on == date(2027, 2, 10)
    short = judged("de", one("negotiated", on=date(2024, 10, 1), until=date(2024, 10, 31)))
    assert short.ends_on == date(2027, 1, 30)


def test_a_german_suit_stands_still_until_six_months_after_its_end() -> None:
    found = judged("de", one("filed", on=date(2025, 1, 1), until=date(2025, 7, 1)))
    assert found.ends_on == date(2027, 12, 31)


def test_what_still_lasts_leaves_no_date_and_names_what_is_missing() -> None:
    found = judged("de", one("negotiated"))
    assert (found.outcome, found.ends_on, found.safe_on) == ("unknown", None, date(2026, 12, 31))
    assert found.missing is not None
    assert found.missing.startswith("the end of what was negotiated")


def test_what_happens_after_the_end_revives_nothing() -> None:
    found = judged("de", one("acknowledged", on=date(2026, 3, 1)), due=date(2020, 5, 10))
    assert (found.outcome, found.ends_on) == ("barred", date(2023, 12, 31))
