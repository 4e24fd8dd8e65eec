"""Check digits of national identity and company numbers, for a column at a time.

Rules as published by the registers and implemented singly by python-stdnum, against which tests compare:
Spain NIF (DNI, NIE, CIF), Poland PESEL, NIP, REGON, Sweden personnummer and organisationsnummer, Germany
Steuer-Identifikationsnummer. Numbers of other countries and registers have no check digit known here.
"""

from collections.abc import Callable

import polars as pl

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_CIF_LETTERS = "JABCDEFGHI"

type Check = Callable[[pl.Expr], pl.Expr]


def wrong_identity(number: pl.Expr, country: pl.Expr) -> pl.Expr:
    """True where the number is not a valid one of its country; false where it is, is blank, or cannot be checked."""
    bare = number.str.to_uppercase().str.replace_all(r"[ .:]", "")
    wrong = pl.lit(value=False)
    for code, check in CHECKS.items():
        wrong = pl.when(country == code).then(~check(bare)).otherwise(wrong)
    return wrong.fill_null(value=False) & number.is_not_null()


def spanish(bare: pl.Expr) -> pl.Expr:
    """NIF of a person (DNI, NIE, K, L, M) or of a company (CIF), with or without the prefix ES."""
    number = bare.str.replace_all("-", "", literal=True).str.replace("^ES", "")
    body = number.str.slice(1, 7).cast(pl.Int64, strict=False)
    last, first = number.str.slice(8, 1), number.str.slice(0, 1)
    leading = first.replace_strict({"X": 0, "Y": 1, "Z": 2, "K": 0, "L": 0, "M": 0}, default=None, return_dtype=pl.Int64)
    whole = leading.fill_null(first.cast(pl.Int64, strict=False)) * 10_000_000 + body
    letter = (whole % 23).replace_strict(dict(enumerate(_DNI_LETTERS)), default=None, return_dtype=pl.String)
    person = number.str.contains(r"^[\dXYZKLM]\d{7}[A-Z]$") & (letter == last)
    control = _luhn(body, 7)
    sign = control.replace_strict(dict(enumerate(_CIF_LETTERS)), default=None, return_dtype=pl.String)
    company = number.str.contains(r"^[ABCDEFGHJNPQRSUVW]\d{7}[\dA-J]$") & (
        (control.cast(pl.String) == last) | (sign == last)
    )
    return (person | company).fill_null(value=False)


def polish(bare: pl.Expr) -> pl.Expr:
    """PESEL (11 digits), NIP or KRS (10; a KRS begins with 0 and has no check digit), REGON (9 or 14)."""
    number = bare.str.replace_all("-", "", literal=True).str.replace("^PL", "")
    value = number.cast(pl.Int64, strict=False)
    pesel = number.str.contains(r"^\d{11}$") & (_weighed(value, 11, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0)
    pesel &= _pesel_day(value)
    nip = number.str.contains(r"^\d{10}$") & (_weighed(value // 10, 9, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == value % 10)
    krs = number.str.contains(r"^0\d{9}$")
    short = _weighed(value // 10, 8, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10
    regon = number.str.contains(r"^\d{9}$") & (short == value % 10)
    local = value // 100_000
    long = _weighed(value // 10, 13, (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)) % 11 % 10 == value % 10
    both = long & (_weighed(local // 10, 8, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 == local % 10)
    return (pesel | nip | krs | regon | (number.str.contains(r"^\d{14}$") & both)).fill_null(value=False)


def _pesel_day(value: pl.Expr) -> pl.Expr:
    century = (value // 10_000_000 % 100 // 20).replace_strict(
        {0: 1900, 1: 2000, 2: 2100, 3: 2200, 4: 1800}, default=None, return_dtype=pl.Int64
    )
    return _is_day(century + value // 1_000_000_000, value // 10_000_000 % 100 % 20, value // 100_000 % 100)


def _is_day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    february = pl.when(leap).then(29).otherwise(28)
    longest = pl.when(month == 2).then(february).when(month.is_in([4, 6, 9, 11])).then(30).otherwise(31)
    return month.is_between(1, 12) & day.is_between(1, longest)


def swedish(bare: pl.Expr) -> pl.Expr:
    """Personnummer (10 or 12 digits, a samordningsnummer has 60 added to its day) or organisationsnummer."""
    number = bare.str.replace("^SE", "").str.replace(r"[-+](\d{4})$", "$1")
    long = number.str.len_chars() == 12
    value = number.cast(pl.Int64, strict=False)
    ten = pl.when(long).then(value % 10_000_000_000).otherwise(value)
    sound = _luhn(ten // 10, 9) == ten % 10
    month, day = ten // 1_000_000 % 100, ten // 10_000 % 100
    person_day = pl.when(day > 60).then(day - 60).otherwise(day)
    # Without a century a leap day is given the benefit of the doubt: 1900 was none, 2000 was one.
    year = pl.when(long).then(value // 100_000_000).otherwise(2000 + ten // 100_000_000)
    person = number.str.contains(r"^(?:\d{2})?\d{10}$") & _is_day(year, month, person_day)
    company = number.str.contains(r"^\d{10}$") & (month >= 20)
    return (sound & (person | company)).fill_null(value=False)


def german(bare: pl.Expr) -> pl.Expr:
    """Steuer-Identifikationsnummer; a register entry (HRB 1234) or a tax number with strokes is not checked."""
    number = bare.str.replace_all(r"[-,]", "")
    value = number.cast(pl.Int64, strict=False)
    check = pl.lit(5, pl.Int64)
    for place in range(10, 0, -1):
        rest = (check % 11) * 2 % 11 if place < 10 else pl.lit(10, pl.Int64)
        check = rest + value // 10**place % 10
        check = pl.when(check % 10 == 0).then(10).otherwise(check % 10)
    sound = (check * 2 % 11 + value % 10) % 10 == 1
    counts = [number.str.slice(0, 10).str.count_matches(str(digit), literal=True) for digit in range(10)]
    doubled = pl.sum_horizontal([(count > 1).cast(pl.Int8) for count in counts]) == 1
    often = pl.max_horizontal(counts).is_between(2, 3)
    unchecked = ~number.str.contains(r"^\d+$")
    return (unchecked | (number.str.contains(r"^[1-9]\d{10}$") & sound & doubled & often)).fill_null(value=False)


def _luhn(value: pl.Expr, digits: int) -> pl.Expr:
    """The digit that Luhn's rule appends to a number of so many digits."""
    total = pl.lit(0, pl.Int64)
    for place in range(digits):
        digit = value // 10**place % 10
        doubled = digit * 2
        total = total + (digit if place % 2 else pl.when(doubled > 9).then(doubled - 9).otherwise(doubled))
    return (10 - total % 10) % 10


def _weighed(value: pl.Expr, digits: int, weights: tuple[int, ...]) -> pl.Expr:
    total = pl.lit(0, pl.Int64)
    for place, weight in enumerate(weights):
        total = total + value // 10 ** (digits - 1 - place) % 10 * weight
    return total


CHECKS: dict[str, Check] = {"es": spanish, "pl": polish, "se": swedish, "de": german}
