"""The rows of a file of worked examples; a broken one is told with its line and does not hide the next."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from cases.law.examples.written import plainly
from kernel.errors import Invalid

COLUMNS = ("id", "jurisdiction", "topic", "inputs_json", "expected_json", "source")
LONGEST_ROW = 50
"""Lines a row may take before its opening line is told as broken."""


@dataclass(frozen=True, slots=True)
class Row:
    """One example as the file states it, its inputs and answers by their plain names; `line` is where it begins."""

    line: int
    id: str
    jurisdiction: str
    topic: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    source: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read, and why."""

    line: int
    why: str


def read(path: Path) -> Iterator[Row | Broken]:
    """The rows of the file; a broken one is told with its line and the next is read."""
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    if not lines or _cells(lines[:1]) != list(COLUMNS):
        raise Invalid(f"{path.name} must begin with the columns {','.join(COLUMNS)}.")
    at = 1
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        cells, taken = _whole_row(lines, at)
        yield _row(at + 1, cells) if cells is not None else Broken(at + 1, "a quote is opened and never closed")
        at += taken


def _whole_row(lines: list[str], at: int) -> tuple[list[str] | None, int]:
    """The cells of the row that begins at the line, and how many lines it takes."""
    for taken in range(1, min(LONGEST_ROW, len(lines) - at) + 1):
        cells = _cells(lines[at : at + taken])
        if cells is not None:
            return cells, taken
    return None, 1


def _cells(lines: list[str]) -> list[str] | None:
    try:
        rows = list(csv.reader(["\n".join(lines)], strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _row(line: int, cells: list[str]) -> Row | Broken:
    if len(cells) != len(COLUMNS):
        return Broken(line, f"{len(cells)} cells where there are {len(COLUMNS)} columns")
    stated = dict(zip(COLUMNS, cells, strict=True))
    for name in ("id", "jurisdiction", "topic"):
        if not stated[name].strip():
            return Broken(line, f"{name} is empty")
    objects = []
    for name in ("inputs_json", "expected_json"):
        try:
            found = json.loads(stated[name], parse_float=Decimal)
        except ValueError as error:
            return Broken(line, f"{name} is no JSON: {error}")
        if not isinstance(found, dict):
            return Broken(line, f"{name} is no JSON object")
        objects.append(plainly(found))
    return Row(line, cells[0].strip(), cells[1].strip(), cells[2].strip(), objects[0], objects[1], stated["source"])
