"""Whole columns of check digits agree with python-stdnum, number by number."""

import numpy as np
import stdnum.de.idnr
import stdnum.es.ccc
import stdnum.es.cif
import stdnum.es.dni
import stdnum.es.nie
import stdnum.iban
import stdnum.luhn
import stdnum.pl.nip
import stdnum.pl.pesel
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from marketplace.tapes.sample import check_digits


def numbers(width: int):
    return st.lists(st.integers(0, 10**width - 1), min_size=1, max_size=20)


def column(values: list[int]):
    return np.array(values, dtype=np.int64)


@given(numbers(8))
def test_the_letter_of_a_dni(payloads: list[int]) -> None:
    found = check_digits.dni_letter_index(column(payloads))
    letters = [check_digits.DNI_LETTERS[index] for index in found]
    assert letters == [stdnum.es.dni.calc_check_digit(f"{number:08}") for number in payloads]


@given(st.lists(st.integers(0, 29_999_999), min_size=1))
def test_the_letter_of_a_nie(payloads: list[int]) -> None:
    found = check_digits.dni_letter_index(column(payloads))
    written = [f"{'XYZ'[number // 10**7]}{number % 10**7:07}" for number in payloads]
    assert [check_digits.DNI_LETTERS[index] for index in found] == [
        stdnum.es.nie.calc_check_digit(text) for text in written
    ]


@given(numbers(7))
def test_the_digit_of_a_cif(payloads: list[int]) -> None:
    found = check_digits.luhn(column(payloads), 7)
    assert [str(digit) for digit in found] == [
        stdnum.es.cif.calc_check_digits(f"B{number:07}")[0] for number in payloads
    ]


@given(numbers(9))
def test_the_luhn_digit_of_swedish_numbers(payloads: list[int]) -> None:
    found = check_digits.luhn(column(payloads), 9)
    assert [str(digit) for digit in found] == [stdnum.luhn.calc_check_digit(f"{number:09}") for number in payloads]


@given(numbers(10))
def test_the_digit_of_a_pesel(payloads: list[int]) -> None:
    found = check_digits.pesel(column(payloads))
    assert [str(digit) for digit in found] == [stdnum.pl.pesel.calc_check_digit(f"{number:010}") for number in payloads]


@given(numbers(9))
def test_the_digit_of_a_nip_and_the_beginnings_that_have_none(payloads: list[int]) -> None:
    for number, digit in zip(payloads, check_digits.nip(column(payloads)), strict=True):
        endings = [end for end in range(10) if stdnum.pl.nip.checksum(f"{number:09}{end}") == 0]
        assert endings == ([int(digit)] if digit < 10 else [])


@given(numbers(10))
def test_the_digit_of_a_german_tax_number(payloads: list[int]) -> None:
    found = check_digits.mod_11_10(column(payloads), 10)
    assert [str(digit) for digit in found] == [mod_11_10.calc_check_digit(f"{number:010}") for number in payloads]


@given(st.lists(st.tuples(st.integers(0, 10**8 - 1), st.integers(0, 10**10 - 1)), min_size=1))
def test_the_control_digits_of_a_spanish_account(accounts: list[tuple[int, int]]) -> None:
    entity, number = column([one for one, _ in accounts]), column([other for _, other in accounts])
    found = zip(check_digits.ccc(entity, 8), check_digits.ccc(number, 10), strict=True)
    assert [f"{one}{other}" for one, other in found] == [
        stdnum.es.ccc.calc_check_digits(f"{one:08}00{other:010}") for one, other in accounts
    ]


@given(numbers(18), st.sampled_from(["DE", "ES", "PL", "SE"]))
def test_the_check_digits_of_an_iban(payloads: list[int], country: str) -> None:
    found = check_digits.iban(check_digits.digits(column(payloads), 18), country)
    assert [f"{digits:02}" for digits in found] == [
        stdnum.iban.calc_check_digits(f"{country}00{number:018}") for number in payloads
    ]


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=4, max_size=4), numbers(14))
def test_the_check_digits_of_an_iban_with_letters(bank: str, payloads: list[int]) -> None:
    letters = [column([ord(sign) - 55] * len(payloads)) for sign in bank]
    found = check_digits.iban([*letters, *check_digits.digits(column(payloads), 14)], "GB")
    assert [f"{digits:02}" for digits in found] == [
        stdnum.iban.calc_check_digits(f"GB00{bank}{number:014}") for number in payloads
    ]
