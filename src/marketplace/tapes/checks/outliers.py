"""Amounts far from those of their product: a warning, since a large debt may be a true one.

The modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, ASQC 1993): 0.6745 · (x − median) ÷
MAD, in which more than 3.5 is an outlier. Balances are skewed, so that it is taken of their logarithms: twice as much
and half as much are equally far. Where more than half of the amounts are the same, the MAD is nothing and the mean
absolute deviation times 1.253314 takes its place, as they propose.
"""

import math
from collections.abc import Iterator

import polars as pl
from msgspec import Struct

from kernel.money import Money
from marketplace.tapes.casting import cast
from marketplace.tapes.catalogue import AMOUNTS_OWED
from marketplace.tapes.checks.rows import cell_of
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.reading import Layout
from marketplace.tapes.rules import findings

FARTHEST = 3.5
FEWEST = 30
"""Of fewer amounts of a product nothing is said."""
SAMPLED = 2_000
"""So many rows of each chunk, evenly spaced, stand for it: a median of them is near enough."""
_MAD_TO_SPREAD, _MEAN_TO_SPREAD = 1 / 0.6745, 1.253314


class Usual(Struct, frozen=True):
    """Between which amounts (minor units, both inclusive) those of a product lie, unless they are outliers."""

    field: str
    product: str | None
    currency: str
    least: int
    most: int


class Sampling:
    """Hands chunks through and keeps some rows of each."""

    def __init__(self) -> None:
        self._kept: list[pl.DataFrame] = []

    def through(self, chunks: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        for chunk in chunks:
            self._kept.append(chunk.gather_every(max(1, math.ceil(chunk.height / SAMPLED))))
            yield chunk

    def usual(self, mapping: Mapping, layout: Layout) -> tuple[Usual, ...]:
        """What is usual in the first amount owed that the tape has, by product and currency."""
        if not self._kept:
            return ()
        typed = cast(pl.concat(self._kept), mapping, layout).typed
        field = next((name for name in AMOUNTS_OWED if f"{name}_minor" in typed.columns), None)
        if field is None:
            return ()
        product = pl.col("product") if "product" in typed.columns else pl.lit(None, pl.String)
        amount = pl.col(f"{field}_minor")
        owed = typed.filter(amount > 0).select(product.alias("product"), "currency", amount.log().alias("size"))
        apart = (pl.col("size") - pl.col("size").median()).abs()
        found = (
            owed.drop_nulls("currency")
            .group_by("product", "currency")
            .agg(
                pl.len().alias("rows"),
                pl.col("size").median().alias("middle"),
                apart.median().alias("mad"),
                apart.mean().alias("mean"),
            )
        )
        spread = (
            pl.when(pl.col("mad") > 0).then(pl.col("mad") * _MAD_TO_SPREAD).otherwise(pl.col("mean") * _MEAN_TO_SPREAD)
        )
        known = found.filter(pl.col("rows") >= FEWEST).with_columns(reach=spread * FARTHEST).filter(pl.col("reach") > 0)
        return tuple(
            Usual(field, product, currency, math.ceil(math.exp(middle - reach)), math.floor(math.exp(middle + reach)))
            for product, currency, middle, reach in known.select("product", "currency", "middle", "reach")
            .sort("product", "currency")
            .iter_rows()
        )


def outliers(typed: pl.DataFrame, usual: tuple[Usual, ...], mapping: Mapping) -> list[pl.DataFrame]:
    """A finding for each amount above zero that lies outside what is usual for its product."""
    return [_outside(typed, one, mapping) for one in usual]


def _outside(typed: pl.DataFrame, one: Usual, mapping: Mapping) -> pl.DataFrame:
    alike = pl.col("currency") == one.currency
    if "product" in typed.columns:
        alike &= pl.col("product").eq_missing(pl.lit(one.product, pl.String))
    amount = pl.col(f"{one.field}_minor")
    far = (amount > 0) & ~amount.is_between(one.least, one.most)
    column = mapping.header_of(one.field)
    return findings(
        typed,
        "outlier.amount",
        (alike & far).fill_null(value=False),
        column=column,
        field=one.field,
        value=pl.col(cell_of(one.field)) if column else pl.lit(None),
        least=Money(one.least, one.currency).text(),
        most=Money(one.most, one.currency).text(),
        currency=one.currency,
    )
