"""Accepted rows whose limitation has run out: law per distinct set of facts, joined back to the rows."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from cases.jurisdictions.contract import LimitationFacts
from cases.jurisdictions.registry import by_country
from marketplace.tapes.acceptance.accounts import located, whole
from marketplace.tapes.rules import RULES, findings

BARRED = RULES["limitation.barred"]
PRINCIPAL = ("principal", "invoice", "instalment")
"""Interest, fees and costs follow what they accrue on."""

_FACTS = {
    "product": pl.col("product").fill_null("other"),
    "item_kind": pl.coalesce("item_kind", pl.lit("principal")),
    "debtor_kind": pl.col("debtor_kind").fill_null("person"),
    "due_on": pl.coalesce("item_due_date", "due_date"),
    "default_on": pl.col("default_date"),
    "contract_on": pl.col("contract_date"),
    "termination_on": pl.col("termination_date"),
    "last_payment_on": pl.col("last_payment_date"),
    "acknowledged_on": pl.col("acknowledged_on"),
    "titled_on": pl.col("title_on"),
    "region": pl.col("territory"),
}


def barred(accepted: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """A finding for each row that is barred on the day, naming the default date or the due date it turns on.

    The same question is asked again for the claim's case when it opens; here it warns the seller.
    """
    rows = located(whole(accepted)).filter(pl.col("item_kind").is_null() | pl.col("item_kind").is_in(PRINCIPAL))
    asked = rows.select("row_no", "line_no", "country", **_FACTS)
    keys = ["country", *_FACTS]
    distinct = asked.select(keys).unique(maintain_order=True)
    judged = distinct.with_columns(pl.Series("barred", list(_judged(distinct, on)), pl.Boolean))
    told = asked.join(judged, on=keys, how="left", nulls_equal=True, maintain_order="left")
    value = pl.coalesce("due_on", "default_on", "termination_on", "contract_on")
    return findings(told, BARRED.code, pl.col("barred"), column=None, field="default_date", value=value)


def _judged(distinct: pl.DataFrame, on: date) -> Iterator[bool]:
    for country, *known in distinct.iter_rows():
        jurisdiction = by_country(country)
        if jurisdiction is None:
            yield False
            continue
        answer = jurisdiction.limitation(LimitationFacts(**dict(zip(_FACTS, known, strict=True))), on)
        # Where the fact that starts time is missing, the cautious date is all there is to warn by.
        cautious = answer.outcome == "unknown" and answer.safe_on is not None and answer.safe_on < on
        yield answer.outcome == "barred" or cautious
