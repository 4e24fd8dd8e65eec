"""What a country's tapes are made of: read once from `countries/<code>.toml` and its table of places."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kernel.errors import Invalid, Place

COUNTRIES = ("es", "pl", "se", "gb", "de")

_FOLDER = files("marketplace.tapes.sample") / "countries"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file writes its values. `date` is a strftime pattern."""

    delimiter: str
    decimal: str
    date: str
    encoding: str


@dataclass(frozen=True, slots=True)
class City:
    """A real town. `postcodes` is `28001-28055` (numbers) or `LS1-LS18` (British districts)."""

    name: str
    region: str
    population: int
    postcodes: str
    court: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the country: how its addresses, firms, references and courts are written."""

    second_surname: bool
    street_form: str
    flat_form: str
    flat_share: float
    streets: tuple[str, ...]
    doors: tuple[str, ...]
    email_domains: tuple[str, ...]
    phones: tuple[str, ...]
    references: tuple[str, ...]
    company_patterns: tuple[str, ...]
    employers: tuple[str, ...]
    register_courts: tuple[str, ...]
    wrong_postcodes: tuple[str, ...]
    text_amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CourtWords:
    """Case numbers and titles; `central_share` of the proceedings are before a central court."""

    number: str
    bailiff_reference: str
    titles: tuple[str, ...]
    central: tuple[str, ...]
    central_number: str
    central_share: float


@dataclass(frozen=True, slots=True)
class Country:
    """One country's vocabulary. `oldest_due_months` keeps every untitled clean claim well inside limitation."""

    code: str
    locale: str
    currency: str
    amount_scale: float
    oldest_due_months: int
    layout: Layout
    words: Words
    courts: CourtWords
    cities: tuple[City, ...]
    headers: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...]
    creditors: tuple[tuple[str, tuple[str, ...]], ...]
    rates: tuple[tuple[str, tuple[float, float]], ...]


@cache
def load_country(code: str) -> Country:
    """The country's vocabulary. Raises `Invalid` for a code that is not one of `COUNTRIES`."""
    if code not in COUNTRIES:
        known = ", ".join(COUNTRIES)
        place = Place("country", code, f"Give one of {known}.")
        raise Invalid(f"There is no sample tape for the country {code!r}; there is one for {known}.", places=[place])
    said = tomllib.loads((_FOLDER / f"{code}.toml").read_text("utf-8"))
    return Country(
        code=code,
        locale=said["locale"],
        currency=said["currency"],
        amount_scale=said["amount_scale"],
        oldest_due_months=said["oldest_due_months"],
        layout=Layout(**said["csv"]),
        words=Words(
            second_surname=said["second_surname"],
            street_form=said["street_form"],
            flat_form=said["flat_form"],
            flat_share=said["streets"]["flat_share"],
            streets=tuple(said["streets"]["names"]),
            doors=tuple(said["streets"]["doors"]),
            email_domains=tuple(said["email_domains"]),
            phones=tuple(said["phone"]),
            references=tuple(said["reference"]),
            company_patterns=tuple(said["companies"]["patterns"]),
            employers=tuple(said["companies"]["employers"]),
            register_courts=tuple(said["companies"].get("register_courts", ())),
            wrong_postcodes=tuple(said["wrong_postcodes"]),
            text_amounts=tuple(said["text_amounts"]),
        ),
        courts=_court_words(said["proceedings"]),
        cities=_cities(code),
        headers=tuple(said["headers"].items()),
        values=tuple(said["values"].items()),
        creditors=tuple((product, tuple(names)) for product, names in said["creditors"].items()),
        rates=tuple((product, (low, high)) for product, (low, high) in said["rates"].items()),
    )


def _court_words(said: dict[str, Any]) -> CourtWords:
    return CourtWords(
        number=said["court_number"],
        bailiff_reference=said["bailiff_reference"],
        titles=tuple(said["titles"]),
        central=tuple(said["central_courts"]),
        central_number=said["central_number"],
        central_share=said["central_share"],
    )


def _cities(code: str) -> tuple[City, ...]:
    lines = (_FOLDER / f"{code}.places.csv").read_text("utf-8").splitlines()
    return tuple(
        City(row["city"], row["region"], int(row["population"]), row["postcodes"], row["court"])
        for row in csv.DictReader(lines, delimiter="|")
    )
