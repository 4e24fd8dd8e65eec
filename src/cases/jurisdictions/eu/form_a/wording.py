"""The words of the form in the language of the court's country; English where the house has none."""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from kernel.money import Money

FOLDER = Path(__file__).parent / "words"
LANGUAGES = {"es": "es", "pl": "pl", "se": "sv", "de": "de"}
"""The language of the form before the courts of a Member State."""
LOCALES = {"es": "es_ES", "pl": "pl_PL", "sv": "sv_SE", "de": "de_DE", "en": "en_GB"}
DAYS = {"sv": "%Y-%m-%d", "de": "%d.%m.%Y", "pl": "%d.%m.%Y"}


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One language: `text` by its use, and the words of every code of each table."""

    text: dict[str, str]
    roles: dict[str, str]
    grounds: dict[str, str]
    fees: dict[str, str]
    kinds: dict[str, str]
    circumstances: dict[str, str]
    details: dict[str, str]
    interests: dict[str, str]
    frequencies: dict[str, str]
    costs: dict[str, str]
    proofs: dict[str, str]
    after: dict[str, str]


def language_of(seat: str) -> str:
    return LANGUAGES.get(seat, "en")


@cache
def words_in(language: str) -> Words:
    return msgspec.toml.decode((FOLDER / f"{language}.toml").read_bytes(), type=Words)


def day_in(language: str, day: date) -> str:
    return day.strftime(DAYS.get(language, "%d/%m/%Y"))


def money_in(language: str, amount: Money) -> str:
    return amount.formatted(LOCALES[language])
