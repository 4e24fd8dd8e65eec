"""Which rows are spoilt, and the doing of it: typed values first, written cells after rendering."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from marketplace.tapes.sample.defects import SPOILERS, Bench, CleanRow, Edit
from marketplace.tapes.sample.truth import kinds_in

_DUPLICATES = ("duplicate.reference", "duplicate.row")
_PERSON = pl.col("debtor_kind") == "person"
_OF_AGE_BEFORE_1995 = ~_PERSON | (pl.col("birth_date") <= pl.date(1975, 1, 1))
_ELIGIBLE = {
    "id.checksum": pl.col("national_id").is_not_null(),
    "iban.checksum": pl.col("iban").is_not_null(),
    "status.deceased": _PERSON,
    "amount.zero": pl.col("last_payment_date").is_not_null(),
    "amount.negative": pl.col("last_payment_date").is_not_null(),
    "limitation.barred": pl.col("stage").is_null() & _OF_AGE_BEFORE_1995,
}


@dataclass(frozen=True, slots=True)
class Planted:
    """A defect in the row at `index` of its chunk."""

    index: int
    field: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Dirty:
    """A chunk after the typed edits, and what is still to be written over when it has become text."""

    frame: pl.DataFrame
    written: tuple[tuple[int, Edit], ...]
    planted: tuple[Planted, ...]


def turns(kinds: Sequence[str], first: int, last: int) -> dict[str, int]:
    """How often each kind is due between two positions of the round over all kinds."""
    size = len(kinds)
    return {kind: (last - at + size - 1) // size - (first - at + size - 1) // size for at, kind in enumerate(kinds)}


def spoil(frame: pl.DataFrame, due: dict[str, int], bench: Bench, first_row: int) -> Dirty:
    """Plants the defects that are due. A kind finds fewer rows than are due only in a very small chunk."""
    rows = _choose(frame, due, bench)
    planted, typed, written = [], [], []
    source = np.arange(frame.height, dtype=np.int64)
    for kind, pairs in rows.pairs.items():
        for original, copy in pairs:
            source[copy] = original
            planted += _twins(kind, original, copy, first_row)
            if kind == "duplicate.reference":
                typed += [(copy, edit) for edit in _another_amount(_clean_row(frame, original), bench)]
    for kind, indexes in rows.single.items():
        for index in indexes:
            spoilt = SPOILERS[kind](_clean_row(frame, index), bench)
            planted.append(Planted(index, spoilt.field, kind, spoilt.sentence))
            typed += [(index, edit) for edit in spoilt.typed]
            written += [(index, edit) for edit in spoilt.written]
    dirty = overwrite(frame[pl.Series(source)], typed) if planted else frame
    return Dirty(dirty, tuple(written), tuple(sorted(planted, key=lambda p: p.index)))


def overwrite(frame: pl.DataFrame, edits: Sequence[tuple[int, Edit]]) -> pl.DataFrame:
    """The frame with the edits' values in their rows."""
    columns = []
    for field in sorted({edit.field for _, edit in edits}):
        rows = [(index, edit.value) for index, edit in edits if edit.field == field]
        column = frame[field]
        values = pl.Series([value for _, value in rows], dtype=column.dtype)
        columns.append(column.scatter([index for index, _ in rows], values))
    return frame.with_columns(columns)


@dataclass(frozen=True, slots=True)
class _Chosen:
    single: dict[str, list[int]]
    pairs: dict[str, list[tuple[int, int]]]


def _choose(frame: pl.DataFrame, due: dict[str, int], bench: Bench) -> _Chosen:
    order = bench.rng.permutation(frame.height)
    free = np.ones(frame.height, dtype=bool)
    chosen = _Chosen({}, {})
    for kind in sorted(due, key=lambda kind: (kind not in _ELIGIBLE, kind)):
        if kind in _DUPLICATES:
            pairs = (due[kind] + 1) // 2 if kind == "duplicate.reference" else due[kind]
            taken = _take(order, free, np.ones_like(free), pairs * 2)
            ends = [sorted(taken[at : at + 2]) for at in range(0, len(taken) - 1, 2)]
            chosen.pairs[kind] = [(first, later) for first, later in ends]
        else:
            chosen.single[kind] = _take(order, free, _eligible(frame, kind, bench.country.code), due[kind])
    return chosen


def _take(
    order: npt.NDArray[np.int64], free: npt.NDArray[np.bool_], fit: npt.NDArray[np.bool_], count: int
) -> list[int]:
    found = order[free[order] & fit[order]][:count]
    free[found] = False
    return [int(index) for index in found]


def _eligible(frame: pl.DataFrame, kind: str, country: str) -> npt.NDArray[np.bool_]:
    fit = _ELIGIBLE.get(kind, pl.lit(True))
    if kind == "id.checksum" and country == "de":
        fit = fit & _PERSON
    return frame.select(pl.repeat(True, pl.len()) & fit.fill_null(False)).to_series().to_numpy()


def _clean_row(frame: pl.DataFrame, index: int) -> CleanRow:
    return CleanRow(**{name: frame[name][index] for name in CleanRow.__dataclass_fields__})


def _twins(kind: str, original: int, copy: int, first_row: int) -> list[Planted]:
    one, two = first_row + original, first_row + copy
    if kind == "duplicate.row":
        return [Planted(copy, "reference", kind, f"Row {two} repeats row {one} in every column.")]
    sentence = f"Rows {one} and {two} carry one reference and different amounts."
    return [Planted(index, "reference", kind, sentence) for index in (original, copy)]


def _another_amount(row: CleanRow, bench: Bench) -> tuple[Edit, ...]:
    more = int(bench.rng.integers(1_000, 90_000))
    return Edit("principal", row.principal + more), Edit("balance", row.balance + more)


def kinds_due(country: str, *, planned: int, rows_before: int, rows_after: int, rows: int) -> dict[str, int]:
    """The kinds due in the rows between two points of a tape that carries `planned` spoilt rows in all."""
    return turns(kinds_in(country), planned * rows_before // rows, planned * rows_after // rows)
