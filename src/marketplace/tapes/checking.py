"""A whole file checked at once, as the check of a stored tape does it, for whoever has no account."""

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
from msgspec import Struct

from kernel.money import Money
from marketplace.tapes.barred import barred
from marketplace.tapes.examine import examine
from marketplace.tapes.export import rejects as with_reasons
from marketplace.tapes.export import write_rows
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.readiness import Readiness, ReadinessCount
from marketplace.tapes.reading import Layout, detect
from marketplace.tapes.scrub import ScrubPolicy, ScrubReport
from marketplace.tapes.scrub.scrubbing import scrub_of
from marketplace.tapes.whole_rows import amounts, whole


class RuleTold(Struct, frozen=True):
    rule: str
    severity: str
    sentence: str
    rows: int


class CheckedFile(Struct, frozen=True):
    """`read` = `accepted` + `rejected` + `left_out`. `balances`: amount as text for each currency of the good rows."""

    read: int
    accepted: int
    rejected: int
    left_out: int
    balances: dict[str, str]
    rules: tuple[RuleTold, ...]
    readiness: Readiness
    notes: tuple[str, ...] = ()
    scrub: ScrubReport | None = None


def check_file(
    path: Path,
    mapping: Mapping | None,
    *,
    today: date,
    rejects: Path | None = None,
    layout: Layout | None = None,
    policy: ScrubPolicy | None = None,
) -> CheckedFile:
    """Checks every row as of the cut-off date, scrubs under the policy if there is one, and writes the rejected rows
    to `rejects` if that is given.

    Raises Invalid for a file or mapping that cannot be used.
    """
    accepted = left_out = 0
    rejected: list[pl.DataFrame] = []
    reasons: list[pl.DataFrame] = []
    balances = Counter[str]()
    rules = Counter[str]()
    sentences: dict[str, str] = {}
    severities: dict[str, str] = {}
    ready = ReadinessCount()
    layout = layout or detect(path)
    scrub = scrub_of(policy, today)
    for chunk in examine(path, mapping, today=today, layout=layout, scrub=scrub):
        found = chunk.findings if scrub else pl.concat([chunk.findings, barred(chunk.accepted, on=today)])
        rules.update(dict(found.group_by("rule").agg(pl.col("row_no").n_unique()).rows()))
        severities |= dict(found.select("rule", "severity").unique("rule").rows())
        sentences = dict(found.select("rule", "sentence").unique("rule", keep="first").rows()) | sentences
        balances.update(_balances(chunk.accepted))
        ready.take(chunk.accepted)
        accepted, left_out = accepted + chunk.accepted.height, left_out + chunk.left_out
        rejected.append(chunk.rejected)
        reasons.append(found)
    bad = sum(one.height for one in rejected)
    if rejects is not None:
        write_rows(with_reasons(pl.concat(rejected), pl.concat(reasons), layout), rejects)
    return CheckedFile(
        read=accepted + bad + left_out,
        accepted=accepted,
        rejected=bad,
        left_out=left_out,
        balances={currency: Money(minor, currency).text() for currency, minor in sorted(balances.items())},
        rules=tuple(RuleTold(rule, severities[rule], sentences[rule], count) for rule, count in sorted(rules.items())),
        readiness=ready.told(),
        notes=layout.notes,
        scrub=scrub.count.told() if scrub else None,
    )


def _balances(accepted: pl.DataFrame) -> dict[str, int]:
    """What the rows amount to; a row of an item tape stands for its item."""
    rows = whole(accepted)
    owed = rows.select("currency", pl.coalesce("item_amount_minor", pl.struct(amounts()).struct.field("balance_minor")))
    return dict(owed.group_by("currency").agg(pl.last().sum()).rows())
