"""All the rules on one chunk: which rows are taken, which are not, and why. No row is ever both or neither."""

from datetime import date

import polars as pl
from msgspec import Struct

from marketplace.tapes.casting import Cast
from marketplace.tapes.checks.outliers import Usual, outliers
from marketplace.tapes.checks.rows import RowChecks, cell_of
from marketplace.tapes.checks.twins import Twins
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.rules import RULES, Severity, findings, joined

_AMOUNT_RULES = [code for code in RULES if code.startswith("amount.")] + ["cell.formula_for_value", "currency.unknown"]


class Checked(Struct, frozen=True):
    """`accepted` (typed) and `rejected` (as text under the file's headers) share out the chunk's rows; `findings`
    tell why, and what else was seen."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    findings: pl.DataFrame


def check(
    cast: Cast,
    mapping: Mapping,
    *,
    twins: Twins,
    today: date,
    currency: str | None = None,
    usual: tuple[Usual, ...] = (),
) -> Checked:
    """Applies every rule as of `today` (the cut-off date). `currency` is the tape's, rows in others are refused.

    `usual` is what its amounts lie between.
    """
    refused = cast.findings.filter(pl.col("rule").is_in(_AMOUNT_RULES))["row_no"].unique()
    misshapen = cast.findings.filter(pl.col("rule") == "row.shape")["row_no"]
    unreadable = pl.col("row_no").is_in(refused.implode()).alias("unreadable")
    cells = [cast.raw[header].alias(cell_of(field)) for header, field in mapping.columns.items()]
    typed = cast.typed.with_columns(unreadable, *cells)
    sound = typed.filter(~pl.col("row_no").is_in(misshapen.implode())) if len(misshapen) else typed
    found = [cast.findings, *RowChecks(sound, mapping, today).all(), *_doubles(sound, mapping, twins)]
    found += outliers(sound, usual, mapping)
    if currency is not None:
        other = (pl.col("currency") != currency) | pl.col("currency").is_null()
        header = mapping.header_of("currency")
        where = other & ~unreadable
        found.append(
            findings(sound, "currency.several", where, column=header, field="currency", value=pl.col("currency"))
        )
    every = joined(found)
    rejects = every.filter(pl.col("severity") == Severity.REJECT.value)["row_no"].unique()
    out = pl.col("row_no").is_in(rejects.implode())
    return Checked(cast.typed.filter(~out), cast.raw.filter(out), every)


def _doubles(typed: pl.DataFrame, mapping: Mapping, twins: Twins) -> list[pl.DataFrame]:
    header = mapping.header_of("reference")
    parts = []
    for code, rows in (("duplicate.row", twins.repeated), ("duplicate.reference", twins.conflicting)):
        if len(rows):
            where = pl.col("row_no").is_in(rows.implode())
            parts.append(
                findings(typed, code, where, column=header, field="reference", value=pl.col(cell_of("reference")))
            )
    return parts
