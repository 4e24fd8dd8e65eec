"""Checks as a register service or a colleague sends them: a CSV file with one answer a line."""

import csv
import re
from io import StringIO

from cases.preflight.checks import CheckRow, Entered, enter_checks
from kernel.actor import Actor
from kernel.errors import Invalid, Place

COLUMNS = ("case", "debtor", "what", "answer", "checked_on", "source")
LARGEST = 8 << 20
_ROW = re.compile(r"rows\[(\d+)\]\.(\w+)")


async def enter_checks_file(actor: Actor, content: bytes) -> Entered:
    """Every line or none: Invalid names line and column of each fault, the header being line 1."""
    rows = read_checks(content)
    try:
        return await enter_checks(actor, rows)
    except Invalid as problem:
        raise Invalid(problem.sentence, places=[_in_the_file(place) for place in problem.places]) from problem


def read_checks(content: bytes) -> list[CheckRow]:
    """Commas or semicolons, UTF-8, a header with the names of COLUMNS in any order; `debtor` may be missing."""
    if len(content) > LARGEST:
        raise Invalid(f"The file is larger than {LARGEST >> 20} MB. Send it in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place("file", None, "Save it as CSV in UTF-8.")
        raise Invalid("The file is not written in UTF-8.", places=[place]) from error
    lines = text.splitlines()
    if not lines:
        raise Invalid("The file is empty.")
    separator = ";" if lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(StringIO(text, newline=None), delimiter=separator)
    try:
        return _rows(reader, lines[0])
    except csv.Error as error:
        place = Place(f"line {reader.line_num}", None, "A cell is too long, or a quotation mark is never closed.")
        raise Invalid("The file cannot be read as CSV.", places=[place]) from error


def _rows(reader: csv.DictReader[str], first: str) -> list[CheckRow]:
    header = {(name or "").strip() for name in reader.fieldnames or ()}
    missing = [name for name in COLUMNS if name not in header and name != "debtor"]
    if missing:
        place = Place("line 1", first[:60], f"The header names {', '.join(COLUMNS)}.")
        raise Invalid(f"Columns are missing: {', '.join(missing)}.", places=[place])
    return [_row({(name or "").strip(): value for name, value in line.items()}) for line in reader]


def _row(line: dict[str, str | None]) -> CheckRow:
    return CheckRow(**{name: (line.get(name) or "").strip() for name in COLUMNS})


def _in_the_file(place: Place) -> Place:
    found = _ROW.fullmatch(place.where)
    if found is None:
        return place
    return Place(f"line {int(found[1]) + 2}, {found[2]}", place.value, place.sentence)
