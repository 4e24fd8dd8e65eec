"""Words of a cell turned into what they stand for: yes or no, a choice of the catalogue, a country, a currency."""

from collections.abc import Mapping
from functools import cache

import polars as pl
from babel import Locale
from babel.numbers import list_currencies

from marketplace.tapes.casting.amounts import Read
from marketplace.tapes.vocabulary import choice_words, flag_words, vocabularies

_ALPHA_3 = {"esp": "es", "pol": "pl", "swe": "se", "gbr": "gb", "deu": "de", "usa": "us", "uk": "gb", "eng": "gb"}
_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "ZŁ": "PLN", "KR": "SEK"}


def flags(cells: pl.Series) -> Read:
    yes, no = flag_words()
    return _looked_up(cells, dict.fromkeys(yes, "1") | dict.fromkeys(no, "0"), "flag.unknown", boolean=True)


def choices(cells: pl.Series, field: str, own: Mapping[str, str]) -> Read:
    """`own` are the words of the seller's mapping; they win over the vocabulary."""
    words = choice_words(field) | {word.casefold(): choice for word, choice in own.items()}
    return _looked_up(cells, words, "choice.unknown")


def countries(cells: pl.Series) -> Read:
    """ISO 3166 codes in lower case, from codes or from names in the five languages."""
    return _looked_up(cells, _country_words(), "choice.unknown")


def currencies(cells: pl.Series) -> Read:
    codes = {code.casefold(): code for code in list_currencies()} | {s.casefold(): c for s, c in _SIGNS.items()}
    return _looked_up(cells, codes, "currency.unknown")


def _looked_up(cells: pl.Series, words: Mapping[str, str], code: str, *, boolean: bool = False) -> Read:
    """Looks up the distinct cells only: a column of words has few."""
    distinct = cells.drop_nulls().unique()
    meant = [words.get(" ".join(cell.casefold().split())) for cell in distinct]
    value = cells.replace_strict(distinct, pl.Series(meant, dtype=pl.String), default=None, return_dtype=pl.String)
    unknown = pl.Series([code if word is None else None for word in meant], dtype=pl.String)
    if unknown.null_count() == len(unknown):
        broken = pl.Series("broken", [None], pl.String).new_from_index(0, len(cells))
    else:
        broken = cells.replace_strict(distinct, unknown, default=None, return_dtype=pl.String)
    return Read(value == "1" if boolean else value, broken)


@cache
def _country_words() -> dict[str, str]:
    words = dict(_ALPHA_3)
    for vocabulary in vocabularies().values():
        for code, name in Locale(vocabulary.language).territories.items():
            if len(code) == 2 and code.isalpha():
                words[name.casefold()] = code.lower()
                words[code.casefold()] = code.lower()
    return words
