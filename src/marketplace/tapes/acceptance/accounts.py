"""Typed rows of a tape as the columns of claims, items, titles and proceedings."""

import polars as pl

from cases.jurisdictions.registry import by_country
from marketplace.tapes.catalogue import CATALOGUE, Kind

FLAGS = (
    "disputed",
    "insolvent",
    "deceased",
    "live_plan",
    "moratorium",
    "represented",
    "minor",
    "cease_and_desist",
    "complaint",
    "vulnerable",
)
"""Fields of a tape that become `claims.flags`."""

_TYPES = {Kind.MONEY: pl.Int64, Kind.DATE: pl.Date, Kind.FLAG: pl.Boolean}
WIDEST_RATE = 10_000
"""`claims.interest_rate` holds four digits before the mark; a rate beyond is no rate of a debt."""

COLUMNS = (
    "claim_id",
    "first",
    "row_no",
    "reference",
    "product",
    "country",
    "region",
    "territory",
    "debtor_kind",
    "currency",
    "principal_minor",
    "interest_minor",
    "costs_minor",
    "payments_minor",
    "balance_minor",
    "interest_rate",
    "interest_kind",
    "interest_from",
    "contract_date",
    "due_date",
    "default_date",
    "termination_date",
    "last_payment_date",
    "last_payment_amount_minor",
    "acknowledged_on",
    "original_creditor",
    "flags",
    "court",
    "court_number",
    "stage",
    "last_act_on",
    "title_kind",
    "title_on",
    "bailiff_reference",
    "item_kind",
    "item_reference",
    "item_amount_minor",
    "item_due_date",
)


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


def accounts(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of `whole` that carry `claim_id` and `first`, as staged for the database."""
    flags = pl.concat_str(
        [pl.when(pl.col(name)).then(pl.lit(name)) for name in FLAGS], separator=",", ignore_nulls=True
    )
    rate = pl.col("interest_rate").cast(pl.Float64, strict=False)
    return located(rows).select(
        pl.col(COLUMNS[:4]),
        pl.col("product").fill_null("other"),
        pl.col("country", "region", "territory"),
        pl.col("debtor_kind").fill_null("person"),
        pl.col("currency"),
        *amounts(),
        pl.when(rate.abs() < WIDEST_RATE).then("interest_rate"),
        pl.col(COLUMNS[COLUMNS.index("interest_kind") : COLUMNS.index("flags")]),
        pl.concat_str(pl.lit("{"), flags, pl.lit("}")).alias("flags"),
        pl.col(COLUMNS[COLUMNS.index("flags") + 1 :]),
    )


def located(rows: pl.DataFrame) -> pl.DataFrame:
    """The territory by the law of each claim's country, asked once for each place."""
    places = rows.select("country", "region", "postcode").unique()
    found = [_territory(*place) for place in places.iter_rows()]
    located = places.with_columns(pl.Series("territory", found, pl.String))
    return rows.join(located, on=("country", "region", "postcode"), how="left", nulls_equal=True, maintain_order="left")


def _territory(country: str, region: str | None, postcode: str | None) -> str | None:
    jurisdiction = by_country(country)
    if jurisdiction is None:
        return None
    code = jurisdiction.locate(region, postcode).code
    return None if code == "unknown" else code
