"""Check digits, a column at a time, agree with python-stdnum, which checks one number at a time."""

import random
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.de import idnr
from stdnum.es import nif
from stdnum.pl import nip, pesel, regon
from stdnum.se import orgnr, personnummer

from marketplace.tapes.checks.accounts import wrong_ibans
from marketplace.tapes.checks.identities import german, polish, spanish, swedish, wrong_identities
from marketplace.tapes.checks.postcodes import foreign_postcode

DIGITS = "0123456789"


def _numbers(form: str, *, alphabet: str, count: int = 4_000) -> list[str]:
    """Random numbers of a form: `9` a digit, `A` a sign of the alphabet, anything else itself."""
    chance = random.Random(form)
    pick = {"9": DIGITS, "A": alphabet}
    return ["".join(chance.choice(pick[sign]) if sign in pick else sign for sign in form) for _ in range(count)]


def _poland(number: str) -> bool:
    if len(number) == 10 and number.startswith("0"):
        return True
    return bool(pesel.is_valid(number) or nip.is_valid(number) or regon.is_valid(number))


@pytest.mark.parametrize(
    ("check", "single", "forms"),
    [
        (spanish, nif.is_valid, ("99999999A", "X9999999A", "K9999999A", "B99999999", "A9999999A", "A99999999")),
        (polish, _poland, ("99999999999", "9901999999", "990111999", "99999999999999", "92010199999", "0999999999")),
        (german, idnr.is_valid, ("11223456789", "36574261809", "99999999999", "1123456789A", "9999999999")),
    ],
)
def test_random_numbers_get_the_verdict_of_stdnum(
    check: Callable[[pl.Series], pl.Series], single: Callable[[str], bool], forms: tuple[str, ...]
) -> None:
    alphabet = "TRWAGMYFPDXBNJZSQVHLCKE" if check is spanish else DIGITS
    numbers = [number for form in forms for number in _numbers(form, alphabet=alphabet)]
    verdicts = [bool(single(number)) for number in numbers]
    assert check(pl.Series(numbers)).to_list() == verdicts
    assert True in verdicts


@given(
    st.lists(
        st.from_regex(r"\A(?:19|20)?\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[-+]?\d{4}\Z"), min_size=1, max_size=50
    )
)
def test_swedish_persons_get_the_verdict_of_stdnum(numbers: list[str]) -> None:
    ascii_only = [number for number in numbers if number.isascii()]
    leap = [number for number in ascii_only if "0229" in number]
    plain = [number for number in ascii_only if number not in leap]
    verdicts = [bool(personnummer.is_valid(number)) for number in plain]
    assert [swedish(pl.Series([number]))[0] for number in plain] == verdicts


def test_swedish_companies_and_persons_with_their_check_digit_are_valid() -> None:
    companies = [number for number in _numbers("5569999999", alphabet="") if orgnr.is_valid(number)]
    persons = [number for number in _numbers("880320-9999", alphabet="") if personnummer.is_valid(number)]
    assert companies
    assert persons
    assert swedish(pl.Series(companies + persons)).all()
    wrong = [number[:-1] + DIGITS[int(number[-1]) - 1] for number in companies + persons]
    assert not swedish(pl.Series(wrong)).any()


@given(data=st.data(), country=st.sampled_from(["ES", "PL", "SE", "DE", "GB", "FR", "NL", "MT", "NO", "XX", "LC"]))
def test_ibans_get_the_verdict_of_stdnum(data: st.DataObject, country: str) -> None:
    body = data.draw(st.text(DIGITS + "ABCXYZ", min_size=9, max_size=30))
    right = country + iban.calc_check_digits(f"{country}00{body}") + body
    wrong = data.draw(st.sampled_from([right, right[:-1] + "7", f"{right[:4]} {right[4:]}", right.lower(), right[:9]]))
    verdict = bool(iban.is_valid(wrong, check_country=False))
    assert wrong_ibans(pl.Series([wrong, None]))[0] is not verdict


@pytest.mark.parametrize(
    "number",
    ["ES9121000418450200051332", "GB29NWBK60161331926819", "PL61109010140000071219812874", "DE89370400440532013000"],
)
def test_a_known_iban_is_right_and_its_neighbour_wrong(number: str) -> None:
    neighbour = number[:-1] + DIGITS[(int(number[-1]) + 1) % 10]
    assert wrong_ibans(pl.Series([number, neighbour, None])).to_list() == [False, True, False]


def test_numbers_are_checked_by_the_country_of_their_row() -> None:
    numbers = pl.Series(["12345678Z", "12345678Z", "12345678Z", None])
    assert wrong_identities(numbers, pl.Series(["es", "pl", "gb", "es"])).to_list() == [False, True, False, False]


def test_a_postcode_belongs_to_its_country() -> None:
    frame = pl.DataFrame({"code": ["28001", "00-950", "SW1A 1AA", "2800", None], "at": ["es", "es", "gb", "pl", "es"]})
    wrong = frame.select(foreign_postcode(pl.col("code"), pl.col("at")).alias("w"))["w"]
    assert wrong.to_list() == [False, True, False, True, False]
