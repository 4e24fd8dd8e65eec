"""Amounts and percentages as text turned into exact values: whole minor units, and decimal text. No float."""

from typing import Literal

import polars as pl
from msgspec import Struct

from documents.neutral import FORMULA
from marketplace.tapes.reading.layout import Style

MOST_DIGITS = 15
"""Before the decimal mark; with two decimals this stays below a BIGINT."""

_SIGNS = r"(?i)(EUR|PLN|SEK|GBP|USD|zł|kr\.?|€|£|\$)"
_BLANKS = " \u00a0\u202f\u2009'’"
_OTHER = {".": ",", ",": "."}


class Read(Struct, frozen=True):
    """Cells read: `value`, and beside it the code of the rule a cell breaks (null where it is fine)."""

    value: pl.Series
    broken: pl.Series


def minor_units(cells: pl.Series, style: Style, digits: int) -> Read:
    """Minor units of a currency with `digits` decimals. Cells are trimmed text, null where blank."""
    dot = cells.str.replace(",", ".", literal=True) if style.decimal == "," else cells
    shape = r"^-?\d{1,15}(\.\d{1,2})?$" if style.decimal and digits == 2 else r"^-?\d{1,15}$"
    plain = dot.str.contains(shape)
    if style.decimal == ",":
        plain &= ~cells.str.contains(".", literal=True)
    if digits == 2:
        value = dot.set(~plain.fill_null(value=False), None).cast(pl.Decimal(38, 2)).to_physical().cast(pl.Int64)
    else:
        value = dot.set(~plain.fill_null(value=False), None).cast(pl.Int64, strict=False) * 10**digits
    broken = pl.Series("broken", [None], pl.String).new_from_index(0, len(cells))
    odd = (~plain).fill_null(value=False)
    if not odd.any():
        return Read(value, broken)
    at = odd.arg_true()
    read = _careful(cells.gather(at), style.decimal, digits)
    return Read(value.scatter(at, read.value), broken.scatter(at, read.broken))


def _careful(cells: pl.Series, decimal: Literal[".", ","] | None, digits: int) -> Read:
    """Cells that are not plain numbers: signs, currency marks, thousands marks, and whatever is wrong."""
    cell = pl.col("cell")
    frame = pl.DataFrame({"cell": cells}).with_columns(
        body=cell.str.replace_all(_SIGNS, "").str.replace_all(f"[{_BLANKS}]", " ").str.strip_chars()
    )
    body = pl.col("body")
    frame = frame.with_columns(
        negative=body.str.contains(r"^([-−].*|.*-|\(.*\))$"),
        body=body.str.replace(r"^[+\-−]", "").str.replace(r"-$", "").str.replace(r"^\((.*)\)$", "$1").str.strip_chars(),
    )
    frame = frame.with_columns(
        whole=_pieces(decimal, 1), fraction=_pieces(decimal, 2).str.strip_chars_end("0"), tail=_pieces(decimal, 2)
    ).with_columns(pl.col("whole").str.replace_all(r"[., ]", ""))
    looks = body.str.contains(r"^\d[\d., ]*$|^[.,]\d+$")
    formula = cell.str.contains(FORMULA) & ~looks
    doubtful = pl.col("whole").is_null() | ((pl.col("tail").str.len_chars() == 3) & (digits != 3))
    broken = (
        pl.when(formula)
        .then(pl.lit("cell.formula_for_value"))
        .when(~looks)
        .then(pl.lit("amount.not_a_number"))
        .when(doubtful)
        .then(pl.lit("amount.ambiguous"))
        .when(pl.col("fraction").str.len_chars() > digits)
        .then(pl.lit("amount.decimals"))
        .when(pl.col("whole").str.len_chars() > MOST_DIGITS)
        .then(pl.lit("amount.too_large"))
    )
    number = pl.concat_str("whole", pl.col("fraction").fill_null("").str.pad_end(digits, "0")).cast(
        pl.Int64, strict=False
    )
    frame = frame.with_columns(broken=broken)
    value = pl.when(pl.col("broken").is_null()).then(pl.when("negative").then(-number).otherwise(number))
    frame = frame.with_columns(value=value)
    return Read(frame["value"], frame["broken"])


def _pieces(decimal: Literal[".", ","] | None, group: int) -> pl.Expr:
    """The part before (1) or after (2) the decimal mark, null unless the whole is written in the column's way."""
    if decimal is None:
        shape = r"^(\d+|\d{1,3}(?: \d{3})+)()$"
    else:
        mark, other = rf"\{decimal}", rf"\{_OTHER[decimal]}"
        grouped = rf"\d{{1,3}}(?: \d{{3}})+|\d{{1,3}}(?:{other}\d{{3}})+"
        shape = rf"^(\d+|{grouped})(?:{mark}(\d+))?$"
    return pl.col("body").str.extract(shape, group)


def percentages(cells: pl.Series) -> Read:
    """Decimal text such as `12.5`; a single mark is always the decimal one, since rates have no thousands."""
    cell = pl.col("cell")
    body = cell.str.replace(r"\s*%\s*(p\.?\s?a\.?)?$", "").str.replace(",", ".", literal=True)
    frame = pl.DataFrame({"cell": cells}).with_columns(body=body)
    fine = pl.col("body").str.contains(r"^-?\d{1,3}(\.\d{1,12})?$")
    formula = cell.str.contains(r"^[=@\t\r]")
    frame = frame.select(
        value=pl.when(fine).then("body"),
        broken=pl.when(formula).then(pl.lit("cell.formula_for_value")).when(~fine).then(pl.lit("percent.not_a_number")),
    )
    return Read(frame["value"], frame["broken"])
