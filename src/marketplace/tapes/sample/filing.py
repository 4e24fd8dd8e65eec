"""Writes a portfolio for filing: every row fit for court but those in which a defect was planted on purpose."""

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

import msgspec
import numpy as np
import polars as pl

from kernel.errors import Invalid, Place
from marketplace.tapes.sample.country import Country, load_country
from marketplace.tapes.sample.defects import Edit
from marketplace.tapes.sample.dirt import overwrite
from marketplace.tapes.sample.files import tape_file
from marketplace.tapes.sample.filing_defects import ALONE, TAPE_SPOILERS, eligible
from marketplace.tapes.sample.filing_truth import FORMAT, FilingTruth, PlantedCase, filing_rules, filing_truth_file
from marketplace.tapes.sample.headers import FLAGS
from marketplace.tapes.sample.portfolio import chunks
from marketplace.tapes.sample.rendering import written
from marketplace.tapes.sample.writing import CUT_OFF

MOST = 20_000
MOST_PLANTED = Decimal("0.8")
IN_TWOS = 0.2
"""The share of planted rows that carry a second defect."""
_SEED = 2_000_003
_COURT = ("court", "court_number", "stage", "last_act_on", "title_kind", "title_on", "bailiff_reference")
_SECOND = ("name", "role", "national_id", "street", "postcode", "city")


def write_filing_tape(
    *, country: str, rows: int, seed: int, out: Path, planted: Decimal | str, cut_off: date = CUT_OFF
) -> FilingTruth:
    """Writes the tape to `out` and what must stop a filing to `<out>.filing.json`; returns that truth.

    `planted` is the share of rows with a defect, at most 0.8. The same arguments give the same bytes. Raises `Invalid`
    for an unknown country or format or a figure out of range.
    """
    place, share = load_country(country), _share(planted)
    if not 1 <= rows <= MOST or seed < 0:
        raise Invalid(f"A portfolio for filing has 1 to {MOST:,} rows, and a seed from 0.")
    rng = np.random.default_rng([seed, _SEED])
    frame = _fit_for_court(place, rows, seed, cut_off)
    cases = _plan(frame, place, int((rows * share).quantize(Decimal(1), ROUND_HALF_UP)), rng)
    frame = overwrite(frame, _edits(frame, place, cases)) if cases else frame
    tape = tape_file(out, out.suffix.lower(), place, rows=rows, written_on=cut_off)
    try:
        tape.append(written(frame, place, tape.layout))
    finally:
        tape.close()
    truth = FilingTruth(
        format=FORMAT,
        country=country,
        seed=seed,
        cut_off=cut_off.isoformat(),
        rows=rows,
        file=out.name,
        digest=f"sha256:{hashlib.sha256(out.read_bytes()).hexdigest()}",
        rules=filing_rules(country),
        planted=cases,
    )
    filing_truth_file(out).write_bytes(msgspec.json.format(msgspec.json.encode(truth), indent=1) + b"\n")
    return truth


def _share(text: Decimal | str) -> Decimal:
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = Decimal("NaN")
    if not share.is_finite() or not Decimal(0) <= share <= MOST_PLANTED:
        place = Place("planted", str(text), f"Give a share from 0 to {MOST_PLANTED}, such as 0.35.")
        raise Invalid("That share of rows cannot be planted.", places=[place])
    return share


def _fit_for_court(place: Country, rows: int, seed: int, cut_off: date) -> pl.DataFrame:
    """One debtor a row, each another one and known by his number; no hold, no co-debtor, no court as yet.

    The seller lent or sold himself: the column of the original creditor is empty.
    """
    more = rows * 2 + 50
    frame = pl.concat([chunk.frame for chunk in chunks(code=place.code, rows=more, seed=seed, cut_off=cut_off)])
    known = pl.lit(value=True) if place.code == "gb" else pl.col("national_id").is_not_null()
    # Two of one name would both stand still for a payment that names one of them.
    whose = ["debtor_name"]
    if place.code == "pl":
        # A NIP whose second and third digits are both 0 is none of the e-court's schema.
        known &= (pl.col("debtor_kind") == "person") | ~pl.col("national_id").str.contains("^.00")
    fit = frame.filter(known & ~pl.any_horizontal(FLAGS)).unique(subset=whose, keep="first", maintain_order=True)
    if place.code == "de":
        fit = _as_the_mahnverfahren_takes_it(fit)
    emptied = [
        pl.lit(None, dtype=frame.schema[field]).alias(field) for field in (*_COURT, *_second(), "original_creditor")
    ]
    return fit.head(rows).with_columns(emptied)


def _as_the_mahnverfahren_takes_it(frame: pl.DataFrame) -> pl.DataFrame:
    """Its record names a company's officers, which no tape carries, and neither earlier interest nor earlier payments
    in one sum."""
    plain = frame.filter(pl.col("debtor_kind") == "person").with_columns(
        pl.lit(0, dtype=pl.Int64).alias("interest"), pl.lit(0, dtype=pl.Int64).alias("payments")
    )
    return plain.with_columns((pl.col("principal") + pl.col("costs")).alias("balance"))


def _second() -> list[str]:
    return [f"codebtor_{field}" for field in _SECOND]


def _plan(frame: pl.DataFrame, place: Country, many: int, rng: np.random.Generator) -> tuple[PlantedCase, ...]:
    """Every kind as often as the others, in rows it can be planted in; some rows carry two."""
    kinds = [rule.kind for rule in filing_rules(place.code)]
    rooms = {kind: eligible(frame, kind) for kind in kinds}
    order = {kind: iter(rng.permutation(rooms[kind]).tolist()) for kind in kinds}
    taken: dict[int, list[str]] = {}
    for number in range(many):
        kind = kinds[number % len(kinds)]
        at = next((one for one in order[kind] if one not in taken), None)
        if at is not None:
            taken[at] = [kind]
    for at in sorted(taken):
        if rng.random() < IN_TWOS:
            second = kinds[int(rng.integers(len(kinds)))]
            if _go_together(taken[at][0], second) and at in rooms[second]:
                taken[at].append(second)
    references = frame["reference"]
    return tuple(PlantedCase(at + 1, references[at], tuple(taken[at])) for at in sorted(taken))


def _go_together(one: str, other: str) -> bool:
    return one.partition(".")[0] != other.partition(".")[0] and not {one, other} & ALONE


def _edits(frame: pl.DataFrame, place: Country, cases: Sequence[PlantedCase]) -> list[tuple[int, Edit]]:
    return [
        (case.row - 1, edit)
        for case in cases
        for kind in case.defects
        if kind in TAPE_SPOILERS
        for edit in TAPE_SPOILERS[kind](frame.row(case.row - 1, named=True), place)
    ]
