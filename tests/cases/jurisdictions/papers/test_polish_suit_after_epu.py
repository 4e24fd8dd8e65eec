"""The suit after an EPU that ended keeps the first day within its window, and is refused outside it or in doubt."""

from datetime import date

import pytest

from cases.jurisdictions.contract import PreAction
from cases.jurisdictions.pl import PL
from cases.jurisdictions.pl.papers.suit_after_epu import SUIT_AFTER_EPU
from tests.builders.polish_case import polish_case

DEMAND = polish_case().pre_action


def after_epu(*, ended_on=date(2026, 4, 1), filed_on=date(2025, 12, 1), number="VI Nc-e 771/25", **changes):
    before = PreAction("epu", filed_on, None, ended_on, None, None)
    return polish_case(pre_action=(*DEMAND, before), particulars={"epu_number": number}, **changes)


def test_it_names_the_first_case_its_days_and_the_credited_fee(read):
    text = read(SUIT_AFTER_EPU, after_epu()).replace("\N{NO-BREAK SPACE}", " ")
    for said in (
        "art. 505³⁷ § 2 k.p.c.",
        "VI Nc-e 771/25",
        "1 grudnia 2025 r.",
        "postanowieniem z 1 kwietnia 2026 r.",
        "upływa 1 lipca 2026 r.",
        "zalicza się opłatę",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("ended_on", "open_"), [(date(2026, 3, 30), True), (date(2026, 3, 29), False), (date(2025, 11, 2), False)]
)
def test_the_window_runs_from_the_order_to_its_last_day(ended_on, open_, refused):
    if open_:
        assert not isinstance(SUIT_AFTER_EPU.prepare(after_epu(ended_on=ended_on)), tuple)
    else:
        assert refused(SUIT_AFTER_EPU, after_epu(ended_on=ended_on)) == [("window after the EPU", "procedure")]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"ended_on": None}, ("EPU discontinued", "pre-action")),
        ({"filed_on": None}, ("EPU filed", "pre-action")),
        ({"number": " "}, ("EPU number", "court")),
        ({"court": None}, ("court", "court")),
    ],
)
def test_what_is_not_known_of_the_first_case_is_asked_for(changes, wanted, refused):
    assert refused(SUIT_AFTER_EPU, after_epu(**changes)) == [wanted]


def test_its_leaving_files_the_suit_and_the_events_of_the_first_case_are_read():
    suit = PL.procedures["pozew"]
    assert suit.leaves_as[SUIT_AFTER_EPU.code] == "suit_filed"
    assert not suit.is_letter(SUIT_AFTER_EPU.code)
    assert "PL-EPU-3M" in suit.events["epu_discontinued"]
    assert "PL-EPU-3M" in suit.meets["suit_filed"]
