"""National identifiers that validate, each given to one party of the tape only.

Spain DNI, NIE and CIF; Poland PESEL and NIP; Sweden personnummer and organisationsnummer; Germany tax number
and commercial register. Britain has no national number for persons; its companies have a company number.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from marketplace.tapes.sample import check_digits
from marketplace.tapes.sample.check_digits import DNI_LETTERS, Ints
from marketplace.tapes.sample.country import Country
from marketplace.tapes.sample.day_numbers import calendar
from marketplace.tapes.sample.random_text import padded, pick, scattered

_DAYS = 80_000
_FOREIGN_SHARE = 8


@dataclass(slots=True)
class Register:
    """Hands out identifiers; remembers across chunks what is taken. `offset` comes from the seed."""

    country: Country
    offset: int
    persons: int = 0
    companies: int = 0
    born: Ints = field(default_factory=lambda: np.zeros(_DAYS * 2, dtype=np.int64))

    def person_ids(self, birth_days: Ints, female: Ints) -> pl.Series:
        """One identifier for each person; `birth_days` are numbers of days (`day_numbers`), `female` is 0 or 1."""
        counter = np.arange(self.persons, self.persons + len(birth_days), dtype=np.int64)
        self.persons += len(birth_days)
        match self.country.code:
            case "es":
                return self._spanish(counter)
            case "pl":
                return self._pesel(birth_days, female)
            case "se":
                return self._personnummer(birth_days, female)
            case "de":
                return self._tax_number(counter)
            case _:
                return pl.Series([None] * len(counter), dtype=pl.String)

    def company_ids(self, rows: int) -> pl.Series:
        """One identifier for each company."""
        counter = np.arange(self.companies, self.companies + rows, dtype=np.int64)
        self.companies += rows
        match self.country.code:
            case "es":
                return self._cif(counter)
            case "pl":
                return self._nip(counter)
            case "se":
                return self._orgnr(counter)
            case "de":
                return self._register_entry(counter)
            case _:
                return padded(1_000_000 + scattered(counter, 13_000_000, offset=self.offset), 8)

    def _spanish(self, counter: Ints) -> pl.Series:
        number = scattered(counter, 80_000_000, offset=self.offset)
        foreign = counter % _FOREIGN_SHARE == 3
        nie = scattered(counter // _FOREIGN_SHARE, 30_000_000, offset=self.offset)
        letters = pick(DNI_LETTERS, check_digits.dni_letter_index(np.where(foreign, nie, number)))
        text = pl.DataFrame(
            {
                "foreign": foreign,
                "dni": padded(number, 8) + letters,
                "nie": pick("XYZ", nie // 10_000_000) + padded(nie % 10_000_000, 7) + letters,
            }
        )
        return text.select(pl.when("foreign").then("nie").otherwise("dni").alias("id"))["id"]

    def _cif(self, counter: Ints) -> pl.Series:
        payload = scattered(counter, 9_000_000, offset=self.offset) + 100_000
        return pick("BBBBA", counter % 5) + padded(payload, 7) + padded(check_digits.luhn(payload, 7), 1)

    def _pesel(self, birth_days: Ints, female: Ints) -> pl.Series:
        year, month, day = calendar(birth_days)
        serial = self._serial(birth_days, female, per_day=5_000)
        born = year % 100 * 10_000 + (month + np.where(year >= 2000, 20, 0)) * 100 + day
        payload = born * 10_000 + serial
        return padded(payload * 10 + check_digits.pesel(payload), 11)

    def _nip(self, counter: Ints) -> pl.Series:
        payload = 100_000_000 + scattered(counter, 80_000_000, offset=self.offset) * 10
        payload = payload + (check_digits.nip(payload) == 10)
        return padded(payload * 10 + check_digits.nip(payload), 10)

    def _personnummer(self, birth_days: Ints, female: Ints) -> pl.Series:
        year, month, day = calendar(birth_days)
        serial = self._serial(birth_days, female, per_day=500)
        born = year * 10_000 + month * 100 + day
        check = check_digits.luhn(born % 1_000_000 * 1_000 + serial, 9)
        return padded(born, 8) + "-" + padded(serial * 10 + check, 4)

    def _orgnr(self, counter: Ints) -> pl.Series:
        payload = 556_000_000 + scattered(counter, 3_999_999, offset=self.offset)
        return padded(payload // 1_000, 6) + "-" + padded(payload % 1_000 * 10 + check_digits.luhn(payload, 9), 4)

    def _tax_number(self, counter: Ints) -> pl.Series:
        payload = _nine_different_digits(scattered(counter, 9 * 3_265_920, offset=self.offset))
        return padded(payload * 10 + check_digits.mod_11_10(payload, 10), 11)

    def _register_entry(self, counter: Ints) -> pl.Series:
        courts = self.country.words.register_courts
        number = scattered(counter, len(courts) * 200_000, offset=self.offset)
        return pick(courts, number % len(courts)) + " HRB " + padded(number // len(courts) + 1_000, 4)

    def _serial(self, birth_days: Ints, female: Ints, *, per_day: int) -> Ints:
        """A serial not yet given to that day and sex; its last digit is odd for men, as both countries have it."""
        key = (birth_days + _DAYS // 2) * 2 + female
        order = np.argsort(key, kind="stable")
        sorted_key = key[order]
        rank = np.empty_like(key)
        rank[order] = np.arange(len(key)) - np.searchsorted(sorted_key, sorted_key)
        taken = (self.born[key] + rank + self.offset + key * 7) % per_day
        np.add.at(self.born, key, 1)
        return scattered(taken, per_day, offset=0) * 2 + (1 - female)


def _nine_different_digits(rank: Ints) -> Ints:
    """Ten digits of which exactly one occurs twice and the first is not 0, a different ten for every rank."""
    copied, arrangement = rank % 9, rank // 9 + 362_880
    pool = np.tile(np.arange(10, dtype=np.int64), (len(rank), 1))
    left = np.ones_like(pool, dtype=bool)
    chosen = []
    for place, block in enumerate((362_880, 40_320, 5_040, 720, 120, 24, 6, 2, 1)):
        nth = arrangement // block % (10 - place)
        column = np.argmax(np.cumsum(left, axis=1) == (nth + 1)[:, None], axis=1)
        left[np.arange(len(rank)), column] = False
        chosen.append(column.astype(np.int64))
    chosen.append(np.choose(copied, chosen))
    number = np.zeros_like(rank)
    for digit in chosen:
        number = number * 10 + digit
    return number
