"""Writes a sample tape and the truth beside it."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

import msgspec
import numpy as np
import polars as pl

from kernel.errors import Invalid, Place
from kernel.money import Money
from marketplace.tapes.sample.country import Country, load_country
from marketplace.tapes.sample.defects import Bench
from marketplace.tapes.sample.dirt import Planted, kinds_due, overwrite, spoil
from marketplace.tapes.sample.files import TapeFile, tape_file
from marketplace.tapes.sample.portfolio import Chunk, chunks
from marketplace.tapes.sample.rendering import written
from marketplace.tapes.sample.truth import (
    FORMAT,
    RULES,
    Bucket,
    Defect,
    KindCount,
    RowCount,
    Total,
    Truth,
    bucket_of,
)

CUT_OFF = date(2026, 9, 30)
"""The cut-off date of a tape that names none: fixed, so that a seed means the same bytes on every day."""
MOST_DIRT = Decimal("0.3")
_DIRT_SEED = 1_000_003


@dataclass(slots=True)
class _Book:
    """What the truth needs of the chunks written so far."""

    defects: list[Defect] = field(default_factory=list)
    clean: int = 0
    accepted: int = 0


def write_tape(
    *, country: str, rows: int, seed: int, out: Path, dirt: Decimal | str = Decimal(0), cut_off: date = CUT_OFF
) -> Truth:
    """Writes the tape to `out` (.csv, .xlsx or .parquet) and the truth to `<out>.truth.json`; returns the truth.

    `dirt` is the share of rows that get a defect, at most 0.3. The same arguments give the same bytes. Nothing
    is left at `out` when it fails. Raises `Invalid` for an unknown country or format or a figure out of range.
    """
    place, share = load_country(country), _share(dirt)
    _check(rows=rows, seed=seed, out=out)
    partial = out.with_name(f"{out.name}.part")
    try:
        tape = tape_file(partial, out.suffix.lower(), place, rows=rows, written_on=cut_off)
        book = _write(tape, place, rows=rows, seed=seed, dirt=share, cut_off=cut_off)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    truth = Truth(
        format=FORMAT,
        country=country,
        seed=seed,
        cut_off=cut_off.isoformat(),
        dirt=str(share),
        rows=rows,
        file=out.name,
        digest=_digest(out),
        counts=_counts(book.defects),
        buckets=_buckets(book.defects, rows),
        totals=(Total(place.currency, _text(book.clean, place), _text(book.accepted, place)),),
        defects=tuple(book.defects),
    )
    truth_file(out).write_bytes(msgspec.json.format(msgspec.json.encode(truth), indent=1) + b"\n")
    return truth


def truth_file(tape: Path) -> Path:
    """Where the truth of a tape lies."""
    return tape.with_name(f"{tape.name}.truth.json")


def read_truth(tape: Path) -> Truth:
    """The truth beside a tape."""
    return msgspec.json.decode(truth_file(tape).read_bytes(), type=Truth)


def _share(dirt: Decimal | str) -> Decimal:
    try:
        share = Decimal(dirt)
    except InvalidOperation:
        share = Decimal("NaN")
    if not share.is_finite() or not Decimal(0) <= share <= MOST_DIRT:
        place = Place("dirt", str(dirt), f"Give a share from 0 to {MOST_DIRT}, such as 0.02.")
        raise Invalid("That share of rows cannot be spoilt.", places=[place])
    return share


def _check(*, rows: int, seed: int, out: Path) -> None:
    if rows < 1:
        raise Invalid("A tape has at least one row.", places=[Place("rows", str(rows), "Give 1 or more.")])
    if seed < 0:
        raise Invalid("A seed is 0 or more.", places=[Place("seed", str(seed), "Give a whole number from 0.")])
    if not out.parent.is_dir():
        place = Place("out", str(out), "Make the folder or name another.")
        raise Invalid("The folder of the tape does not exist.", places=[place])


def _write(tape: TapeFile, place: Country, *, rows: int, seed: int, dirt: Decimal, cut_off: date) -> _Book:
    book = _Book()
    planned = int((rows * dirt).quantize(Decimal(1), ROUND_HALF_UP))
    bench = Bench(
        place, tape.layout, tuple(name for name, _ in place.headers), np.random.default_rng([seed, _DIRT_SEED])
    )
    try:
        for chunk in chunks(code=place.code, rows=rows, seed=seed, cut_off=cut_off):
            before, after = chunk.first_row - 1, chunk.first_row - 1 + chunk.frame.height
            due = kinds_due(place.code, planned=planned, rows_before=before, rows_after=after, rows=rows)
            dirty = spoil(chunk.frame, due, bench, chunk.first_row)
            tape.append(overwrite(written(dirty.frame, place, tape.layout), dirty.written))
            _note(book, Chunk(chunk.first_row, dirty.frame), dirty.planted, place)
    finally:
        tape.close()
    return book


def _note(book: _Book, chunk: Chunk, planted: tuple[Planted, ...], place: Country) -> None:
    columns = dict(place.headers)
    references = chunk.frame["reference"]
    for one in planted:
        book.defects.append(
            Defect(
                row=chunk.first_row + one.index,
                reference=references[one.index],
                field=one.field,
                column=columns[one.field],
                kind=one.kind,
                bucket=bucket_of(one.kind),
                sentence=one.sentence,
            )
        )
    rejected = [one.index for one in planted if bucket_of(one.kind) is Bucket.REJECTED]
    book.clean += _sum_without(chunk.frame["balance"], [one.index for one in planted])
    book.accepted += _sum_without(chunk.frame["balance"], rejected)


def _sum_without(balances: pl.Series, left_out: list[int]) -> int:
    return int(balances.sum()) - int(balances.gather(left_out).sum())


def _counts(defects: list[Defect]) -> tuple[KindCount, ...]:
    found = Counter(defect.kind for defect in defects)
    return tuple(KindCount(rule.kind, rule.bucket, found[rule.kind]) for rule in RULES if found[rule.kind])


def _buckets(defects: list[Defect], rows: int) -> RowCount:
    found = Counter(defect.bucket for defect in defects)
    return RowCount(
        clean=rows - len(defects),
        flagged=found[Bucket.FLAGGED],
        held=found[Bucket.HELD],
        rejected=found[Bucket.REJECTED],
    )


def _text(minor: int, place: Country) -> str:
    return Money(minor, place.currency).text()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
