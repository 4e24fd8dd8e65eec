"""Tables to begin from: sample tapes of five countries, a real loan tape, and rows written to be awkward."""

import csv
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from marketplace.tapes.reading import detect, read_chunks
from marketplace.tapes.sample import COUNTRIES, write_tape

LENDING_CLUB = Path(__file__).parents[5] / "shared" / "data" / "lending_club_sample_151cols.csv"
AWKWARD = (
    ["Account number", "Balance", "Date of default", "Customer name", "Note"],
    ["A-1", "1,234.50", "13/02/2024", "Ann Lee", "two\nlines"],
    ["A-2", "1.234,50", "02/13/2024", "Bo; Ek", 'she said "no"'],
    ["A-3", "(12.00)", "2091-01-01", "Łucja Żółć", "=1+1"],
    ["A-4", "-5", "45291", "", "@sum"],
    ["A-5", "1 000 000", "31.12.2023", "O'Neil, Pat", "a\tb|c"],
    ["A-5", "99999999999999999", "29.02.2023", "ﷺ", "'=x"],
    ["", "", "", "", "only a note"],
    ["Total", "1,239.50", "", "", ""],
)


class Table(Struct, frozen=True):
    """A header and its rows, all of one width, none blank."""

    name: str
    header: list[str]
    rows: list[list[str]]


@cache
def tables() -> tuple[Table, ...]:
    """Every base. The real tape is left out where ../shared is absent."""
    found = [Table("awkward", AWKWARD[0], [list(row) for row in AWKWARD[1:]])]
    with TemporaryDirectory() as folder:
        for country in COUNTRIES:
            path = Path(folder) / f"{country}.csv"
            write_tape(country=country, rows=40, seed=5, out=path, dirt="0.3")
            layout = detect(path)
            (chunk,) = read_chunks(path, layout)
            cells = chunk.select(layout.headers).fill_null("").rows()
            found.append(Table(country, layout.headers, [list(row) for row in cells]))
    if LENDING_CLUB.exists():
        with LENDING_CLUB.open(encoding="utf-8", newline="") as file:
            header, *rows = [row for _, row in zip(range(41), csv.reader(file), strict=False)]
        found.append(Table("lending club", header, rows))
    return tuple(found)
