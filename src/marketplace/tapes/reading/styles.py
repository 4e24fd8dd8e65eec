"""What the cells of a column say about its decimal mark, thousands mark and order of day and month."""

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from marketplace.tapes.reading.layout import SERIALS, Column, Style

_BLANKS = " \u00a0\u202f\u2009"
_MARKS = f"[.,'’{_BLANKS}]"
_NUMBER = re.compile(rf"^\(?[+\-−]?(\d+(?:{_MARKS}\d+)*)\)?-?$")
_AFFIXES = re.compile(r"(?i)^(?:EUR|PLN|SEK|GBP|USD|zł|kr|€|£|\$)\s*|\s*(?:EUR|PLN|SEK|GBP|USD|zł|kr\.?|€|£|\$)$")
_GROUPS = re.compile(_MARKS)
_DAY = re.compile(r"^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$")
_MONTH_YEAR = re.compile(r"^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{4}$", re.IGNORECASE)
_EIGHT = re.compile(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")

_SERIAL = re.compile(r"^[2-6]\d{4}(?:\.\d{1,12})?$")
"""20000 to 69999: in Excel's count, 1954 to 2091."""

CLEAR_MAJORITY = 20
"""So many cells of one order to one of the other before the column is taken to be written in it."""


class _Evidence(Struct):
    point: int = 0
    comma: int = 0
    either: int = 0
    plain: int = 0
    marks: set[str] | None = None


def with_style(column: Column, cells: Sequence[str]) -> Column:
    """The column with the style its cells show, or the question they leave open."""
    days = [match for cell in cells if (match := _DAY.match(cell))]
    if cells and len(days) * 2 >= len(cells):
        return _with_days(column, [(match[1], match[2], match[3], match[4]) for match in days])
    if cells and sum(bool(_MONTH_YEAR.match(cell)) for cell in cells) * 2 >= len(cells):
        return replace(column, style=Style(date_style="%b-%Y"))
    if cells and all(_EIGHT.match(cell) for cell in cells):
        return replace(column, style=Style(date_style="%Y%m%d"))
    styled = _with_amounts(column, cells)
    if cells and styled.open_question is None and all(_SERIAL.match(cell) for cell in cells):
        return replace(styled, open_question="serial", ways=SERIALS)
    return styled


def _with_days(column: Column, days: list[tuple[str, str, str, str]]) -> Column:
    if sum(len(first) == 4 for first, *_ in days) * 2 > len(days):
        return replace(column, style=Style(date_style=f"%Y{days[0][1]}%m{days[0][1]}%d"))
    mark = max({day[1] for day in days}, key=lambda sign: sum(day[1] == sign for day in days))
    day_first = sum(int(first) > 12 for first, _, _, _ in days)
    month_first = sum(int(second) > 12 for _, _, second, _ in days)
    year = "%y" if sum(len(last) == 2 for *_, last in days) * 2 > len(days) else "%Y"
    orders = {"day": f"%d{mark}%m{mark}{year}", "month": f"%m{mark}%d{mark}{year}"}
    if day_first > month_first * CLEAR_MAJORITY or (mark == "." and not month_first):
        return replace(column, style=Style(date_style=orders["day"]))
    if month_first > day_first * CLEAR_MAJORITY:
        return replace(column, style=Style(date_style=orders["month"]))
    return replace(column, open_question="date", ways=(orders["day"], orders["month"]))


def _with_amounts(column: Column, cells: Sequence[str]) -> Column:
    evidence = _Evidence(marks=set())
    for cell in cells:
        match = _NUMBER.match(_AFFIXES.sub("", cell.lstrip("'")))
        if match:
            _weigh(match[1], evidence)
    numbers = evidence.point + evidence.comma + evidence.either + evidence.plain
    if not numbers or numbers * 2 < len(cells):
        return column
    decimal: Literal[".", ","] | None = None
    if evidence.point > evidence.comma * CLEAR_MAJORITY:
        decimal = "."
    elif evidence.comma > evidence.point * CLEAR_MAJORITY:
        decimal = ","
    elif evidence.point or evidence.comma or evidence.either:
        return replace(column, open_question="amount")
    marks = (evidence.marks or set()) - {decimal}
    return replace(column, style=Style(decimal=decimal, thousands=min(marks, key=" '.,".find) if marks else None))


def _weigh(number: str, evidence: _Evidence) -> None:
    """One number: two kinds of mark, or a group that is not of three digits, tell; `1.234` tells nothing."""
    marks = _GROUPS.findall(number)
    groups = _GROUPS.split(number)
    spaces = [" " if mark in _BLANKS else "'" if mark in "'’" else mark for mark in marks]
    if not spaces:
        evidence.plain += 1
        return
    last = spaces[-1]
    grouped = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3
    thousands: set[str] = set()
    if len(set(spaces)) > 1 and last in ".,":
        _count(last, evidence)
        thousands = set(spaces[:-1])
    elif last not in ".,":
        evidence.plain += 1
        thousands = {last}
    elif len(spaces) > 1:
        _count("," if last == "." else ".", evidence)
        thousands = {last}
    elif grouped:
        evidence.either += 1
    else:
        _count(last, evidence)
    if evidence.marks is not None:
        evidence.marks |= thousands


def _count(mark: str, evidence: _Evidence) -> None:
    if mark == ".":
        evidence.point += 1
    else:
        evidence.comma += 1
