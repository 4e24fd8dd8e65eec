"""Days as text turned into dates, by the one order of day and month the column is written in."""

import polars as pl

from documents.neutral import FORMULA
from marketplace.tapes.casting.amounts import Read
from marketplace.tapes.reading.layout import Style

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years outside are typing errors; those after the cut-off are `date.future`."""

_ISO = "%Y-%m-%d"
_MONTH_ONLY = "%b-%Y"
_EPOCHS = {"excel": -25_569, "excel-1904": -24_107}
"""The day 0 of each count, as days from 1 January 1970."""
_SHAPE = r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$|^[A-Za-z]{3}-\d{4}$|^\d{8}$"


def dates(cells: pl.Series, style: Style) -> Read:
    """Cells are trimmed text, null where blank. ISO dates are read in every column; a time of day is dropped."""
    bare = cells
    if cells.str.contains(r"[ T]").any():
        bare = cells.str.replace(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$", "")
    value = _counted(bare, style.date_style) if style.date_style in _EPOCHS else _parsed(bare, style.date_style or _ISO)
    missed = value.is_null() & bare.is_not_null()
    if style.date_style and style.date_style != _ISO and missed.any():
        at = missed.arg_true()
        value = value.scatter(at, bare.gather(at).str.to_date(_ISO, strict=False))
    year = value.dt.year()
    value = value.set((year < FIRST_YEAR) | (year > LAST_YEAR), None)
    broken = pl.Series("broken", [None], pl.String).new_from_index(0, len(cells))
    missed = value.is_null() & bare.is_not_null()
    if not missed.any():
        return Read(value, broken)
    at = missed.arg_true()
    return Read(value, broken.scatter(at, _reasons(bare.gather(at), style)))


def _counted(cells: pl.Series, style: str) -> pl.Series:
    """Days a spreadsheet counts; a part of a day is a time, which is dropped."""
    days = cells.str.extract(r"^(\d{1,6})(?:\.\d+)?$", 1).cast(pl.Int32, strict=False)
    return (days + _EPOCHS[style]).cast(pl.Date)


def _parsed(cells: pl.Series, style: str) -> pl.Series:
    if style == _MONTH_ONLY:
        return ("1-" + cells).str.to_date("%d-" + _MONTH_ONLY, strict=False)
    if style == _ISO or not set("./-").intersection(style):
        return cells.str.to_date(style, strict=False)
    mark = next(sign for sign in "./-" if sign in style)
    value = cells.str.to_date(style, strict=False)
    missed = value.is_null() & cells.is_not_null()
    if not missed.any():
        return value
    at = missed.arg_true()
    mended = cells.gather(at).str.replace_all(r"[./-]", mark)
    return value.scatter(at, mended.str.to_date(style, strict=False))


def _reasons(cells: pl.Series, style: Style) -> pl.Series:
    cell = pl.col("cell")
    shaped = cell.str.contains(_SHAPE) & pl.lit(style.date_style not in _EPOCHS)
    iso = cell.str.contains(r"^\d{4}-")
    unsaid = pl.lit(style.date_style is None) & ~iso
    reason = (
        pl.when(cell.str.contains(FORMULA))
        .then(pl.lit("cell.formula_for_value"))
        .when(~shaped)
        .then(pl.lit("date.not_a_date"))
        .when(unsaid)
        .then(pl.lit("date.ambiguous"))
        .otherwise(pl.lit("date.impossible"))
    )
    return pl.DataFrame({"cell": cells}).select(reason.alias("broken"))["broken"]
