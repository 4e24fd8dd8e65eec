"""Limitation that is over in some items of a claim alone, or whenever the day was that nobody entered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cases.deadlines.limitation import COLUMNS, HAPPENED, PERIODIC, facts_of
from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import Jurisdiction, Limitation, LimitationFacts
from cases.jurisdictions.registry import by_code
from kernel import db


@dataclass(frozen=True, slots=True)
class ItemOver:
    by_law: bool
    ended_on: date | None
    sentence: str


async def items_over(cases: Sequence[CaseAtHand], *, on: date) -> dict[UUID, ItemOver]:
    """The cases whose limitation deadline is open and does not say that it is over, though it is: in part of the items,
    or by the latest day from which time can have run. In the open transaction.
    """
    rows = await db.fetch(
        f"SELECT DISTINCT k.id AS case_id, {COLUMNS} FROM cases k JOIN deadlines d ON d.case_id = k.id"
        " AND d.kind = 'limitation' AND d.status = 'open' AND d.outcome <> 'barred'"
        " JOIN claims c ON c.id = k.claim_id JOIN claim_items i ON i.claim_id = c.id"
        " LEFT JOIN proceedings p ON p.claim_id = c.id"
        f" LEFT JOIN LATERAL ({HAPPENED.format(only='x.claim_id = c.id')}) h ON true WHERE k.id = ANY($1)"
        f" AND (i.kind IN {PERIODIC} OR c.principal_minor = 0) AND (d.outcome = 'unknown' OR EXISTS (SELECT 1"
        f" FROM claim_items j WHERE j.claim_id = c.id AND j.kind IN {PERIODIC} AND j.due_on IS DISTINCT FROM"
        " i.due_on))",
        [case.id for case in cases],
    )
    asked: dict[UUID, list[LimitationFacts]] = {}
    for row in rows:
        asked.setdefault(row["case_id"], []).append(facts_of(row))
    found: dict[UUID, ItemOver] = {}
    for case in cases:
        jurisdiction = by_code(case.jurisdiction or "")
        if jurisdiction is not None and (over := _over(asked.get(case.id, []), jurisdiction, on)):
            found[case.id] = over
    return found


def _over(asked: Sequence[LimitationFacts], jurisdiction: Jurisdiction, on: date) -> ItemOver | None:
    for facts in sorted(asked, key=lambda one: one.due_on or date.min):
        answer = jurisdiction.limitation(facts, on)
        if answer.outcome == "barred":
            named = f"the item due on {facts.due_on.isoformat()}" if facts.due_on else "an item"
            return ItemOver(answer.bars, answer.ends_on, f"Limitation of {named} ended{_when(answer)}.")
        if answer.outcome == "unknown":
            latest = jurisdiction.limitation(at_the_latest(facts), on)
            if latest.outcome == "barred":
                sentence = f"Limitation is over{_when(latest)} at the latest, though {answer.missing} is not entered."
                return ItemOver(False, latest.ends_on, sentence)
    return None


def at_the_latest(facts: LimitationFacts) -> LimitationFacts:
    """A claim arises no later than it falls due, and a default notice expires before the agreement is terminated."""
    return replace(
        facts,
        arose_on=facts.arose_on or facts.due_on,
        default_notice_expired_on=facts.default_notice_expired_on or facts.termination_on,
    )


def _when(answer: Limitation) -> str:
    ended = f" on {answer.ends_on.isoformat()}" if answer.ends_on else ""
    return f"{ended} ({answer.authority.citation})" if answer.authority else ended
