"""The scrub of one chunk: grounds found by the rules, limitation asked, severities set by the policy."""

from datetime import date

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from cases.deadlines.arithmetic import add_months
from marketplace.tapes.barred import barred, nearly_barred
from marketplace.tapes.casting import Cast
from marketplace.tapes.checks import Checked
from marketplace.tapes.rules import Severity, findings, joined
from marketplace.tapes.scrub.policy import BY_RULE, ScrubPolicy, Treatment
from marketplace.tapes.scrub.report import ScrubCount

EXCLUDED = " Excluded by the seller's scrub policy."


class Known(Struct, frozen=True):
    """References that the seller's other tapes brought: of claims still theirs, and of claims they sold."""

    live: pl.Series
    sold: pl.Series


class Scrub(Struct, frozen=True):
    """The policy a file is read under, where its findings are counted, and what earlier tapes brought."""

    policy: ScrubPolicy
    count: ScrubCount
    known: Known | None = None


def scrub_of(policy: ScrubPolicy | None, cut_off_on: date, known: Known | None = None) -> Scrub | None:
    """A fresh count under the policy; None without one."""
    return Scrub(policy, ScrubCount(policy, cut_off_on), known) if policy is not None else None


def _brought_before(accepted: pl.DataFrame, known: Known, header: str | None) -> list[pl.DataFrame]:
    """A finding for each row whose reference another tape brought."""
    reference = pl.col("reference")
    asked = (("duplicate.earlier", known.live), ("status.already_sold", known.sold))
    return [
        findings(accepted, rule, reference.is_in(names.implode()), column=header, field="reference", value=reference)
        for rule, names in asked
        if len(names)
    ]


def scrubbed(checked: Checked, cast: Cast, scrub: Scrub, *, today: date, header: str | None) -> Checked:
    """The chunk with every ground found and treated: excluded rows are rejected with their reason, others flagged.

    `header` is the column of the reference.
    """
    policy = scrub.policy
    over = barred(checked.accepted, on=today)
    parts = [checked.findings, over]
    if policy.near_months:
        still = checked.accepted.filter(~pl.col("row_no").is_in(over["row_no"].implode()))
        parts.append(nearly_barred(still, until=add_months(today, policy.near_months)))
    if scrub.known is not None:
        parts += _brought_before(checked.accepted, scrub.known, header)
    found = _treated(joined(parts), policy)
    ground = pl.col("rule").is_in(list(BY_RULE))
    rejects = pl.col("severity") == Severity.REJECT.value
    bad = found.filter(rejects & ~ground)["row_no"].unique()
    out = found.filter(rejects)["row_no"].unique()
    gone = pl.col("row_no").is_in(out.implode())
    sound = ~pl.col("row_no").is_in(bad.implode())
    accepted = checked.accepted.filter(~gone)
    of_grounds = found.filter(ground & sound)
    with_ground = cast.typed.filter(pl.col("row_no").is_in(of_grounds["row_no"].implode()))
    scrub.count.take(of_grounds, with_ground, accepted.height)
    return replace(checked, accepted=accepted, rejected=cast.raw.filter(gone), findings=found)


def _treated(found: pl.DataFrame, policy: ScrubPolicy) -> pl.DataFrame:
    """Severities as the policy says; a rejected row says that the policy took it out."""
    out = [rule for rule, ground in BY_RULE.items() if policy.treatment(ground) is not Treatment.FLAG]
    excluded = pl.col("rule").is_in(out)
    flagged = pl.col("rule").is_in([rule for rule in BY_RULE if rule not in out])
    return found.with_columns(
        pl.when(excluded)
        .then(pl.lit(Severity.REJECT.value))
        .when(flagged)
        .then(pl.lit(Severity.FLAG.value))
        .otherwise("severity")
        .alias("severity"),
        pl.when(excluded).then(pl.col("sentence") + EXCLUDED).otherwise("sentence").alias("sentence"),
    )
