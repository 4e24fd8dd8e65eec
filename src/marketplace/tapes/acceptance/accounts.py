"""Typed rows of a tape as the columns of claims, items, titles and proceedings."""

import polars as pl

from cases.claims.told import FIELDS
from marketplace.tapes.whole_rows import amounts, located

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
    "told",
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
        _told(rows),
        pl.col(COLUMNS[COLUMNS.index("told") + 1 :]),
    )


def _told(rows: pl.DataFrame) -> pl.Expr:
    """What the tape tells beyond the columns of claims, as JSON; null for a tape without any of it."""
    said = [name for name in FIELDS if rows[name].null_count() < rows.height]
    if not said:
        return pl.lit(None, pl.String).alias("told")
    values = [pl.col(name).cast(pl.String) if rows.schema[name] == pl.Date else pl.col(name) for name in said]
    return (
        pl.when(pl.any_horizontal(pl.col(said).is_not_null()))
        .then(pl.struct(values).struct.json_encode())
        .alias("told")
    )
