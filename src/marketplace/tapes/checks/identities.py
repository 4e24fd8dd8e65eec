"""Check digits of national identity and company numbers, a column at a time.

Rules as published by the registers and implemented singly by python-stdnum, against which tests compare:
Spain NIF (DNI, NIE, CIF), Poland PESEL, NIP, REGON, Sweden personnummer and organisationsnummer, Germany
Steuer-Identifikationsnummer. Numbers of other countries and registers have no check digit known here.
"""

from collections.abc import Callable, Sequence

import polars as pl

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_CIF_LETTERS = "JABCDEFGHI"
_PESEL_CENTURIES = (1900, 2000, 2100, 2200, 1800)
_LONGEST_MONTH = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SAMORDNING = 60
"""Added to the day of a Swedish samordningsnummer."""


def wrong_identities(numbers: pl.Series, countries: pl.Series) -> pl.Series:
    """True where a number is not a valid one of its country; false where it is, is blank, or cannot be checked."""
    wrong = pl.Series([False]).new_from_index(0, len(numbers))
    for code, check in CHECKS.items():
        at = ((countries == code) & numbers.is_not_null()).fill_null(value=False).arg_true()
        if len(at):
            bare = numbers.gather(at).str.to_uppercase().str.replace_all(r"[ .:]", "")
            wrong = wrong.scatter(at, ~check(bare))
    return wrong


def spanish(bare: pl.Series) -> pl.Series:
    """NIF of a person (DNI, NIE, K, L, M) or of a company (CIF), with or without the prefix ES."""
    number = bare.str.replace_all("-", "", literal=True).str.replace("^ES", "")
    body = number.str.slice(1, 7).cast(pl.Int64, strict=False)
    last, first = number.str.slice(8, 1), number.str.slice(0, 1)
    leading = first.replace({"X": "0", "Y": "1", "Z": "2", "K": "0", "L": "0", "M": "0"}).cast(pl.Int64, strict=False)
    letter = _picked((leading * 10_000_000 + body) % 23, _DNI_LETTERS)
    person = number.str.contains(r"^[\dXYZKLM]\d{7}[A-Z]$") & (letter == last)
    control = _luhn(body, 7)
    fits = (control.cast(pl.String) == last) | (_picked(control, _CIF_LETTERS) == last)
    company = number.str.contains(r"^[ABCDEFGHJNPQRSUVW]\d{7}[\dA-J]$") & fits
    return _sure(person) | _sure(company)


def polish(bare: pl.Series) -> pl.Series:
    """PESEL (11 digits), NIP or KRS (10; a KRS begins with 0 and has no check digit), REGON (9 or 14)."""
    number = bare.str.replace_all("-", "", literal=True).str.replace("^PL", "")
    value = number.cast(pl.Int64, strict=False)
    pesel = number.str.contains(r"^\d{11}$") & (_weighed(value, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0)
    nip = number.str.contains(r"^\d{10}$") & (_weighed(value // 10, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == value % 10)
    krs = number.str.contains(r"^0\d{9}$")
    regon = number.str.contains(r"^\d{9}$") & _regon(value)
    whole = _weighed(value // 10, (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)) % 11 % 10 == value % 10
    local = number.str.contains(r"^\d{14}$") & whole & _regon(value // 100_000)
    return _sure(pesel & _pesel_day(value)) | _sure(nip) | _sure(krs) | _sure(regon) | _sure(local)


def swedish(bare: pl.Series) -> pl.Series:
    """Personnummer or samordningsnummer (10 or 12 digits) or organisationsnummer."""
    number = bare.str.replace("^SE", "").str.replace(r"[-+](\d{4})$", "$1")
    value = number.cast(pl.Int64, strict=False)
    ten = value % 10_000_000_000
    sound = _luhn(ten // 10, 9) == ten % 10
    month, day = ten // 1_000_000 % 100, ten // 10_000 % 100
    day = day - (day > _SAMORDNING).cast(pl.Int64) * _SAMORDNING
    # Without a century a leap day is given the benefit of the doubt: 1900 had none, 2000 had one.
    year = (value // 100_000_000).zip_with(number.str.len_chars() == 12, 2000 + value // 100_000_000)
    person = number.str.contains(r"^(?:1[89]|2\d)\d{10}$|^\d{10}$") & _is_day(year, month, day)
    company = number.str.contains(r"^\d{10}$") & (month >= 20)
    return _sure(sound & person) | _sure(sound & company)


def german(bare: pl.Series) -> pl.Series:
    """Steuer-Identifikationsnummer; a register entry (HRB 1234) is not checked."""
    number = bare.str.replace_all(r"[-,/]", "")
    value = number.cast(pl.Int64, strict=False)
    rest = pl.Series([10], dtype=pl.Int64).new_from_index(0, len(number))
    for place in range(10, 0, -1):
        check = (rest + value // 10**place) % 10
        rest = (check + (check == 0).cast(pl.Int64) * 10) * 2 % 11
    sound = (rest + value % 10) % 10 == 1
    first = number.str.slice(0, 10)
    counts = [first.str.count_matches(str(digit), literal=True) for digit in range(10)]
    repeated = sum(((count > 1).cast(pl.Int8) for count in counts[1:]), (counts[0] > 1).cast(pl.Int8))
    often = sum(((count > 3).cast(pl.Int8) for count in counts[1:]), (counts[0] > 3).cast(pl.Int8))
    shaped = number.str.contains(r"^[1-9]\d{10}$")
    return _sure(shaped & sound & (repeated == 1) & (often == 0)) | ~_sure(number.str.contains(r"^\d+$"))


def _regon(value: pl.Series) -> pl.Series:
    return _weighed(value // 10, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 == value % 10


def _pesel_day(value: pl.Series) -> pl.Series:
    month = value // 10_000_000 % 100
    century = _picked(month // 20, _PESEL_CENTURIES)
    return _is_day(century + value // 1_000_000_000, month % 20, value // 100_000 % 100)


def _is_day(year: pl.Series, month: pl.Series, day: pl.Series) -> pl.Series:
    longest = _picked(month, _LONGEST_MONTH)
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    return (month >= 1) & (day >= 1) & (day <= longest) & ((month != 2) | (day != 29) | leap)


def _picked(index: pl.Series, of: Sequence[str] | Sequence[int]) -> pl.Series:
    """The element at each index, null where there is none."""
    return pl.Series(list(of)).gather(index.clip(0, len(of) - 1)).set((index < 0) | (index >= len(of)), None)


def _luhn(value: pl.Series, digits: int) -> pl.Series:
    """The digit that Luhn's rule appends to a number of so many digits."""
    total = value * 0
    for place in range(digits):
        digit = value // 10**place % 10
        total = total + (digit if place % 2 else digit * 2 - (digit > 4).cast(pl.Int64) * 9)
    return (10 - total % 10) % 10


def _weighed(value: pl.Series, weights: tuple[int, ...]) -> pl.Series:
    """The digits, from the left, each times its weight, added up."""
    total = value * 0
    for place, weight in enumerate(reversed(weights)):
        total = total + value // 10**place % 10 * weight
    return total


def _sure(found: pl.Series) -> pl.Series:
    return found.fill_null(value=False)


CHECKS: dict[str, Callable[[pl.Series], pl.Series]] = {"es": spanish, "pl": polish, "se": swedish, "de": german}
