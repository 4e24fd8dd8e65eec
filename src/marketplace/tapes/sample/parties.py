"""Debtors, co-debtors and guarantors: who they are and where they live."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from marketplace.tapes.sample.addresses import postcodes, streets, towns
from marketplace.tapes.sample.bank_accounts import ibans
from marketplace.tapes.sample.check_digits import Ints
from marketplace.tapes.sample.country import Country
from marketplace.tapes.sample.day_numbers import dates, day_number
from marketplace.tapes.sample.identifiers import Register
from marketplace.tapes.sample.names import Names, ascii_letters
from marketplace.tapes.sample.random_text import filled, padded, pick

COMPANY_SHARE = 0.07
_YOUNGEST, _AGE_SPAN = 23.5, 60.0
_KNOWN = {"national_id": 0.97, "birth_date": 0.93, "email": 0.7, "phone": 0.86, "iban": 0.62, "employer": 0.28}


@dataclass(frozen=True, slots=True)
class Cast:
    """What every chunk of one tape draws its parties from. `register` alone changes from chunk to chunk."""

    country: Country
    names: Names
    register: Register
    cut_off: date


def parties(cast: Cast, rng: np.random.Generator, rows: int, *, company_share: float) -> pl.DataFrame:
    """One row a party, with the columns of the field catalogue.

    Besides: `company` (Boolean), `town` (index of its city) and `born` (a number of days,
    known here even where the tape is silent; null for a company).
    """
    company = rng.random(rows) < company_share
    female = rng.integers(0, 2, rows)
    born = _birth_days(cast.cut_off, rng, rows)
    town = towns(cast.country, rng, rows)
    named = _person_names(cast, rng, female)
    account = np.arange(rows, dtype=np.int64) + cast.register.persons + cast.register.companies
    words, cities = cast.country.words, cast.country.cities
    frame = pl.DataFrame(
        {
            "company": company,
            "debtor_first_name": named["first_name"],
            "debtor_last_name": named["last_name"],
            "company_name": _company_names(cast, rng, rows),
            "national_id": _identifiers(cast.register, company, born, female),
            "birth_date": dates(born),
            "born": born,
            "town": town,
            "street": streets(words, rng, rows),
            "postcode": postcodes(cast.country, town, rng),
            "city": pick([city.name for city in cities], town),
            "region": pick([city.region for city in cities], town),
            "email": _emails(cast, rng, named),
            "phone": filled(words.phones, rng.integers(0, len(words.phones), rows), rng.integers(0, 10**8, rows)),
            "iban": ibans(cast.country.code, account, offset=cast.register.offset),
            "employer": pick(words.employers, rng.integers(0, len(words.employers), rows)),
        }
    )
    return _blanked(frame, rng)


def _identifiers(register: Register, company: np.ndarray, born: Ints, female: Ints) -> pl.Series:
    ids = np.empty(len(company), dtype=object)
    ids[~company] = register.person_ids(born[~company], female[~company]).to_numpy()
    ids[company] = register.company_ids(int(company.sum())).to_numpy()
    return pl.Series(ids.tolist(), dtype=pl.String)


def _birth_days(cut_off: date, rng: np.random.Generator, rows: int) -> Ints:
    """Most debtors are between 30 and 55, and every one was of age when he signed."""
    years = _YOUNGEST + _AGE_SPAN * rng.beta(1.7, 2.9, rows)
    return np.asarray(day_number(cut_off) - years * 365.25, dtype=np.int64)


def _person_names(cast: Cast, rng: np.random.Generator, female: Ints) -> pl.DataFrame:
    names, rows = cast.names, len(female)
    first_of_women = pick(names.women, rng.integers(0, len(names.women), rows))
    first_of_men = pick(names.men, rng.integers(0, len(names.men), rows))
    family = rng.integers(0, len(names.families_of_men), rows)
    second = " " + pick(names.families_of_men, rng.integers(0, len(names.families_of_men), rows))
    frame = pl.DataFrame(
        {
            "female": female == 1,
            "women": first_of_women,
            "men": first_of_men,
            "family_women": pick(names.families_of_women, family),
            "family_men": pick(names.families_of_men, family),
            "second": second if cast.country.words.second_surname else pl.repeat("", rows, eager=True),
            "mail_family": pick([ascii_letters(name) for name in names.families_of_men], family),
        }
    )
    woman = pl.col("female")
    return frame.select(
        pl.when(woman).then("women").otherwise("men").alias("first_name"),
        pl.when(woman)
        .then(pl.col("family_women") + pl.col("second"))
        .otherwise(pl.col("family_men") + pl.col("second"))
        .alias("last_name"),
        "mail_family",
    )


def _company_names(cast: Cast, rng: np.random.Generator, rows: int) -> pl.Series:
    patterns, pool = cast.country.words.company_patterns, cast.names.companies
    all_names = [pattern.replace("{name}", name) for pattern in patterns for name in pool]
    return pick(all_names, rng.integers(0, len(all_names), rows))


def _emails(cast: Cast, rng: np.random.Generator, named: pl.DataFrame) -> pl.Series:
    """Addresses under reserved names (RFC 2606): no letter of a demonstration can reach anybody."""
    domains = cast.country.words.email_domains
    rows = named.height
    number = padded(rng.integers(1, 9_999, rows), 1)
    return named["mail_family"] + number + "@" + pick(domains, rng.integers(0, len(domains), rows))


def _blanked(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Leaves gaps as real books have them; a company has no birth date, no employer and one name."""
    gaps = {name: pl.Series(rng.random(frame.height) < share) for name, share in _KNOWN.items()}
    frame = frame.with_columns(pl.when(gaps[name]).then(pl.col(name)).otherwise(None).alias(name) for name in _KNOWN)
    person = ~pl.col("company")
    return (
        frame.with_columns(
            pl.when(person).then(pl.col(name)).otherwise(None).alias(name)
            for name in ("debtor_first_name", "birth_date", "born", "employer")
        )
        .with_columns(
            pl.when(person).then("debtor_last_name").otherwise("company_name").alias("debtor_last_name"),
            pl.when(person)
            .then(pl.concat_str("debtor_first_name", "debtor_last_name", separator=" "))
            .otherwise("company_name")
            .alias("debtor_name"),
        )
        .drop("company_name")
    )
