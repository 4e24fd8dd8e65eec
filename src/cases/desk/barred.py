"""Claims whose limitation is over: whether the law itself bars them, or the debtor would have to plead it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.deadlines.limitation import COLUMNS, HAPPENED, PERIODIC, facts_of
from cases.desk.barred_items import ItemOver, items_over
from cases.desk.reach import CaseAtHand
from cases.jurisdictions.registry import by_code
from kernel import db

OVER = "d.kind = 'limitation' AND d.status = 'open' AND (d.outcome = 'barred' OR d.statutory_on < $2::date)"
"""Interrupted since, the deadline was closed with its evidence, and nothing is over."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Limitation is over. `by_law`: nobody needs to plead it, so no paper may demand the debt."""

    by_law: bool
    ended_on: date | None
    sentence: str


async def bars_of(cases: Sequence[CaseAtHand], *, on: date) -> dict[UUID, Bar]:
    """The cases of these whose limitation is over on the day, in the open transaction."""
    rows = await db.fetch(
        f"SELECT d.case_id, d.statutory_on, d.authority FROM deadlines d WHERE d.case_id = ANY($1) AND {OVER}",
        [case.id for case in cases],
        on,
    )
    over = {row["case_id"]: row for row in rows}
    rest = await items_over([case for case in cases if case.id not in over], on=on)
    in_part = {case_id: _in_part(one) for case_id, one in rest.items()}
    if not over:
        return in_part
    judged = await _judged([case for case in cases if case.id in over], on)
    return in_part | {case_id: _bar(row, judged.get(case_id)) for case_id, row in over.items()}


async def _judged(cases: Sequence[CaseAtHand], on: date) -> dict[UUID, str]:
    """What the law says the end does, for those cases alone that it bars without a plea in every item."""
    rows = await db.fetch(
        f"SELECT c.id AS claim_id, {COLUMNS} FROM claims c JOIN claim_items i ON i.claim_id = c.id"
        " LEFT JOIN proceedings p ON p.claim_id = c.id"
        f" LEFT JOIN LATERAL ({HAPPENED.format(only='x.claim_id = c.id')}) h ON true WHERE c.id = ANY($1)"
        f" AND (i.kind IN {PERIODIC} OR c.principal_minor = 0)",
        [case.claim_id for case in cases],
    )
    found: dict[UUID, str] = {}
    for case in cases:
        jurisdiction = by_code(case.jurisdiction or "")
        mine = [row for row in rows if row["claim_id"] == case.claim_id]
        if jurisdiction is None or not mine:
            continue
        asked = {facts_of(row) for row in mine}
        answers = [jurisdiction.limitation(facts, on) for facts in asked]
        over = [one for one in answers if one.outcome == "barred"]
        if over and len(over) == len(answers) and all(one.bars for one in over):
            found[case.id] = over[0].effect or ""
    return found


def _in_part(one: ItemOver) -> Bar:
    if one.by_law:
        return Bar(True, one.ended_on, f"{one.sentence} No paper may demand it: take it out of the claim.")
    plead = "The debtor may plead it: the person who signs says why it goes out."
    return Bar(False, one.ended_on, f"{one.sentence} {plead}")


def _bar(row: db.Row, effect: str | None) -> Bar:
    ended = f" on {row['statutory_on'].isoformat()}" if row["statutory_on"] else ""
    source = f" ({row['authority']})" if row["authority"] else ""
    if effect is None:
        sentence = (
            f"Limitation ended{ended}{source}: the debtor may plead it. The person who signs says why it goes out."
        )
        return Bar(False, row["statutory_on"], sentence)
    return Bar(True, row["statutory_on"], f"The claim is barred: limitation ended{ended}{source}. {effect}".strip())
