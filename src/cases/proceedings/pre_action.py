"""The steps before court, read from the events of a case. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cases.jurisdictions.contract import Act, PreAction


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as recorded and not superseded, oldest first."""

    event: str
    on_date: date
    provenance: str
    outcome: str | None
    party_id: UUID | None
    document_id: UUID | None


def pre_action_of(
    events: Sequence[EventRow], acts: Mapping[str, Act], names: Mapping[UUID, str]
) -> tuple[PreAction, ...]:
    """Each sending begins a new step; receipt and answer belong to the last one of their kind and addressee.

    The proof is what the receipt rests on, or the sending as long as there is none.
    """
    steps: list[PreAction] = []
    for row in events:
        act = acts.get(row.event)
        if act is None:
            continue
        to = names.get(row.party_id) if row.party_id else None
        place = next((i for i in reversed(range(len(steps))) if steps[i].kind == act.kind and steps[i].to == to), None)
        if place is None or act.day == "sent_on":
            steps.append(PreAction(act.kind, None, None, None, None, None, to))
            place = len(steps) - 1
        steps[place] = _with(steps[place], act, row)
    return tuple(steps)


def _with(step: PreAction, act: Act, row: EventRow) -> PreAction:
    outcome = row.outcome or act.outcome or step.outcome
    if act.day == "answered_on":
        return replace(step, answered_on=row.on_date, outcome=outcome)
    if act.day == "received_on":
        return replace(step, received_on=row.on_date, proof=row.provenance, outcome=outcome)
    return replace(step, sent_on=row.on_date, proof=row.provenance, outcome=outcome)
