"""The named rules of the tape desk: what each says, and whether it rejects a row, flags it or only informs."""

from collections.abc import Sequence
from enum import StrEnum

import polars as pl
from msgspec import Struct


class Severity(StrEnum):
    REJECT = "reject"
    FLAG = "flag"
    INFO = "info"


class Rule(Struct, frozen=True):
    code: str
    severity: Severity
    sentence: str


_REJECTS = {
    "row.shape": "The row does not fit the header: {detail}. Quote cells that contain the delimiter or a line break.",
    "row.orphan": "No sheet of accounts has the reference of this row. Add its account, or mend the reference.",
    "row.total": "This is the line of totals below the accounts, not an account.",
    "reference.missing": "The account has no reference. Give each account the number its contract bears.",
    "amount.missing": "The row names no amount that is owed. Fill in the balance, the principal or the item amount.",
    "amount.not_a_number": "This is not an amount. Write digits with one decimal mark, such as 1234.56.",
    "amount.ambiguous": "This amount reads two ways, or not as its column is written. Write it as its neighbours are.",
    "amount.decimals": "The amount has more decimals than its currency. Write it exactly, without rounding.",
    "amount.too_large": "The amount is larger than the platform holds. Check the decimal mark.",
    "amount.negative": "The amount is below zero. A credit balance is no claim; write payments as positive amounts.",
    "amount.zero": "Nothing is owed. Take the account out of the tape.",
    "balance.sum": "The balance is not principal + interest + costs - payments. Mend the part that is wrong.",
    "currency.several": "The row is in another currency than the tape. One tape, one currency: split it.",
    "currency.unknown": "This is no ISO 4217 currency code. Write EUR, PLN, SEK, GBP, USD or another code.",
    "country.missing": "No country is given for the claim. Map a country column or name one country for the tape.",
    "date.not_a_date": "This is not a date. Write it as the column's other cells, or as 2024-12-31.",
    "date.ambiguous": "Day and month of this date can be read two ways. Say in the mapping how the column is written.",
    "date.impossible": "There is no such day. Check day, month and year.",
    "date.future": "The date lies after the cut-off date. Check the year.",
    "dates.order": "The date comes before {earlier}, which must precede it. Check which of the two is wrong.",
    "duplicate.row": "The same row stands in the tape before. It is taken once.",
    "duplicate.reference": "Rows that differ bear this reference; none is likelier to be true. Keep the right one.",
    "cell.formula_for_value": "The cell begins like a formula where a number or a date belongs. Write the value.",
    "status.paid": "The account is marked as paid. Take it out of the tape.",
    "text.too_long": "The text is longer than its field holds ({longest} characters). Shorten it.",
    "text.control": "The cell holds a NUL character, which no text may hold. Export the tape again.",
    "balance.parts": "Interest and costs come to more than the balance, or payments to more than is owed. Mend them.",
}
_FLAGS = {
    "cell.formula": "The cell begins like a formula. It is kept as text and never run.",
    "id.checksum": "The identity number is not a valid one of its country. Check it against the contract.",
    "iban.checksum": "The IBAN is not valid. Check it against the debit mandate.",
    "postcode.country": "The postcode has not the form of the country of the address.",
    "percent.not_a_number": "This is not a percentage, so no rate is taken over.",
    "flag.unknown": "This is neither yes nor no in any language the tape desk knows, so nothing is taken over.",
    "choice.unknown": "This word is not known for the field, so nothing is taken over. Add it to the mapping's words.",
    "status.insolvent": "The debtor is insolvent: the case will be held.",
    "status.deceased": "The debtor has died: the case will be held.",
    "status.disputed": "The debt is disputed: the case will be held.",
    "status.live_plan": "A payment plan is live: the case will be held.",
    "status.moratorium": "A moratorium is in force: the case will be held.",
    "status.represented": "The debtor is represented: contact goes to the representative.",
    "status.minor": "The debtor is under age: a representative acts for the debtor.",
    "status.cease_and_desist": "The debtor asked not to be contacted.",
    "status.complaint": "A complaint is open.",
    "status.vulnerable": "The debtor is vulnerable.",
    "status.already_sold": "The debt is marked as sold already.",
    "duplicate.earlier": "Another tape of yours brought this account, and it is still yours: it would stand twice.",
    "status.non_assignable": "The debt may not be assigned by its contract or by law.",
    "status.pledged": "The debt is pledged or securitised: it must be released before it is sold.",
    "outlier.amount": "Far from what is usual for its product: {least} to {most} {currency}. Check the decimal mark.",
    "limitation.near": "Limitation ends soon. Sell it early, or take it out.",
    "limitation.barred": "Limitation has run out, or may have where a fact is missing. Check it before you sell.",
}

RULES: dict[str, Rule] = {
    code: Rule(code, severity, sentence)
    for severity, rules in ((Severity.REJECT, _REJECTS), (Severity.FLAG, _FLAGS))
    for code, sentence in rules.items()
}

FINDINGS = {
    "row_no": pl.Int64,
    "line_no": pl.Int64,
    "column": pl.String,
    "field": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "severity": pl.String,
    "sentence": pl.String,
}
"""The columns of a frame of findings: `column` is the header in the file, `value` what stood in the cell."""

LONGEST_VALUE = 500


def no_findings() -> pl.DataFrame:
    return pl.DataFrame(schema=FINDINGS)


def findings(
    frame: pl.DataFrame,
    code: str,
    where: pl.Expr,
    *,
    column: str | None,
    field: str | None,
    value: pl.Expr,
    **words: str,
) -> pl.DataFrame:
    """One finding for each row of `frame` (with `row_no` and `line_no`) in which `where` is true."""
    hits = frame.select(where.alias("hit")).to_series()
    if not hits.any():
        return no_findings()
    rule = RULES[code]
    return (
        frame.select("row_no", "line_no", value.cast(pl.String).alias("value"))
        .filter(hits)
        .select(
            "row_no",
            "line_no",
            pl.lit(column, pl.String).alias("column"),
            pl.lit(field, pl.String).alias("field"),
            pl.col("value").str.slice(0, LONGEST_VALUE),
            pl.lit(rule.code).alias("rule"),
            pl.lit(rule.severity.value).alias("severity"),
            pl.lit(rule.sentence.format(**words) if words else rule.sentence).alias("sentence"),
        )
    )


def joined(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    filled = [part for part in parts if part.height]
    return pl.concat(filled).sort("row_no", maintain_order=True) if filled else no_findings()
