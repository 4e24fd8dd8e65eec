"""Where one country has several laws: each debtor is judged by his own, or refused with the reason."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cases.jurisdictions.contract import LimitationFacts, Prospect
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


@pytest.mark.parametrize(
    ("region", "postcode", "code"),
    [
        (None, "CA1 1AA", "unknown"),
        ("Cumbria", "CA1 1AA", "england_wales"),
        (None, "DG16 5EA", "scotland"),
        ("England", "EH1 1AA", "scotland"),
        ("England", "BT1 1AA", "northern_ireland"),
        ("Scotland", "TD15 1AA", "scotland"),
        ("Northern Ireland", "SW1A 1AA", "northern_ireland"),
        ("England", "IM1 1AA", "crown_dependencies"),
        ("Alderney", None, "crown_dependencies"),
        (None, "GY9 3XY", "crown_dependencies"),
        (None, "GX11 1AA", "unknown"),
        (None, "BF1 1AA", "unknown"),
        (None, "D02 X285", "unknown"),
        (None, "XX1 1AA", "unknown"),
        (None, "sw1a1aa", "england_wales"),
        (None, "M1", "england_wales"),
    ],
)
def test_no_postcode_near_or_beyond_the_border_is_taken_for_english(
    region: str | None, postcode: str | None, code: str
) -> None:
    assert GB_EW.locate(region, postcode).code == code


@pytest.mark.parametrize(
    ("region", "postcode", "code"),
    [
        ("Madrid", "31001", "navarre"),
        ("Navarra", "28001", "navarre"),
        ("Barcelona", "28001", "unknown"),
        ("Madrid", "08001", "unknown"),
        ("Pamplona/Iruña", None, "navarre"),
        ("Barcelona", "08001", "catalonia"),
        (None, "51001", "common"),
        ("Melilla", "52001", "common"),
        (None, "E-17001", "catalonia"),
        (None, "53001", "unknown"),
        (None, "00001", "unknown"),
        (None, "8001", "unknown"),
    ],
)
def test_a_spanish_place_whose_two_signs_differ_is_refused_or_asked(
    region: str | None, postcode: str | None, code: str
) -> None:
    assert ES.locate(region, postcode).code == code


@settings(max_examples=200, deadline=None)
@given(
    area=some.sampled_from(
        ["BT", "EH", "G", "AB", "DD", "DG", "FK", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "ZE"]
    ),
    rest=some.from_regex(r"\A[1-9][0-9]? ?[0-9][A-Z]{2}\Z"),
    region=some.sampled_from([None, "", "England", "United Kingdom", "London", "Wales"]),
)
def test_no_code_of_scotland_or_northern_ireland_ever_gets_an_english_filing(
    area: str, rest: str, region: str | None
) -> None:
    place = GB_EW.locate(region, area + rest)
    home = Prospect(TODAY, "gb", "gb", frozenset({("gb", place)}), frozenset({TODAY}))
    reasons = GB_EW.procedures["money_claim"].closed_to(home)
    assert reasons
    assert all(one.never for one in reasons)


@pytest.mark.parametrize(
    ("debtor", "creditor", "open_to_it"),
    [
        ("de", "es", True),
        ("es", "de", True),
        ("es", "es", False),
        ("dk", "es", False),
        ("es", "gb", False),
        ("us", "us", False),
        (None, "es", True),
    ],
)
def test_the_european_order_needs_a_party_in_another_state_that_takes_part(
    debtor: str | None, creditor: str, *, open_to_it: bool
) -> None:
    home = Prospect(TODAY, "es", creditor, frozenset({(debtor, ES.locate("Madrid", None))}), frozenset({TODAY}))
    assert (ES.procedures["european_order"].closed_to(home) == ()) is open_to_it
