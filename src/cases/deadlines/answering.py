"""Closing the deadlines that an event answers, with the event as evidence. Which, says the law data of the rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.deadlines.debtors import CLOSED_FOR_ALL
from cases.deadlines.facts import DeadlinesAnswered
from cases.deadlines.second_person import NOT_WAITING, ask_second_person
from cases.deadlines.states import DEADLINES
from cases.desk.reach import CaseAtHand, digest_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Answer:
    """An event recorded in a case: the rules it shows to be kept, and those it makes pointless. `for_all`: those that
    every other debtor of the case has answered before this one did.
    """

    case: CaseAtHand
    event_id: UUID
    met: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    for_all: frozenset[str] = frozenset()


async def close_answered(
    actor: Actor, answers: Sequence[Answer], *, event: str, on: date, document_id: UUID | None = None
) -> int:
    """Closes what is open under the rules that the event answers. In the caller's transaction; how many it closed.

    Where the house wants four eyes, what nobody else has looked at waits for that instead.
    """
    closed: list[db.Row] = []
    for verb, rules in (("meet", "met"), ("supersede", "ended")):
        pairs = [(one, rule) for one in answers for rule in getattr(one, rules)]
        if pairs:
            await ask_second_person(
                actor,
                verb,
                [(one.case.id, one.event_id, rule) for one, rule in pairs],
                reason=_reason(event, on),
                document_id=document_id,
                for_all=[rule in one.for_all for one, rule in pairs],
            )
            closed += await db.fetch(
                "UPDATE deadlines d SET status = $4, closed_at = $5, closed_by = $6, closed_reason = $7,"
                " evidence_document_id = $8, closing_event_id = n.event_id, version = d.version + 1"
                " FROM unnest($1::uuid[], $2::uuid[], $3::text[], $9::boolean[])"
                " AS n(case_id, event_id, rule, for_all) WHERE d.case_id = n.case_id AND d.rule = n.rule"
                " AND d.kind = 'procedure' AND d.status = 'open'"
                f" AND {NOT_WAITING} AND {CLOSED_FOR_ALL} RETURNING d.id, d.status",
                [one.case.id for one, _ in pairs],
                [one.event_id for one, _ in pairs],
                [rule for _, rule in pairs],
                DEADLINES[verb].target.value,
                actor.now(),
                actor.person_id,
                _reason(event, on),
                document_id,
                [rule in one.for_all for one, rule in pairs],
            )
    await _tell(actor, [one.case for one in answers], event, closed)
    return len(closed)


async def cancel_open(actor: Actor, events: Sequence[tuple[CaseAtHand, UUID]], *, event: str, on: date) -> int:
    """Cancels every deadline still open in cases that the event closed. In the caller's transaction."""
    if not events:
        return 0
    reason = f"The case was closed. {_reason(event, on)}"
    await ask_second_person(actor, "cancel", [(case.id, event_id, None) for case, event_id in events], reason=reason)
    closed = await db.fetch(
        "UPDATE deadlines d SET status = $3, closed_at = $4, closed_by = $5, closed_reason = $6,"
        " closing_event_id = n.event_id, version = d.version + 1 FROM unnest($1::uuid[], $2::uuid[])"
        " AS n(case_id, event_id) WHERE d.case_id = n.case_id AND d.status = 'open'"
        f" AND {NOT_WAITING} RETURNING d.id, d.status",
        [case.id for case, _ in events],
        [event_id for _, event_id in events],
        DEADLINES["cancel"].target.value,
        actor.now(),
        actor.person_id,
        reason,
    )
    await _tell(actor, [case for case, _ in events], event, closed)
    return len(closed)


def _reason(event: str, on: date) -> str:
    words = event.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]} on {on.isoformat()}."


async def _tell(actor: Actor, cases: Sequence[CaseAtHand], event: str, closed: Iterable[db.Row]) -> None:
    ids = [row["id"] for row in closed]
    if not ids:
        return
    sides = {case.other_side(actor) for case in cases}
    answered = DeadlinesAnswered(
        subject_id=cases[0].id if len(cases) == 1 else new_id(), event=event, count=len(ids), digest=digest_of(ids)
    )
    await facts.record(actor, answered, about=sides.pop() if len(sides) == 1 else None)
