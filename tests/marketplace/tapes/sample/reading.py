"""Reads a sample CSV back by plain means: the csv module, Decimal and strptime, nothing of ours but the headers."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from marketplace.tapes.sample.headers import headers_of

WRITTEN = {
    "es": (";", ",", "%d/%m/%Y", "cp1252"),
    "pl": (";", ",", "%d.%m.%Y", "cp1250"),
    "se": (";", ",", "%Y-%m-%d", "utf-8"),
    "gb": (",", ".", "%d/%m/%Y", "utf-8-sig"),
    "de": (";", ",", "%d.%m.%Y", "cp1252"),
}


@dataclass(frozen=True)
class ReadTape:
    """The rows of a tape as text under the catalogue's names."""

    country: str
    rows: list[dict[str, str]]

    def amount(self, row: dict[str, str], field: str) -> Decimal:
        return Decimal(row[field].replace(WRITTEN[self.country][1], "."))

    def day(self, row: dict[str, str], field: str) -> date | None:
        return datetime.strptime(row[field], WRITTEN[self.country][2]).date() if row[field] else None  # noqa: DTZ007


def read_tape(path: Path, country: str) -> ReadTape:
    delimiter, _, _, encoding = WRITTEN[country]
    fields = {header.text: header.field for header in headers_of(country)}
    with path.open(encoding=encoding, newline="") as file:
        rows = [
            {fields[header]: cell for header, cell in row.items()} for row in csv.DictReader(file, delimiter=delimiter)
        ]
    return ReadTape(country, rows)
