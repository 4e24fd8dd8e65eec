"""From which day an event's deadlines count, by which seat's calendar, and the deadlines themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cases.deadlines.register import Due
from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import Jurisdiction, Procedure, Reckoning, Step
from cases.jurisdictions.registry import COUNTRIES
from kernel import db
from kernel.errors import Invalid, Place

CLAIM_FORM = "claim form"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Timing:
    """`seat` is a code of the court calendar; `why` says how service by the method moved the day, where it did."""

    counts_from: date
    seat: str | None = None
    method: str | None = None
    why: Step | None = None


def timing_of(
    jurisdiction: Jurisdiction, event: str, on: date, *, seat: str | None, method: str | None, known: str | None = None
) -> Timing:
    """The timing of an event. `known` is the seat the case had so far, taken where `seat` is not named.

    Invalid for a seat the calendar does not hold and for a method of service the law does not know.
    """
    here = seat_of(jurisdiction, seat) if seat else known
    if not method:
        return Timing(on, here)
    document = _document(event)
    law = COUNTRIES[jurisdiction.code].counting
    effective, _, rule = law.served(method, document, on)
    cited = law.deadlines(rule, on).authority.citation
    why = Step(effective, f"Served by {method} on {on.isoformat()}: service takes effect on this day ({cited}).")
    return Timing(effective, here, method, why)


def methods_of(jurisdiction: Jurisdiction, events: Iterable[str] = ()) -> list[str]:
    """How papers of these events may be served, where the law says when such service takes effect; of any, without."""
    documents = {_document(event) for event in events}
    rules = COUNTRIES[jurisdiction.code].counting.table.service
    fitting = [one for one in rules if not one.documents or not documents or documents & {*one.documents}]
    return sorted({name for one in fitting for name in one.methods})


def _document(event: str) -> str:
    return CLAIM_FORM if CLAIM_FORM in event.replace("_", " ") else OTHER


def seat_of(jurisdiction: Jurisdiction, text: str) -> str:
    """The code of the seat named by a code or a name. Invalid, with what there is, where there is none."""
    found = COUNTRIES[jurisdiction.code].seats.named(text)
    if found is None:
        there = ", ".join(sorted(jurisdiction.seats.values())) or "one calendar for all courts, so none is named"
        raise Invalid(
            f"There is no seat of court “{text}” in the calendar of {jurisdiction.name}.",
            places=[Place("seat", text, f"It holds: {there}.")],
        )
    return found


def reckoned(jurisdiction: Jurisdiction, procedure: Procedure, event: str, timing: Timing) -> tuple[Reckoning, ...]:
    """Every deadline the event sets, counted by the procedure's own law, the day of service told first."""
    if procedure.reckon is not None:
        found = (procedure.reckon(rule, timing.counts_from) for rule in procedure.events.get(event, ()))
    else:
        rules = procedure.events.get(event, ())
        found = (jurisdiction.reckon(rule, timing.counts_from, seat=timing.seat) for rule in rules)
    if timing.why is None:
        return tuple(found)
    return tuple(replace(one, steps=(timing.why, *one.steps)) for one in found)


async def seats_of(jurisdictions: Mapping[UUID, Jurisdiction]) -> dict[UUID, str | None]:
    """The seat of each case as the calendar knows it: of its last event, else of the court a person entered."""
    rows = await db.fetch(
        "SELECT k.id, coalesce((SELECT l.seat FROM chain_links l JOIN case_events e ON e.id = l.event_id"
        " WHERE l.case_id = k.id AND e.superseded_by IS NULL AND l.seat IS NOT NULL"
        " ORDER BY e.recorded_at DESC, e.id DESC LIMIT 1), p.seat) AS seat"
        " FROM cases k LEFT JOIN case_particulars p ON p.case_id = k.id WHERE k.id = ANY($1::uuid[])",
        list(jurisdictions),
    )
    return {row["id"]: COUNTRIES[jurisdictions[row["id"]].code].seats.named(row["seat"]) for row in rows}


def dues_of(
    cases: Sequence[CaseAtHand],
    ids: Sequence[UUID],
    ways: Mapping[UUID, tuple[Jurisdiction, Procedure]],
    event: str,
    timings: Mapping[UUID, Timing],
) -> list[Due]:
    """The deadlines of each case, the law asked once for each distinct way and timing."""
    dues: list[Due] = []
    known: dict[tuple[str, str, Timing], tuple[Reckoning, ...]] = {}
    for case, event_id in zip(cases, ids, strict=True):
        jurisdiction, procedure = ways[case.id]
        key = (jurisdiction.code, procedure.code, timings[case.id])
        if key not in known:
            known[key] = reckoned(jurisdiction, procedure, event, timings[case.id])
        dues += [Due(case, event_id, one) for one in known[key]]
    return dues
