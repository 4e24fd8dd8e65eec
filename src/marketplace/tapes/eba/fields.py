"""Every field of the templates by number: its name, whether it is mandatory, who can fill it, and our own field.

Source: annexes of Regulation (EU) 2023/2083 as tagged by openNPL (MIT), numbers 1,00 to 3,04 compared with annex I.
"""

import csv
import re
from functools import cache
from importlib.resources import files

from msgspec import Struct

from marketplace.tapes.vocabulary import normal

TEMPLATES = ("counterparty", "relations", "loan", "protection", "mortgage", "history")
_NUMBER = re.compile(r"^\s*([1-5])[.,](\d{2})(?!\d)\s*\W*\s*(.*)$")

_MONTH = re.compile(r"^(?:\D*)((?:19|20)\d{2})[-/.]?(0[1-9]|1[0-2])(?:[-/.]\d{2})?$")


class EbaField(Struct, frozen=True):
    """`field` is the catalogue's name for it, if it has one; `who` is the desk of the seller that can fill it."""

    number: str
    name: str
    template: str
    mandatory: bool
    field: str | None
    who: str

    @property
    def header(self) -> str:
        return f"{self.number} {self.name}"


def _loaded() -> dict[str, EbaField]:
    with (files("marketplace.tapes.eba") / "fields.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row["number"]: EbaField(
            row["number"], row["name"], row["template"], row["mandatory"] == "yes", row["field"] or None, row["who"]
        )
        for row in rows
    }


FIELDS: dict[str, EbaField] = _loaded()


@cache
def _by_name() -> dict[str, EbaField]:
    """Fields whose name is used once; `Loan identifier` and the like stand in several templates."""
    names = [normal(one.name) for one in FIELDS.values()]
    return {normal(one.name): one for one in FIELDS.values() if names.count(normal(one.name)) == 1}


def number_of(header: str) -> str | None:
    """The number of the field a header names, by its number (`3,01 Loan identifier`, `1.03`) or its name."""
    match = _NUMBER.match(header)
    if match and (number := f"{match[1]}.{match[2]}") in FIELDS:
        return number
    known = _by_name().get(normal(header))
    return known.number if known else None


def field_of(header: str) -> str | None:
    """Our field for a header that begins with a field's number, as `1.03 Name of counterparty`."""
    match = _NUMBER.match(header)
    known = FIELDS.get(f"{match[1]}.{match[2]}") if match and match[3] else None
    return known.field if known else None


def month_of(header: str) -> str | None:
    """The month a column of the repayment history is for, as 2024-05."""
    match = _MONTH.match(header.strip())
    return f"{match[1]}-{match[2]}" if match else None
