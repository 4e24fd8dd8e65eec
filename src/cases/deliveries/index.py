"""The index of a delivery: a CSV file or a workbook with one line for each file."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from cases.deliveries.words import class_of, plain
from kernel.errors import Invalid, Place

NAMES = ("index.csv", "index.xlsx")
"""What the index of an archive or of a prefix is called; it lies at the top."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "path": ("file", "path", "filename", "file name", "document", "archivo", "fichero", "plik", "fil", "datei"),
    "reference": (
        "reference", "account", "account number", "contract number", "referencia", "numero de contrato",
        "numer umowy", "sygnatura", "referens", "avtalsnummer", "aktenzeichen", "vertragsnummer",
    ),
    "kind": ("class", "type", "kind", "document type", "clase", "tipo", "klasa", "rodzaj", "typ", "klass", "art"),
    "title": ("title", "description", "titulo", "descripcion", "tytul", "opis", "titel", "beskrivning", "beschreibung"),
    "dated_on": ("date", "dated", "document date", "fecha", "data", "datum"),
}  # fmt: skip
MOST_LINES = 200_000
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One line: `number` is its place in the file, the header being 1. What is not said is None."""

    number: int
    path: str
    reference: str
    kind: str | None
    title: str | None
    dated_on: date | None


def read_index(content: bytes, name: str) -> tuple[IndexLine, ...]:
    """Every line of the index. Invalid with its places where a column or a line cannot be read; nothing is guessed."""
    rows = _workbook(content, name) if name.lower().endswith(".xlsx") else _csv(content, name)
    if not rows:
        raise Invalid(f"{name} is empty.", places=[Place(name, None, "Give a header and one line for each file.")])
    columns = _columns(rows[0], name)
    if len(rows) - 1 > MOST_LINES:
        raise Invalid(f"{name} has {len(rows) - 1} lines; {MOST_LINES} are read. Divide the delivery.")
    places: list[Place] = []
    lines = tuple(_lines(rows[1:], columns, name, places))
    if places:
        raise Invalid(f"{name} cannot be used as it is.", places=places[:100])
    return lines


def _columns(header: Sequence[str], name: str) -> dict[str, int]:
    known = {plain(word): field for field, words in COLUMNS.items() for word in words}
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        field = known.get(plain(cell))
        if field is not None and field not in found:
            found[field] = at
    missing = [field for field in ("path", "reference") if field not in found]
    if missing:
        wanted = {"path": "file", "reference": "reference"}
        says = " and ".join(f"a column “{wanted[one]}”" for one in missing)
        raise Invalid(
            f"{name} lacks {says}.", places=[Place(f"{name}, line 1", ", ".join(header)[:200], f"Add {says}.")]
        )
    return found


def _lines(
    rows: Sequence[Sequence[str]], columns: Mapping[str, int], name: str, places: list[Place]
) -> Iterator[IndexLine]:
    for number, row in enumerate(rows, start=2):
        cells = {field: (row[at].strip() if at < len(row) else "") for field, at in columns.items()}
        if not any(cells.values()):
            continue
        if not cells["path"]:
            places.append(Place(f"{name}, line {number}", cells["reference"] or None, "Name the file."))
            continue
        dated, sentence = _day(cells.get("dated_on", ""))
        if sentence:
            places.append(Place(f"{name}, line {number}", cells["dated_on"], sentence))
        kind = class_of(cells["kind"]) if cells.get("kind") else None
        path = cells["path"].replace("\\", "/").removeprefix("./")
        yield IndexLine(number, path, cells["reference"], kind, cells.get("title") or None, dated)


def _day(text: str) -> tuple[date | None, str]:
    if not text:
        return None, ""
    try:
        if not _ISO.match(text):
            raise ValueError
        return datetime.fromisoformat(text).date(), ""
    except ValueError:
        return None, "Write the day as 2026-09-30."


def _csv(content: bytes, name: str) -> list[list[str]]:
    text = _decoded(content, name)
    header = text.split("\n", 1)[0]
    delimiter = max(";,\t|", key=header.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Invalid(
            f"{name} is no CSV file: {error}.", places=[Place(name, None, "Save it as CSV again.")]
        ) from error


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        mend = "Save it as CSV in UTF-8, or send the workbook itself as index.xlsx."
        raise Invalid(f"{name} is no text in UTF-8.", places=[Place(name, None, mend)]) from error


def _workbook(content: bytes, name: str) -> list[list[str]]:
    try:
        frame = pl.read_excel(io.BytesIO(content), engine="calamine", has_header=False, infer_schema_length=0)
    except Exception as error:
        raise Invalid(
            f"{name} is no workbook that can be read.", places=[Place(name, None, "Save it as CSV.")]
        ) from error
    return [["" if cell is None else str(cell) for cell in row] for row in frame.rows()]
