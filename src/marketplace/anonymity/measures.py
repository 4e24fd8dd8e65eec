"""How identifying a table is, counted the same way before and after a release."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from kernel.errors import Invalid, Place
from marketplace.anonymity.attackers import Attackers, attackers
from marketplace.anonymity.axes import Codes
from marketplace.anonymity.population import FRACTIONS, PopulationUniqueness, population_uniqueness
from marketplace.anonymity.variety import Variety, varieties


@dataclass(frozen=True, slots=True)
class Measures:
    """Risks are probabilities of naming the right debtor, for an attacker who knows every quasi-identifier.

    `average_risk` is the marketer's (with one row a debtor: classes ÷ rows), `highest_risk` the prosecutor's,
    `uniqueness` the share of rows whose class holds one debtor alone. `discernibility` sums the squares of the class
    sizes. `smallest_variety` is the least number of distinct sensitive values in a class (l), `varieties` tell each
    sensitive column apart. `attackers` is missing from tables without rows and from accounts of older releases.
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
    attackers: Attackers | None = None
    varieties: tuple[Variety, ...] = ()
    population: tuple[PopulationUniqueness, ...] = ()


def measure(
    frame: pl.DataFrame,
    qi: Sequence[str],
    debtor_key: str | None = None,
    sensitive: Sequence[str] = (),
    fractions: Sequence[float] = FRACTIONS,
) -> Measures:
    """Classes are the combinations of `qi`. Without `debtor_key` each row counts as a debtor of its own.

    Rows without a debtor's key count together as one debtor: the careful reading. `fractions` are shares
    of the population that the tape may be.
    """
    _known(frame, [*qi, *([debtor_key] if debtor_key else []), *sensitive])
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
    sizes = classes.select(pl.col("rows", "debtors").cast(pl.Int64))
    rows, debtors = sizes["rows"].to_numpy(), sizes["debtors"].to_numpy()
    smallest = int(debtors.min())
    found = varieties(frame, _classes(numbered, keys), sensitive) if sensitive else ()
    return Measures(
        rows=frame.height,
        debtors=numbered["debtor"].n_unique(),
        classes=classes.height,
        k=smallest,
        average_risk=float((rows / debtors).sum()) / frame.height,
        highest_risk=1 / smallest,
        uniqueness=int(rows[debtors == 1].sum()) / frame.height,
        discernibility=int((rows**2).sum()),
        smallest_variety=min((one.l_distinct for one in found), default=None),
        attackers=attackers(debtors, rows),
        varieties=found,
        population=population_uniqueness(debtors, rows, fractions),
    )


def _classes(numbered: pl.DataFrame, keys: Sequence[str]) -> Codes:
    """Each row's class, numbered from 0 without gaps."""
    found = np.zeros(numbered.height, dtype=np.int64)
    for name in keys:
        codes = numbered[name].rank("dense").cast(pl.Int64).fill_null(0).to_numpy()
        found = np.unique(found * (codes.max() + 1) + codes, return_inverse=True)[1]
    return found.astype(np.int32)


def _plain(values: pl.Series) -> pl.Series:
    return values.cast(pl.List(pl.String)).list.join("|") if isinstance(values.dtype, pl.List) else values


def _known(frame: pl.DataFrame, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise Invalid(
            f"The table has no column {', '.join(missing)}; it has {', '.join(frame.columns)}.",
            places=[Place(where=name, value=None, sentence="Name a column of the table.") for name in missing],
        )
