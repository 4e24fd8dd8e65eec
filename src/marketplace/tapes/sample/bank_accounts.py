"""IBANs that validate, with the national check digits of Spain and Poland."""

import numpy as np
import polars as pl

from marketplace.tapes.sample import check_digits
from marketplace.tapes.sample.check_digits import Ints, digits
from marketplace.tapes.sample.random_text import padded, pick, scattered

_BANKS = {
    "es": ("0049", "0182", "2100", "0081", "2103", "0128"),
    "pl": ("1020", "1240", "1050", "1140", "1090", "1600"),
    "se": ("500", "600", "800", "300", "120", "915"),
    "gb": ("LOYD", "BARC", "NWBK", "MIDL", "ABBY"),
    "de": ("37040044", "50070010", "70020270", "10010010", "20050550", "12030000"),
}
_SORT_CODES = {"LOYD": 30_0000, "BARC": 20_0000, "NWBK": 60_0000, "MIDL": 40_0000, "ABBY": 9_0100}


def ibans(code: str, counter: Ints, *, offset: int) -> pl.Series:
    """One account for each counter; the same counter and offset give the same account."""
    bank = (counter + offset) % len(_BANKS[code])
    account = scattered(counter, 900_000_000, offset=offset) + 50_000_000
    if code == "gb":
        return _british(bank, account)
    high, high_width, low, low_width = _national_part(code, bank, account)
    check = check_digits.iban([*digits(high, high_width), *digits(low, low_width)], code.upper())
    return pl.Series([code.upper()]) + padded(check, 2) + padded(high, high_width) + padded(low, low_width)


def _national_part(code: str, bank: Ints, account: Ints) -> tuple[Ints, int, Ints, int]:
    """The national account number as two numbers and their widths (int64 holds 18 digits)."""
    number = np.array([int(name) for name in _BANKS[code]], dtype=np.int64)[bank]
    match code:
        case "es":
            entity = number * 10_000 + account % 9_000 + 1
            control = check_digits.ccc(entity, 8) * 10 + check_digits.ccc(account, 10)
            return entity, 8, control * 10**10 + account, 12
        case "pl":
            office = number * 1_000 + account % 900 + 1
            return office * 10 + check_digits.nrb_bank(office), 8, account, 16
        case "se":
            return number, 3, account, 17
        case _:
            return number, 8, account, 10


def _british(bank: Ints, account: Ints) -> pl.Series:
    names = _BANKS["gb"]
    sort_code = np.array([_SORT_CODES[name] for name in names], dtype=np.int64)[bank] + account % 9_000 + 1
    letters = [np.array([ord(name[place]) - 55 for name in names], dtype=np.int64)[bank] for place in range(4)]
    number = account % 10**8
    check = check_digits.iban([*letters, *digits(sort_code, 6), *digits(number, 8)], "GB")
    return pl.Series(["GB"]) + padded(check, 2) + pick(names, bank) + padded(sort_code, 6) + padded(number, 8)
