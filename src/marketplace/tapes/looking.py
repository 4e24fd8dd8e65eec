"""A first look at a file: its layout, its first rows, and how they would be read under a mapping."""

from hashlib import sha256
from pathlib import Path

import msgspec
import polars as pl

from kernel.errors import Invalid
from kernel.money import Money
from marketplace.tapes.casting import cast
from marketplace.tapes.catalogue import CATALOGUE, Field, Kind
from marketplace.tapes.export import REASON_COLUMNS
from marketplace.tapes.mapping import Mapping, showable
from marketplace.tapes.reading import Layout, detect, read_chunks
from marketplace.tapes.stored import Look

FIRST_ROWS = 8


def look_at(path: Path, *, sheet: str | None = None) -> Look:
    """Raises Invalid, with the place and what to do, for a file that is no tape or has no rows."""
    layout = detect(path, sheet=sheet)
    chunk = next(iter(read_chunks(path, layout, FIRST_ROWS)), None)
    if chunk is None or chunk.height == 0:
        raise Invalid(f"{path.name}: there is a header and no row below it. Export the tape again.")
    return Look(layout, tuple(chunk.head(FIRST_ROWS).iter_rows(named=True)))


def without_samples(layout: Layout) -> Layout:
    """The layout as it may lie open: samples are cells of debtors."""
    return msgspec.structs.replace(
        layout, columns=tuple(msgspec.structs.replace(column, samples=()) for column in layout.columns)
    )


def digest_of_headers(layout: Layout) -> bytes:
    """The same for every file of one export; the columns we append to rejected rows do not count."""
    return sha256("\x1f".join(name for name in layout.headers if name not in REASON_COLUMNS).encode()).digest()


class Preview(msgspec.Struct, frozen=True):
    """The first rows as they would be read: fields, their cells as text (None: nothing taken over), and row numbers."""

    fields: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


def preview(look: Look, mapping: Mapping) -> Preview:
    """How the first rows read; an amount or day that reads two ways is None. Raises Invalid for unknown columns."""
    showable(mapping, look.layout)
    types = {"row_no": pl.Int64, "line_no": pl.Int64, "broken": pl.String}
    schema = types | {name: pl.String for name in look.layout.headers}
    chunk = pl.DataFrame(list(look.first_rows), schema=schema)
    typed = cast(chunk, mapping, look.layout).typed
    fields = [field for field in CATALOGUE.values() if field.typed in typed.columns]
    columns = [
        _amounts(typed, field) if field.kind is Kind.MONEY else typed[field.typed].cast(pl.String) for field in fields
    ]
    return Preview(tuple(field.name for field in fields), tuple(zip(*columns, strict=True)))


def _amounts(typed: pl.DataFrame, field: Field) -> list[str | None]:
    """Amounts as text; without a currency, which is still to be answered, as if it had cents."""
    rows = zip(typed[field.typed], typed["currency"], strict=True)
    return [None if minor is None else Money(minor, currency or "EUR").text() for minor, currency in rows]
