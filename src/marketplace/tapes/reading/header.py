"""Finding the delimiter and the header row in the first records of a text or sheet."""

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence

from marketplace.tapes.reading.layout import MOST_COLUMNS, ROW_COLUMNS, unreadable
from marketplace.tapes.vocabulary import known_header

DELIMITERS = (";", ",", "\t", "|")
SEARCHED_ROWS = 40
"""How far down a header is looked for: titles and notes stand above it."""

_VALUE = re.compile(r"^[\s'+\-(]*[\d.,/:\s-]*\d[\d.,/:\s%)-]*$")

type Record = tuple[int, list[str]]
"""The line it ends on (from 1) and its cells."""


def records_of(text: str, delimiter: str, most: int) -> list[Record]:
    """The first records; blank ones left out."""
    found: list[Record] = []
    reader = csv.reader((line + "\n" for line in text.split("\n")), delimiter=delimiter)
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                found.append((reader.line_num, [cell.strip() for cell in record]))
            if len(found) >= most:
                break
    except csv.Error:
        pass
    return found


def delimiter_of(file: str, text: str) -> str:
    """The delimiter that cuts most records into the same, largest number of cells."""
    best, best_score = "", 0.0
    for delimiter in DELIMITERS:
        widths = Counter(len(record) for _, record in records_of(text, delimiter, 500))
        if not widths:
            continue
        total = sum(widths.values())
        score = max(count / total * math.log(width) for width, count in widths.items())
        if score > best_score:
            best, best_score = delimiter, score
    if not best:
        remedy = "Separate the columns by ; , | or a tab."
        raise unreadable(file, "no delimiter cuts its lines into columns.", remedy, where="line 1", value=text[:80])
    return best


def header_of(file: str, records: Sequence[Record]) -> int:
    """The index of the header among the records. Raises Invalid if the first full row already holds values."""
    widths = Counter(len(_trimmed(record)) for _, record in records if len(_trimmed(record)) > 1)
    if not widths:
        raise unreadable(file, "no row has two filled cells.", "Upload a table with a header row.", where="line 1")
    usual = max(widths, key=lambda width: (widths[width] * math.log(width), width))
    best, best_known = None, 1
    for index, (_, record) in enumerate(records[:SEARCHED_ROWS]):
        cells = _trimmed(record)
        if len(cells) < min(usual, len(record)) * 0.6 or len(cells) < 2:
            continue
        if _looks_like_values(cells):
            if best is None:
                raise unreadable(
                    file,
                    "there is no header row above the first row of values.",
                    "Add a row with one name per column.",
                    where=f"line {records[index][0]}",
                    value=" | ".join(cells[:4])[:80],
                )
            break
        known = sum(known_header(cell) for cell in cells)
        if best is None or known > max(best_known, 1):
            best, best_known = index, known
    if best is None:
        raise unreadable(file, "there is no header row.", "Add a row with one name per column.", where="line 1")
    return best


def _trimmed(record: list[str]) -> list[str]:
    cells = list(record)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _looks_like_values(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    values = sum(bool(_VALUE.match(cell)) for cell in filled)
    return values * 5 >= len(filled) and not sum(known_header(cell) for cell in filled) * 2 >= len(filled)


def headers_of(file: str, record: Sequence[str], where: str) -> list[str]:
    """The header cells as column names: blanks are named by position, doubles are refused."""
    if len(record) > MOST_COLUMNS:
        raise unreadable(file, f"it has {len(record)} columns.", f"At most {MOST_COLUMNS} can be read.", where=where)
    names = [" ".join(cell.split()) or f"column {i}" for i, cell in enumerate(record, start=1)]
    names = [f"{name} (column {i})" if name in ROW_COLUMNS else name for i, name in enumerate(names, start=1)]
    places: dict[str, int] = {}
    for position, name in enumerate(names, start=1):
        if name in places:
            raise unreadable(
                file,
                f"the header {name!r} stands twice, in columns {places[name]} and {position}.",
                "Give every column its own name.",
                where=f"{where}, column {position}",
                value=name,
            )
        places[name] = position
    return names
