"""Typed columns become the characters of the file: the country's decimal sign, dates, words and headers."""

import polars as pl

from marketplace.tapes.sample.country import Country, Layout
from marketplace.tapes.sample.headers import Kind, kind_of

NEUTRAL = Layout(delimiter=",", decimal=".", date="%Y-%m-%d", encoding="utf-8")
"""How workbooks and Parquet files hold values: a machine's decimal point and ISO dates."""


def written(frame: pl.DataFrame, country: Country, layout: Layout) -> pl.DataFrame:
    """Every column of the country's tape as text, still under the catalogue's names."""
    return frame.select(_cell(field, country, layout) for field, _ in country.headers)


def headed(frame: pl.DataFrame, country: Country) -> pl.DataFrame:
    """The same columns under the country's headers."""
    return frame.rename(dict(country.headers))


def _cell(field: str, country: Country, layout: Layout) -> pl.Expr:
    column, words = pl.col(field), dict(country.values)
    match kind_of(field):
        case Kind.MONEY | Kind.RATE:
            return _hundredths(column, layout.decimal).alias(field)
        case Kind.DATE:
            return column.dt.strftime(layout.date).alias(field)
        case Kind.FLAG:
            return pl.when(column).then(pl.lit(words["yes"])).otherwise(pl.lit(words["no"])).alias(field)
        case Kind.CODED:
            return column.replace_strict(words, default=None, return_dtype=pl.String).alias(field)
        case Kind.TEXT:
            return column


def _hundredths(column: pl.Expr, decimal: str) -> pl.Expr:
    size = column.abs()
    sign = pl.when(column < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole, rest = (size // 100).cast(pl.String), (size % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str(sign, whole, pl.lit(decimal), rest)
