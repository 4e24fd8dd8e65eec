"""A set of templates as one row a loan: its borrower, a second party, protection, and what history there is."""

from collections.abc import Sequence

import polars as pl
from msgspec import Struct

from marketplace.tapes.eba.fields import FIELDS, month_of
from marketplace.tapes.reading.templates.tables import Part

BORROWERS, SECOND = "Borrowers", "Second party "
HISTORY = "5.03 Months of repayment history"
FROM_DEFAULT = "Movement history from default"
INSOLVENT = "Insolvency proceedings (1.32)"
ROLE = "Second party role"
FURTHER = "Further counterparties"
_NONE = ("none", "no", "n/a", "0", "not applicable")


class Joined(Struct, frozen=True):
    """`rows`: one for each row of the loan template, all text, with `line_no`; `notes`: what belongs to no loan."""

    rows: pl.DataFrame
    notes: tuple[str, ...]


def joined(parts: Sequence[Part]) -> Joined:
    """Every row of the loan template once, in order, whatever the other templates hold."""
    loans = _stacked(parts, "loan").with_row_index("place")
    counterparties = _first_by(_stacked(parts, "counterparty"), "1.02")
    links, guarantees = _links(parts)
    notes = _orphans(loans, counterparties, links, guarantees)
    rows = _with_parties(loans, counterparties, links, guarantees)
    rows = _with_protection(rows, parts)
    rows = _with_history(rows, _stacked(parts, "history"))
    named = {name: FIELDS[name].header for name in rows.columns if name in FIELDS}
    return Joined(rows.sort("place").drop("place").rename(named), tuple(notes))


def _stacked(parts: Sequence[Part], template: str) -> pl.DataFrame:
    frames = [part.rows for part in parts if part.template == template]
    return (
        pl.concat(frames, how="diagonal_relaxed")
        if frames
        else pl.DataFrame(schema={"line_no": pl.Int64, "broken": pl.String})
    )


def _first_by(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    if key not in frame.columns:
        return pl.DataFrame(schema={key: pl.String})
    return (
        frame.filter(pl.col(key).is_not_null()).unique(key, keep="first", maintain_order=True).drop("line_no", "broken")
    )


def _links(parts: Sequence[Part]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Loan to borrower (2.1), and loan to guarantor, through the protection both name (2.3 and 2.4)."""
    relations = [part.rows for part in parts if part.template == "relations"]
    nothing = pl.DataFrame(schema={"2.01": pl.String, "2.00": pl.String})
    direct = [one.select("2.01", "2.00") for one in relations if {"2.00", "2.01"} <= set(one.columns)]
    secured = [one.select("2.01", "2.03") for one in relations if {"2.01", "2.03"} <= set(one.columns)]
    given = [one.select("2.00", "2.03") for one in relations if {"2.00", "2.03"} <= set(one.columns)]
    links = pl.concat([nothing, *direct]).drop_nulls().unique(maintain_order=True)
    if not secured or not given:
        return links, nothing
    guarantees = pl.concat(secured).join(pl.concat(given), on="2.03").select("2.01", "2.00")
    return links, guarantees.drop_nulls().unique(maintain_order=True)


def _with_parties(
    loans: pl.DataFrame, counterparties: pl.DataFrame, links: pl.DataFrame, guarantees: pl.DataFrame
) -> pl.DataFrame:
    """The first borrower as debtor, then the next borrower or the first guarantor as second party; the rest by name."""
    told = [links.with_columns(pl.lit("co-debtor").alias("role")), guarantees.with_columns(role=pl.lit("guarantor"))]
    order = pl.concat(told).unique(["2.01", "2.00"], keep="first", maintain_order=True)
    grouped = order.group_by("2.01", maintain_order=True).agg("2.00", "role")
    borrower = pl.col("role").list.get(0) == "co-debtor"
    second = pl.when(borrower).then(1).otherwise(0)
    people = grouped.select(
        pl.col("2.01").alias("3.01"),
        pl.when(borrower).then(pl.col("2.00").list.get(0)).alias("1.02"),
        pl.col("2.00").list.get(second, null_on_oob=True).alias("second"),
        pl.col("role").list.get(second, null_on_oob=True).alias(ROLE),
        pl.col("2.00").list.slice(second + 1).list.join(", ").replace("", None).alias(FURTHER),
    )
    rows = loans if "1.02" not in loans.columns else loans.drop("1.02")
    rows = rows.join(people, on="3.01", how="left", maintain_order="left")
    if counterparties.width > 1:
        own = counterparties.select(
            name for name in counterparties.columns if name not in rows.columns or name == "1.02"
        )
        rows = rows.join(own, on="1.02", how="left", maintain_order="left")
        renamed = {name: f"{SECOND}{FIELDS[name].header if name in FIELDS else name}" for name in own.columns}
        other = own.rename(renamed).rename({renamed["1.02"]: "second"})
        rows = rows.join(other, on="second", how="left", maintain_order="left")
    rows = rows.rename({"second": f"{SECOND}identifier"})
    if "1.32" in rows.columns:
        status = pl.col("1.32").str.to_lowercase()
        insolvent = pl.when(status.is_in(_NONE)).then(pl.lit("no")).when(status.str.contains("bankrupt|insolv|admin"))
        rows = rows.with_columns(insolvent.then(pl.lit("yes")).alias(INSOLVENT))
    return rows


def _with_protection(rows: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
    """How many protections a loan has, and the detail of the first that the protection template describes."""
    relations = [part.rows for part in parts if part.template == "relations"]
    secured = [one.select("2.01", "2.03") for one in relations if {"2.01", "2.03"} <= set(one.columns)]
    if not secured:
        return rows
    linked = pl.concat(secured).drop_nulls().unique(maintain_order=True)
    counted = linked.group_by("2.01").agg(pl.len().cast(pl.String).alias("Protections"))
    rows = rows.join(counted, left_on="3.01", right_on="2.01", how="left", maintain_order="left")
    details = _first_by(_stacked(parts, "protection"), "4.00")
    if details.width < 2:
        return rows
    first = linked.join(details, left_on="2.03", right_on="4.00", maintain_order="left")
    first = first.rename({"2.03": "4.00"}).unique("2.01", keep="first", maintain_order=True)
    own = [name for name in first.columns if name not in rows.columns]
    return rows.join(first.select(own), left_on="3.01", right_on="2.01", how="left", maintain_order="left")


def _with_history(rows: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """How many months are given, and whether they reach back to the default: that is what proves the balance."""
    key = next((name for name in ("5.00", "3.01", "2.01") if name in history.columns), None)
    if key is None or history.is_empty():
        return rows
    months = {name: month_of(name) for name in history.columns if month_of(name)}
    if months:
        long = history.select(pl.col(key), *months).unpivot(list(months), index=key, variable_name="month").drop_nulls()
        long = long.with_columns(pl.col("month").replace_strict(months))
    else:
        dated = [name for name in history.columns if name not in FIELDS and name not in ("line_no", "broken")]
        if not dated:
            return rows
        long = history.select(pl.col(key), pl.coalesce(dated).str.extract(r"((?:19|20)\d{2}-\d{2})").alias("month"))
    told = long.drop_nulls().group_by(key).agg(pl.col("month").n_unique().alias("months"), pl.col("month").min())
    rows = rows.join(told, left_on="3.01", right_on=key, how="left", maintain_order="left")
    default = pl.col("3.23").str.slice(0, 7) if "3.23" in rows.columns else pl.lit(None, pl.String)
    reaches = pl.when(pl.col("month") <= default).then(pl.lit("yes")).when(pl.col("month") > default).then(pl.lit("no"))
    return rows.with_columns(pl.col("months").cast(pl.String).alias(HISTORY), reaches.alias(FROM_DEFAULT)).drop(
        "months", "month"
    )


def _orphans(
    loans: pl.DataFrame, counterparties: pl.DataFrame, links: pl.DataFrame, guarantees: pl.DataFrame
) -> list[str]:
    """Sentences for what the relations leave hanging; nothing of it is dropped without being told."""
    notes = []
    linked = set(links["2.00"]) | set(guarantees["2.00"])
    loose = [one for one in counterparties["1.02"] if one not in linked]
    if loose:
        notes.append(f"{len(loose)} counterparties belong to no loan, such as {loose[0]}.")
    unknown = [one for one in links["2.00"].unique(maintain_order=True) if one not in set(counterparties["1.02"])]
    if unknown:
        notes.append(f"The relations name {len(unknown)} counterparties that no row describes, such as {unknown[0]}.")
    known = set(loans["3.01"])
    absent = [one for one in links["2.01"].unique(maintain_order=True) if one not in known]
    if absent:
        notes.append(f"The relations name {len(absent)} loans that are not in the file, such as {absent[0]}.")
    bare = loans.filter(~pl.col("3.01").is_in(links["2.01"].implode()))
    if bare.height:
        notes.append(f"{bare.height} loans name no borrower.")
    return notes
