"""Whose copy a found file is, told by the mark in its amounts or by its pseudonyms. Reads a file, knows no database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kernel.errors import Invalid
from kernel.money import minor_digits
from marketplace.anonymity import leaker
from marketplace.anonymity.watermark import FALSE_ALARM
from marketplace.diligence.copies import MEAN
from marketplace.diligence.pseudonyms import LENGTH, chance_of
from marketplace.tapes.casting.amounts import minor_units
from marketplace.tapes.reading import Column, Style, detect, read_chunks

MOST_JUDGED = 2_000
"""Distinct values a judgement is made of: enough for any certainty, and the exact tail of more is slow."""
FEWEST_JUDGED = 20
"""Distinct amounts below which a column cannot name anybody among a million keys."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Each buyer's keys by his name: of the copy of the tape he has, and of the rows and papers he has."""

    tape: Mapping[str, bytes]
    rows: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Judged:
    """`named` is None where nobody is named; `chance` is that of a false alarm for anybody, whatever was tried."""

    named: str | None
    values: int
    chance: float


@dataclass(frozen=True, slots=True)
class _Seen:
    """Distinct amounts and distinct pseudonyms of one column."""

    amounts: pl.Series
    names: pl.Series

    def joined(self, other: "_Seen") -> "_Seen":
        amounts, names = pl.concat([self.amounts, other.amounts]), pl.concat([self.names, other.names])
        return _Seen(amounts.unique(), names.unique())


def judge(found: Path, marks: Marks, currency: str) -> Judged:
    """Names the one whose copy the found file is from, with a false alarm for anybody below one in a million.

    Lines may be missing, in another order, without references and under other headers: every column is tried, and
    each trial counts against the certainty. Invalid for a file that is no table.
    """
    columns = _columns(found, currency)
    amounts = [_some(seen.amounts) for seen in columns if len(seen.amounts) >= FEWEST_JUDGED]
    names = [_some(seen.names) for seen in columns if len(seen.names)]
    judged = [_by_amounts(one, marks) for one in amounts] + [_by_names(one, marks) for one in names]
    best = min(judged, key=lambda one: one.chance, default=Judged(None, 0, 1.0))
    chance = min(1.0, best.chance * len(judged))
    if best.named is None or chance >= FALSE_ALARM:
        return Judged(None, max((one.values for one in judged), default=0), 1.0)
    return Judged(best.named, best.values, chance)


def _by_amounts(amounts: pl.Series, marks: Marks) -> Judged:
    found = leaker(amounts, marks.tape)
    return Judged(None, len(amounts), 1.0) if found is None else Judged(found.buyer, found.amounts, found.chance)


def _by_names(names: pl.Series, marks: Marks) -> Judged:
    told = names.to_list()
    chances = {buyer: chance_of(key, told) * len(marks.rows) for buyer, key in marks.rows.items()}
    first = min(chances, key=chances.__getitem__, default=None)
    return Judged(None, len(told), 1.0) if first is None else Judged(first, len(told), chances[first])


def _columns(found: Path, currency: str) -> list[_Seen]:
    """What each column holds; where our own header stands, only its amounts."""
    known: dict[str, _Seen] = {}
    try:
        for header, seen in _seen(found, currency):
            known[header] = seen if header not in known else known[header].joined(seen)
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        raise Invalid("The file cannot be read as a table. Bring CSV, XLSX or Parquet with its header.") from error
    return list(known.values())


def _seen(found: Path, currency: str) -> Iterator[tuple[str, _Seen]]:
    try:
        layout = detect(found)
    except Invalid:
        alone = _alone(found, currency)
        if not len(alone.amounts) and not len(alone.names):
            raise
        yield "", alone
        return
    own = any(_is_mean(column) for column in layout.columns)
    for chunk in read_chunks(found, layout):
        for column in layout.columns:
            text = chunk[column.header].cast(pl.String).str.strip_chars()
            amounts = _amounts(text, column.style, currency)
            yield column.header, _Seen(amounts if _is_mean(column) or not own else amounts.clear(), _names(text))


def _alone(found: Path, currency: str) -> _Seen:
    """A file of one column, which the reader of tapes refuses."""
    text = pl.Series(found.read_text("utf-8-sig").splitlines(), dtype=pl.String).str.strip_chars(' "\t')
    return _Seen(_amounts(text, Style(), currency), _names(text))


def _names(text: pl.Series) -> pl.Series:
    return text.filter(text.str.contains(f"^[0-9A-HJKMNP-TV-Z]{{{LENGTH}}}$")).unique()


def _is_mean(column: Column) -> bool:
    return column.header.strip().lower() == MEAN


def _amounts(text: pl.Series, style: Style, currency: str) -> pl.Series:
    known = style if style.decimal else Style(decimal=".")
    read = minor_units(text.set(text == "", None), known, minor_digits(currency))
    return read.value.drop_nulls().unique()


def _some(values: pl.Series) -> pl.Series:
    """Which values are judged follows from the values alone, never from a key: the chance stays what it is."""
    if len(values) <= MOST_JUDGED:
        return values
    return values.gather(values.hash(seed=20).arg_sort().head(MOST_JUDGED))
