"""Where one country has several laws: each debtor is judged by his own, or refused with the reason."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cases.jurisdictions.contract import LimitationFacts
from cases.jurisdictions.es import ES
from cases.jurisdictions.gb_ew import GB_EW

TODAY = date(2026, 11, 20)
DUE = date(2024, 3, 5)


def a_phone_bill(place: str, postcode: str) -> LimitationFacts:
    code = (GB_EW if postcode[0].isalpha() else ES).locate(None, postcode).code
    assert code == place
    return LimitationFacts("telecom", "invoice", "person", DUE, region=code)


def test_catalonia_has_its_own_three_years_where_spain_at_large_has_five() -> None:
    catalan = ES.limitation(a_phone_bill("catalonia", "08001"), TODAY)
    common = ES.limitation(a_phone_bill("common", "28001"), TODAY)

    assert (catalan.outcome, catalan.ends_on) == ("date", date(2027, 3, 5))
    assert catalan.authority is not None
    assert "CCCat 121-21" in catalan.authority.citation
    assert (common.outcome, common.ends_on) == ("date", date(2029, 3, 5))


def test_navarre_is_refused_with_the_reason_and_gets_no_date() -> None:
    found = ES.limitation(a_phone_bill("navarre", "31001"), TODAY)

    assert (found.outcome, found.ends_on, found.safe_on, found.authority) == ("no rule", None, None, None)
    assert "Fuero Nuevo" in str(found.missing)


@pytest.mark.parametrize(
    ("place", "postcode", "why"),
    [
        ("scotland", "G2 3BZ", "Scots law"),
        ("northern_ireland", "BT1 1AA", "Northern Ireland"),
        ("crown_dependencies", "JE2 3AB", "Channel Islands"),
    ],
)
def test_beyond_england_and_wales_there_is_no_limitation_of_theirs(place: str, postcode: str, why: str) -> None:
    found = GB_EW.limitation(a_phone_bill(place, postcode), TODAY)

    assert (found.outcome, found.ends_on) == ("no rule", None)
    assert why in str(found.missing)


@settings(max_examples=150, deadline=None)
@given(postcode=some.from_regex(r"\A(31|08|17|25|43|28|33|48)\d{3}\Z"), due=some.dates(date(2016, 1, 1), TODAY))
def test_no_postcode_of_navarre_ever_gets_a_date_and_none_of_catalonia_gets_the_common_one(
    postcode: str, due: date
) -> None:
    place = ES.locate(None, postcode)
    found = ES.limitation(LimitationFacts("telecom", "invoice", "person", due, region=place.code), TODAY)
    if place.code == "navarre":
        assert found.ends_on is None
    elif found.authority is not None:
        assert ("CCCat" in found.authority.citation) == (place.code == "catalonia")
