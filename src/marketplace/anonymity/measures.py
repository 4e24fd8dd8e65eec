"""How identifying a table is, counted the same way before and after a release."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from kernel.errors import Invalid, Place
from marketplace.anonymity.attackers import Attackers, attackers
from marketplace.anonymity.axes import Positions
from marketplace.anonymity.guard import debtors_of
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
    owners = _numbered(frame[debtor_key]) if debtor_key else np.arange(frame.height)
    classes = _classes([_plain(frame[name]).alias(f"q{place}") for place, name in enumerate(qi)], frame.height)
    rows, debtors = np.bincount(classes), debtors_of(classes, owners)
    smallest = int(debtors.min())
    found = varieties(frame, classes.astype(np.int32), sensitive) if sensitive else ()
    return Measures(
        rows=frame.height,
        debtors=int(owners.max()) + 1 if debtor_key else frame.height,
        classes=len(rows),
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


def _classes(columns: Sequence[pl.Series], rows: int) -> Positions:
    """Each row's class, numbered from 0 without gaps: rows of one hash, compared value by value with the first.

    Should two different rows ever share a hash, the rows themselves are ranked, which takes several times as long.
    """
    if not columns:
        return np.zeros(rows, dtype=np.int64)
    table = pl.DataFrame(columns)
    _, first, classes = np.unique(table.hash_rows().to_numpy(), return_index=True, return_inverse=True)
    example = first[classes]
    if all(values.eq_missing(values.gather(example)).all() for values in columns):
        return classes
    return _numbered(table.to_struct("row"))


def _numbered(values: pl.Series) -> Positions:
    """Equal values under one number, from 0 without gaps; nulls are one value."""
    return np.unique(values.rank("dense").fill_null(0).to_numpy(), return_inverse=True)[1]


def _plain(values: pl.Series) -> pl.Series:
    return values.cast(pl.List(pl.String)).list.join("|") if isinstance(values.dtype, pl.List) else values


def _known(frame: pl.DataFrame, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise Invalid(
            f"The table has no column {', '.join(missing)}; it has {', '.join(frame.columns)}.",
            places=[Place(where=name, value=None, sentence="Name a column of the table.") for name in missing],
        )
