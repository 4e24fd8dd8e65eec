"""The events a person chooses from when something came in: what can happen in the case now, and what else may."""

from dataclasses import dataclass
from uuid import UUID

from cases.desk.reach import case_at_hand
from cases.proceedings.commands import by_code_sure, possible_events, procedure_of
from cases.proceedings.steps import possible, step_of
from cases.proceedings.timing import methods_of
from kernel import db
from kernel.actor import Actor
from kernel.words import words

OUTCOMES = (
    ("refused", "Refused in writing"),
    ("ended", "Talks ended in writing"),
    ("advice", "Asks time for advice"),
    ("documents", "Asks for documents"),
)


@dataclass(frozen=True, slots=True)
class Events:
    """What may be recorded in the case: what can happen at its step, and what its procedure knows besides."""

    now: tuple[tuple[str, str], ...]
    known: tuple[tuple[str, str], ...]
    seats: tuple[tuple[str, str], ...]
    methods: tuple[tuple[str, str], ...]


async def events_for(actor: Actor, case_id: UUID) -> Events:
    """Refused where no procedure is chosen for the case."""
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
    procedure = procedure_of(case)
    now = possible(procedure, step_of(procedure, case.procedure_step, case.status))
    others = [one for one in possible_events(procedure) if one not in now]
    jurisdiction = by_code_sure(case)
    return Events(
        tuple((one, words(one)) for one in now),
        tuple((one, words(one)) for one in others),
        tuple(sorted(jurisdiction.seats.items(), key=lambda one: one[1])),
        tuple((one, one) for one in methods_of(jurisdiction)),
    )
