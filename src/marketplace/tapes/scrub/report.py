"""What the scrub of a tape came to: the schedule that a contract can carry."""

from collections import Counter
from datetime import date
from threading import Lock

import polars as pl
from msgspec import Struct

from kernel.money import Money
from marketplace.tapes.scrub.policy import BY_RULE, GROUNDS, ScrubPolicy, Treatment
from marketplace.tapes.whole_rows import amounts, whole


class GroundFound(Struct, frozen=True):
    """One ground: its treatment, the rows that have it, and what they owe (amount as text for each currency)."""

    ground: str
    title: str
    treatment: Treatment
    rows: int
    balances: dict[str, str]


class ScrubReport(Struct, frozen=True):
    """`excluded` rows left the tape, `flagged` rows stayed; a row with several grounds counts once. `warranties` are
    the sentences the seller gives for the rows that stayed, as of the cut-off date."""

    cut_off_on: date
    near_months: int
    looked_at: int
    excluded: int
    flagged: int
    grounds: tuple[GroundFound, ...]
    warranties: tuple[str, ...]


class ScrubCount:
    """Counts the scrub's findings chunk by chunk, in any order and from several threads."""

    def __init__(self, policy: ScrubPolicy, cut_off_on: date) -> None:
        self._policy, self._cut_off_on = policy, cut_off_on
        self._counting = Lock()
        self._looked_at = self._excluded = self._flagged = 0
        self._rows = Counter[str]()
        self._minor = Counter[tuple[str, str]]()

    def take(self, found: pl.DataFrame, typed: pl.DataFrame, stayed: int) -> None:
        """`found`: row_no and rule of the scrub in rows that break no other rule; `typed` those rows; `stayed`: how
        many rows the chunk's acceptance keeps."""
        treatments = {rule: self._policy.treatment(ground) for rule, ground in BY_RULE.items()}
        kept = {rule for rule, treatment in treatments.items() if treatment is Treatment.FLAG}
        out = found.filter(~pl.col("rule").is_in(list(kept)))["row_no"].unique()
        beside = found.filter(~pl.col("row_no").is_in(out.implode()))["row_no"].n_unique()
        told = found.select("row_no", "rule").unique().join(_owed(typed), on="row_no", how="left")
        counted = told.group_by("rule", "currency").agg(pl.len(), pl.col("owed").sum()).rows()
        with self._counting:
            self._excluded += len(out)
            self._flagged += beside
            self._looked_at += stayed + len(out)
            for rule, currency, rows, minor in counted:
                self._rows[rule] += rows
                if currency is not None:
                    self._minor[rule, currency] += minor

    def told(self) -> ScrubReport:
        grounds = tuple(
            GroundFound(
                ground.name,
                ground.title,
                self._policy.treatment(ground),
                self._rows[ground.rule],
                {code: Money(minor, code).text() for (rule, code), minor in self._minor.items() if rule == ground.rule},
            )
            for ground in GROUNDS
        )
        day = self._cut_off_on.isoformat()
        warranties = tuple(
            f"As of {day}, to the seller's records, no debt that is sold has the ground “{ground.title}”."
            for ground in GROUNDS
            if self._policy.treatment(ground) is Treatment.WARRANT
        )
        return ScrubReport(
            self._cut_off_on,
            self._policy.near_months,
            self._looked_at,
            self._excluded,
            self._flagged,
            grounds,
            warranties,
        )


def _owed(typed: pl.DataFrame) -> pl.DataFrame:
    rows = whole(typed)
    balance = pl.struct(amounts()).struct.field("balance_minor")
    return rows.select("row_no", "currency", pl.coalesce("item_amount_minor", balance).alias("owed"))
