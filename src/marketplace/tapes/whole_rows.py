"""Typed rows with a column for every field, what they owe, and the territory they belong to."""

from functools import lru_cache

import polars as pl

from cases.jurisdictions.registry import by_country
from marketplace.tapes.catalogue import CATALOGUE, Kind

_TYPES = {Kind.MONEY: pl.Int64, Kind.DATE: pl.Date, Kind.FLAG: pl.Boolean}


def whole(accepted: pl.DataFrame) -> pl.DataFrame:
    """The rows with a column for every field of the catalogue, null where the tape has none."""
    absent = [
        pl.lit(None, _TYPES.get(field.kind, pl.String)).alias(field.typed)
        for field in CATALOGUE.values()
        if field.typed not in accepted.columns
    ]
    return accepted.with_columns(absent)


def amounts() -> list[pl.Expr]:
    """Principal, interest, costs, payments and balance of each row of `whole`, in minor units, none of them null.

    Where the tape names a balance and no principal, the principal is what interest and costs leave of it; where it
    names no balance, the parts make it. A row of an item tape stands for its item.
    """
    interest, costs, payments = (pl.col(f"{name}_minor").fill_null(0) for name in ("interest", "costs", "payments"))
    rest = pl.col("balance_minor") - interest - costs + payments
    principal = pl.coalesce("principal_minor", rest, "item_amount_minor", 0)
    balance = pl.coalesce("balance_minor", principal + interest + costs - payments)
    return [
        principal.alias("principal_minor"),
        interest.alias("interest_minor"),
        costs.alias("costs_minor"),
        payments.alias("payments_minor"),
        balance.alias("balance_minor"),
    ]


def located(rows: pl.DataFrame) -> pl.DataFrame:
    """The territory by the law of each claim's country, asked once for each place."""
    places = rows.select("country", "region", "postcode").unique()
    found = [_territory(*place) for place in places.iter_rows()]
    located = places.with_columns(pl.Series("territory", found, pl.String))
    return rows.join(located, on=("country", "region", "postcode"), how="left", nulls_equal=True, maintain_order="left")


@lru_cache(maxsize=100_000)
def _territory(country: str, region: str | None, postcode: str | None) -> str | None:
    jurisdiction = by_country(country)
    if jurisdiction is None:
        return None
    code = jurisdiction.locate(region, postcode).code
    return None if code == "unknown" else code
