"""The account given of a release: figures, and sentences a seller understands."""

import polars as pl

from kernel.money import Money
from marketplace.anonymity.axes import Axis
from marketplace.anonymity.fidelity import Fidelity
from marketplace.anonymity.groups import Groups
from marketplace.anonymity.loss import Loss, loss
from marketplace.anonymity.measures import Measures, measure
from marketplace.anonymity.release import Drawn
from marketplace.anonymity.report import Report, Total
from marketplace.anonymity.roles import CURRENCY, DEBTOR_KEY, PLACES

WITHOUT_CURRENCY = "XXX"
"""ISO 4217 for no currency."""


def account(
    frame: pl.DataFrame,
    released: pl.DataFrame,
    key: pl.DataFrame,
    *,
    axes: list[Axis],
    drawn: Drawn,
    groups: Groups,
    withheld: tuple[str, ...],
    sensitive: tuple[str, ...],
    k: int,
    worth: Fidelity | None,
) -> Report:
    """k is counted again on the released table itself, not taken from the cut."""
    taken = [name for axis in axes for name in (PLACES if axis.name == "place" else (axis.name,))]
    quasi = tuple(name for name in taken if name in frame.columns)
    before = measure(frame, quasi, DEBTOR_KEY, sensitive)
    owners = key.select("reference", frame[DEBTOR_KEY].gather(key["row"]).alias(DEBTOR_KEY))
    seen = released.join(owners, on="reference", how="left")
    generalised = [name for name in released.columns if name not in {"reference", "cell"} and name not in frame.columns]
    kept = [name for name in quasi if name in released.columns]
    after = measure(seen, [*generalised, *kept], DEBTOR_KEY, sensitive)
    lost = loss(axes, drawn.spans, drawn.cell_of_row)
    suppressed = sum(axis.hidden_rows for axis in lost.axes)
    totals = tuple(_total(frame, released, name) for name in groups)
    untold = tuple(name for name, cells in groups.items() if cells is None)
    return Report(
        k_requested=k,
        k_reached=after.k,
        rows=frame.height,
        debtors=before.debtors,
        cells=drawn.cells.height,
        suppressed=suppressed,
        quasi_identifiers=quasi,
        withheld_columns=withheld,
        untold_amounts=untold,
        totals=totals,
        before=before,
        after=after,
        loss=lost,
        sentences=_sentences(before, after, lost, suppressed=suppressed, untold=untold, totals=totals),
        fidelity=worth,
    )


def _total(frame: pl.DataFrame, released: pl.DataFrame, name: str) -> Total:
    currency = currency_of(frame)
    means = released[f"{name.removesuffix('_minor')}_mean_minor"]
    told = None if means.null_count() == len(means) else Money(int(means.sum()), currency).text()
    return Total(name, currency, Money(int(frame[name].cast(pl.Int64).sum()), currency).text(), told)


def currency_of(frame: pl.DataFrame) -> str:
    return str(frame[CURRENCY][0]) if CURRENCY in frame.columns and frame[CURRENCY][0] else WITHOUT_CURRENCY


def _sentences(
    before: Measures,
    after: Measures,
    lost: Loss,
    *,
    suppressed: int,
    untold: tuple[str, ...],
    totals: tuple[Total, ...],
) -> tuple[str, ...]:
    said = [
        f"Every line of the released tape could belong to at least {after.k} different debtors"
        f" ({before.debtors:,} debtors in {before.rows:,} claims, {after.classes:,} groups).",
        f"Before, {before.uniqueness:.1%} of the claims stood alone and a debtor would be named with a chance of"
        f" {before.average_risk:.1%} on average; now it is {after.average_risk:.2%}, at the worst"
        f" {after.highest_risk:.1%}.",
        f"The released tape keeps {1 - lost.entropy:.0%} of the detail; {suppressed:,} single values are not shown and"
        " no claim is left out.",
    ]
    blurred = sorted(lost.axes, key=lambda axis: -axis.entropy)[:3]
    if blurred and blurred[0].entropy > 0:
        said.append("Most blurred: " + ", ".join(f"{axis.axis} ({axis.entropy:.0%} lost)" for axis in blurred) + ".")
    said += [
        f"Behind every line stand at least {one.l_distinct} values of {one.column}, at most"
        f" {one.t_equal if one.t_ordered is None else one.t_ordered:.2f} away from the whole lot's."
        for one in after.varieties
    ]
    if untold:
        said.append(f"Not told at all: {', '.join(untold)}; too few debtors share the amount, or one owns most of it.")
    said += [
        f"The rounded means of {one.column} add up to {one.tape_total} {one.currency}; the exact total is {one.total}."
        for one in totals
        if one.tape_total not in (None, one.total)
    ]
    return tuple(said)
