"""A file of worked examples run through the engine: what each row expects, what it got, and whether they agree."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from cases.jurisdictions.dated import LawInvalid
from cases.law.examples.answered import Answered
from cases.law.examples.asked import Asked, Unreadable, Unsupported
from cases.law.examples.topics import ask, is_listed
from kernel.errors import Invalid, Problem

COLUMNS = ("id", "jurisdiction", "topic", "inputs_json", "expected_json", "source")
LONGEST_ROW = 50
"""Lines a row may take before its opening line is told as broken."""

type Verdict = Literal["agree", "not", "unsupported", "malformed"]


@dataclass(frozen=True, slots=True)
class Row:
    """One example as the file states it; `line` is where it begins."""

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


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one row. `got` holds the first reading and, where the law is arguable, the others."""

    line: int
    id: str
    topic: str
    expected: Mapping[str, Any]
    got: str
    verdict: Verdict

    def told(self) -> str:
        if self.verdict == "malformed":
            return f"line {self.line}: malformed: {self.got}"
        return f"{self.id}  expected {_text(self.expected)}  got {self.got}  {self.verdict}"


def judged(path: Path) -> Iterator[Judged]:
    """One answer for each row, in the order of the file. Invalid where the file has other columns."""
    for row in read(path):
        yield Judged(row.line, "", "", {}, row.why, "malformed") if isinstance(row, Broken) else judge(row)


def judge(row: Row) -> Judged:
    """The engine is asked with the inputs alone; only then is its answer laid beside what is expected."""
    try:
        answer = ask(Asked(row.jurisdiction, row.topic, row.inputs))
    except Unsupported as reason:
        return _judged(row, f"({reason})", "unsupported")
    except Unreadable as reason:
        verdict: Verdict = "not" if is_listed(row.topic) else "unsupported"
        return _judged(row, f"({reason})", verdict)
    except Problem as problem:
        return _judged(row, f"refused: {problem.sentence}", "not")
    except (LawInvalid, ArithmeticError, LookupError, TypeError, ValueError) as error:
        return _judged(row, f"(these inputs cannot be read: {type(error).__name__}: {error})", "not")
    agreed = any(reading.agrees(row.expected) for reading in answer.readings)
    return _judged(row, _got(answer, row.expected), "agree" if agreed else "not")


def _judged(row: Row, got: str, verdict: Verdict) -> Judged:
    return Judged(row.line, row.id, row.topic, row.expected, got, verdict)


def _got(answer: Answered, expected: Mapping[str, Any]) -> str:
    told = []
    for reading in answer.readings:
        shown = _text(reading.shown(expected))
        told.append(f"{shown} ({reading.why})" if reading.why else shown)
    return " or ".join(told)


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, default=str, sort_keys=True)


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
        objects.append(found)
    return Row(line, cells[0].strip(), cells[1].strip(), cells[2].strip(), objects[0], objects[1], stated["source"])
