"""IBANs: structure of the country (SWIFT's IBAN registry, as python-stdnum carries it) and ISO 7064 mod 97-10."""

import re
from functools import cache

import polars as pl
from stdnum import numdb

_PIECE = 15
_LETTERS = {chr(65 + i): str(10 + i) for i in range(26)}
_STRUCTURE = re.compile(r"(\d+)!([nac])")


def wrong_ibans(numbers: pl.Series) -> pl.Series:
    """True where a number is given and is no IBAN."""
    bare = numbers.str.to_uppercase().str.replace_all(r"[ .\-]", "")
    shaped = bare.str.contains(r"^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$")
    structured = pl.Series([False]).new_from_index(0, len(bare))
    for country in bare.str.slice(0, 2).drop_nulls().unique():
        structured |= bare.str.contains(_structure(country)).fill_null(value=False)
    wrong = ~(
        shaped.fill_null(value=False) & structured & (_remainder(bare.set(~shaped, None)) == 1).fill_null(value=False)
    )
    return wrong & numbers.is_not_null()


def _remainder(bare: pl.Series) -> pl.Series:
    """The number, its first four signs moved to the end and letters written as digits, modulo 97."""
    turned = bare.str.slice(4) + bare.str.slice(0, 4)
    digits = turned.str.replace_many(list(_LETTERS), list(_LETTERS.values()))
    longest = int(digits.str.len_chars().max() or 0)  # type: ignore[arg-type]
    pieces = -(-longest // _PIECE)
    padded = digits.str.zfill(pieces * _PIECE)
    rest = pl.Series([0], dtype=pl.Int64).new_from_index(0, len(bare))
    for piece in range(pieces):
        rest = (rest * 10**_PIECE + padded.str.slice(piece * _PIECE, _PIECE).cast(pl.Int64, strict=False)) % 97
    return rest


@cache
def _structure(country: str) -> str:
    """The regular expression of a country's IBAN; one that matches nothing for a country without."""
    found = numdb.get("iban").info(country + "00")
    bban = found[0][1].get("bban", "") if found and found[0][1] else ""
    if not bban or not re.match(r"^[A-Z]{2}$", country):
        return r"^\b$"
    kinds = {"n": r"\d", "a": "[A-Z]", "c": "[A-Z0-9]"}
    return rf"^{country}\d{{2}}" + _STRUCTURE.sub(lambda part: f"{kinds[part[2]]}{{{part[1]}}}", bban) + "$"
