"""Cells that a spreadsheet would run as a formula: made harmless in every file written, restored on reading.

The rule is reversible: an apostrophe goes before any cell that, apostrophes aside, begins with `=`, `+`, `-`,
`@`, a tab or a carriage return; reading takes exactly one off such a cell. (OWASP, CSV Injection.)
"""

import re
from collections.abc import Sequence

import polars as pl

FORMULA = r"^[=+\-@\t\r]"
_NEUTRALISED = r"^'+[=+\-@\t\r]"
_TO_NEUTRALISE = r"^('*[=+\-@\t\r])"


def neutralised(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every text cell made harmless, and its headers too."""
    found = frame.select(pl.col(pl.String).str.contains(_TO_NEUTRALISE).any())
    touched = [values.name for values in found if values.any()]
    cells = frame.with_columns(pl.col(touched).str.replace(_TO_NEUTRALISE, "'$1"))
    return cells.rename({name: neutralised_text(name) for name in cells.columns})


def neutralised_text(text: str) -> str:
    return f"'{text}" if re.match(_TO_NEUTRALISE, text) else text


def restored(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The frame with the apostrophes of `neutralised` taken off; columns without any are left untouched."""
    marked = frame.select(pl.col(columns).str.starts_with("'").any()).row(0) if frame.height else ()
    touched = [name for name, found in zip(columns, marked, strict=False) if found]
    cell = pl.col(touched)
    return frame.with_columns(pl.when(cell.str.contains(_NEUTRALISED)).then(cell.str.slice(1)).otherwise(cell))


def restored_text(text: str) -> str:
    return text[1:] if re.match(_NEUTRALISED, text) else text
