"""How identifying a table is, counted the same way before and after a release."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kernel.errors import Invalid, Place


@dataclass(frozen=True, slots=True)
class Measures:
    """Risks are probabilities of naming the right debtor, for an attacker who knows every quasi-identifier.

    `average_risk` is the marketer's (with one row a debtor: classes ÷ rows), `highest_risk` the prosecutor's,
    `uniqueness` the share of rows whose class holds one debtor alone. `discernibility` sums the squares of the class
    sizes. `smallest_variety` is the least number of distinct sensitive values in a class (l), if one was named.
    """

    rows: int
    debtors: int
    classes: int
    k: int
    average_risk: float
    highest_risk: float
    uniqueness: float
    discernibility: int
    smallest_variety: int | None = None


def measure(
    frame: pl.DataFrame, qi: Sequence[str], debtor_key: str | None = None, sensitive: str | None = None
) -> Measures:
    """Classes are the combinations of `qi`. Without `debtor_key` each row counts as a debtor of its own.

    Rows without a debtor's key count together as one debtor: the careful reading.
    """
    _known(frame, [*qi, *([debtor_key] if debtor_key else []), *([sensitive] if sensitive else [])])
    if not frame.height:
        return Measures(0, 0, 0, 0, 0.0, 0.0, 0.0, 0)
    numbered = frame.select(
        *(_plain(frame[name]).alias(f"q{place}") for place, name in enumerate(qi)),
        (pl.col(debtor_key) if debtor_key else pl.int_range(pl.len())).alias("debtor"),
    )
    keys = [f"q{place}" for place in range(len(qi))]
    pairs = numbered.lazy().group_by(*keys, "debtor").agg(pl.len().alias("rows"))
    grouping = pairs.group_by(keys) if keys else pairs.with_columns(q=0).group_by("q")
    classes = grouping.agg(pl.col("rows").sum(), pl.len().alias("debtors")).collect()
    rows, smallest = frame.height, int(classes["debtors"].to_numpy().min())
    alone = int(classes.filter(pl.col("debtors") == 1)["rows"].sum())
    return Measures(
        rows=rows,
        debtors=numbered["debtor"].n_unique(),
        classes=classes.height,
        k=smallest,
        average_risk=float((classes["rows"] / classes["debtors"]).sum()) / rows,
        highest_risk=1 / smallest,
        uniqueness=alone / rows,
        discernibility=int((classes["rows"].cast(pl.Int64) ** 2).sum()),
        smallest_variety=_variety(frame, qi, sensitive) if sensitive else None,
    )


def _variety(frame: pl.DataFrame, qi: Sequence[str], sensitive: str) -> int:
    varieties = frame.group_by(list(qi)).agg(pl.col(sensitive).n_unique().alias("l"))
    return int(varieties["l"].to_numpy().min())


def _plain(values: pl.Series) -> pl.Series:
    return values.cast(pl.List(pl.String)).list.join("|") if isinstance(values.dtype, pl.List) else values


def _known(frame: pl.DataFrame, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise Invalid(
            f"The table has no column {', '.join(missing)}; it has {', '.join(frame.columns)}.",
            places=[Place(where=name, value=None, sentence="Name a column of the table.") for name in missing],
        )
