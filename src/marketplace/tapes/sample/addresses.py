"""Addresses whose town, postcode and region belong together."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from marketplace.tapes.sample.check_digits import Ints
from marketplace.tapes.sample.country import Country, Words, load_country
from marketplace.tapes.sample.random_text import padded, pick

_INWARD = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class _Towns:
    share: npt.NDArray[np.float64]
    area: tuple[str, ...]
    first: Ints
    last: Ints


def towns(country: Country, rng: np.random.Generator, rows: int) -> Ints:
    """Indexes into the country's cities, drawn by population."""
    known = _towns(country.code)
    return np.searchsorted(known.share, rng.random(rows)).astype(np.int64)


def postcodes(country: Country, town: Ints, rng: np.random.Generator) -> pl.Series:
    """A postcode inside each town's range, written as the country writes it."""
    known = _towns(country.code)
    number = rng.integers(known.first[town], known.last[town] + 1)
    match country.code:
        case "gb":
            inward = [pick(_INWARD, rng.integers(0, len(_INWARD), len(town))) for _ in range(2)]
            sector = padded(rng.integers(1, 10, len(town)), 1)
            return pick(known.area, town) + padded(number, 1) + " " + sector + inward[0] + inward[1]
        case "pl":
            text = padded(number, 5)
            return text.str.slice(0, 2) + "-" + text.str.slice(2)
        case "se":
            text = padded(number, 5)
            return text.str.slice(0, 3) + " " + text.str.slice(3)
        case _:
            return padded(number, 5)


def streets(words: Words, rng: np.random.Generator, rows: int) -> pl.Series:
    """Street, house number and, for a share of them, the flat."""
    parts = pl.DataFrame(
        {
            "street": pick(words.streets, rng.integers(0, len(words.streets), rows)),
            "number": padded(np.minimum(rng.geometric(0.03, rows), 240), 1),
            "floor": padded(rng.integers(1, 8, rows), 1),
            "door": pick(words.doors, rng.integers(0, len(words.doors), rows)),
            "flat": rng.random(rows) < words.flat_share,
        }
    )
    return parts.select(
        pl.when("flat").then(_form(words.flat_form)).otherwise(_form(words.street_form)).alias("street")
    )["street"]


def _form(form: str) -> pl.Expr:
    names = [name for name in ("street", "number", "floor", "door") if f"{{{name}}}" in form]
    names.sort(key=lambda name: form.index(f"{{{name}}}"))
    template = form
    for name in names:
        template = template.replace(f"{{{name}}}", "{}")
    return pl.format(template, *names)


@cache
def _towns(code: str) -> _Towns:
    cities = load_country(code).cities
    people = np.array([city.population for city in cities], dtype=np.float64)
    bounds = [city.postcodes.split("-") for city in cities]
    return _Towns(
        share=np.cumsum(people) / people.sum(),
        area=tuple(low.rstrip("0123456789") for low, _ in bounds),
        first=np.array([_number(low) for low, _ in bounds], dtype=np.int64),
        last=np.array([_number(high) for _, high in bounds], dtype=np.int64),
    )


def _number(postcode: str) -> int:
    return int(postcode.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
