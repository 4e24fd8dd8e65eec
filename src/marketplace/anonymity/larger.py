"""Whether a lot that bidders would misjudge is judged rightly as part of a larger one."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from kernel.errors import Refused
from marketplace.anonymity.anonymise import anonymise
from marketplace.anonymity.fidelity import Tried
from marketplace.anonymity.roles import CURRENCY, Role


def larger_lot(
    frame: pl.DataFrame, others: Sequence[tuple[str, pl.DataFrame]], roles: Mapping[str, Role], k: int, *, as_of: date
) -> Tried | None:
    """The smallest of the other lots of one listing (name, frame) with which the two as one keep their present value.

    Where none does, the one that comes nearest; None without another lot in the same currency that may be shown with
    it. Frames and roles are those of `anonymise`.
    """
    found: list[Tried] = []
    for name, other in sorted(others, key=lambda one: one[1].height):
        if not _same_currency(frame, other):
            continue
        both = pl.concat([frame, other], how="diagonal_relaxed")
        known = {column: role for column, role in roles.items() if column in both.columns}
        try:
            worth = anonymise(both, known, k, as_of=as_of).report.fidelity
        except Refused:
            continue
        if worth is not None:
            found.append(Tried(f"making one lot of it and “{name}”", worth.error))
            if worth.tolerable:
                return found[-1]
    return min(found, key=lambda one: abs(one.error), default=None)


def _same_currency(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    def currencies(frame: pl.DataFrame) -> set[str]:
        return set(frame[CURRENCY].drop_nulls()) if CURRENCY in frame.columns else set()

    return currencies(one) == currencies(other)
