"""Court fees for every distinct value among the cases: asked once of the law, then joined."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date

from cases.jurisdictions.registry import by_code
from cases.strategies.rules import Rule
from kernel import db
from kernel.errors import NotFound, Problem, Refused
from kernel.money import Money

type Asked = tuple[str, str, str]
"""Jurisdiction, code of the fee, and the column of the ground that is its value."""


def fee_of(rule: Rule) -> Asked | None:
    """What the law is asked for a rule's step; None where it costs no fee, or the fee is not in the data."""
    if not rule.fee or rule.court is None:
        return None
    here = by_code(rule.jurisdiction)
    on = here.procedures[rule.court].fee_on if here else "sum"
    return rule.jurisdiction, rule.fee, "principal" if on == "principal" else "balance"


async def lay_fees(rules: Sequence[Rule], on: date) -> list[Asked]:
    """The table `strategy_fees` beside the ground; returns what it has, for the joins. No law is asked twice."""
    asked = list(dict.fromkeys(one for rule in rules if (one := fee_of(rule)) is not None))
    await db.execute(
        "CREATE TEMP TABLE strategy_fees (jurisdiction text, fee text, value bigint, minor bigint, sentence text)"
        " ON COMMIT DROP"
    )
    for jurisdiction, fee, column in asked:
        rows = await db.fetch(
            f"SELECT DISTINCT {column} AS value FROM strategy_ground WHERE jurisdiction = $1 AND stopped IS NULL",
            jurisdiction,
        )
        known = await asyncio.to_thread(_fees, jurisdiction, fee, [row["value"] for row in rows], on)
        await db.copy_records("strategy_fees", ("jurisdiction", "fee", "value", "minor", "sentence"), known)
    await db.execute("ANALYZE strategy_fees")
    return asked


def _fees(jurisdiction: str, fee: str, values: Iterable[int], on: date) -> list[tuple[str, str, int, int | None, str]]:
    return [(jurisdiction, fee, value, *court_fee(jurisdiction, fee, value, on)) for value in values]


def court_fee(jurisdiction: str, fee: str, value: int, on: date) -> tuple[int | None, str]:
    """The fee a company pays to begin, and the sentence for it; no amount where the law data does not know it."""
    here = by_code(jurisdiction)
    if here is None:
        return None, "No jurisdiction answers here."
    try:
        found = here.fee(fee, Money(value, here.currency), on, "company")
    except (NotFound, Refused, Problem) as problem:
        return None, problem.sentence
    if found.amount is None:
        return 0, found.sentence
    if found.amount.currency != here.currency:
        return None, f"The fee is in {found.amount.currency}: {found.sentence}"
    return found.amount.minor, found.sentence
