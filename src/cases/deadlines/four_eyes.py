"""Four eyes: where a house wants it, a second person checks each deadline of a proceeding before anybody closes it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from cases.deadlines.facts import DeadlineChecked, FourEyesSet
from cases.deadlines.second_person import WAITS, Waiting, close_waiting, waiting_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Refused, StaleState

WANTED = (
    "SELECT d.id, d.case_id, d.organisation_id, d.firm_organisation_id, d.status, d.kind, e.recorded_by AS entered_by,"
    " p.four_eyes, c.checked_by, c.checked_at, q.name AS checker FROM deadlines d"
    " LEFT JOIN case_events e ON e.id = d.event_id LEFT JOIN deadline_checks c ON c.deadline_id = d.id"
    " LEFT JOIN people q ON q.id = c.checked_by LEFT JOIN deadline_policies p ON p.organisation_id = $1"
    " WHERE d.id = ANY($2::uuid[]) AND (d.organisation_id = $1 OR d.firm_organisation_id = $1)"
)


class Check(msgspec.Struct, frozen=True):
    """How a deadline stands with the second pair of eyes. `wanted`: the reader's house wants one and it is missing."""

    wanted: bool
    by: str | None
    at: datetime | None
    may: Literal[True] | str


async def set_four_eyes(actor: Actor, *, wanted: bool) -> None:
    """The house's policy; it holds for every deadline that is open then or opens later."""
    actor.must("organisation.edit")
    async with db.transaction(actor):
        await db.execute(
            "INSERT INTO deadline_policies (organisation_id, four_eyes, set_by, set_at) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (organisation_id) DO UPDATE SET four_eyes = $2, set_by = $3, set_at = $4",
            actor.organisation,
            wanted,
            actor.person_id,
            actor.now(),
        )
        await facts.record(actor, FourEyesSet(subject_id=actor.organisation, wanted=wanted))


async def has_four_eyes(actor: Actor) -> bool:
    """Whether the actor's house wants a second person."""
    async with db.transaction(actor):
        found = await db.fetch_value(
            "SELECT four_eyes FROM deadline_policies WHERE organisation_id = $1", actor.organisation
        )
    return bool(found)


async def checks_of(actor: Actor, deadline_ids: Sequence[UUID]) -> dict[UUID, Check]:
    """In the open transaction."""
    rows = await db.fetch(WANTED, actor.organisation, list(deadline_ids))
    return {row["id"]: _check(actor, row) for row in rows}


async def second_look(actor: Actor, deadline_id: UUID) -> tuple[Check | None, Waiting | None]:
    """How the deadline stands with a second person, and the event that would close it once one has looked."""
    async with db.transaction(actor):
        checks = await checks_of(actor, [deadline_id])
        waiting = await waiting_of(actor, [deadline_id])
    return checks.get(deadline_id), waiting.get(deadline_id)


async def check_deadline(actor: Actor, deadline_id: UUID) -> None:
    """The actor compared the deadline with its event and found it right. Not by whoever entered the event.

    What an event would have closed meanwhile is closed by this.
    """
    actor.must("deadlines.keep")
    async with db.transaction(actor):
        # Of two who check at once the second waits here and sees what the first did.
        await db.execute("SELECT FROM deadlines WHERE id = $1 FOR NO KEY UPDATE", deadline_id)
        row = await db.fetch_one(WANTED, actor.organisation, [deadline_id])
        if row is None:
            raise NotFound("There is no such deadline here.")
        if row["status"] != "open" or row["checked_by"] is not None:
            state = row["status"] if row["status"] != "open" else "checked"
            raise StaleState(f"It is {state} now. Reload the page to see what happened.")
        may = _check(actor, row).may
        if isinstance(may, str):
            raise Refused(may)
        await db.execute(
            "INSERT INTO deadline_checks (deadline_id, organisation_id, entered_by, checked_by, checked_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            deadline_id,
            actor.organisation,
            row["entered_by"],
            actor.person_id,
            actor.now(),
        )
        about = row["firm_organisation_id"] if row["organisation_id"] == actor.organisation else row["organisation_id"]
        fact = DeadlineChecked(subject_id=deadline_id, case_id=row["case_id"], entered_by=row["entered_by"])
        await facts.record(actor, fact, about=about)
        await close_waiting(actor, deadline_id)


async def must_be_checked(actor: Actor, deadline_id: UUID) -> None:
    """Refused where the house wants a second person and none has looked yet. In the open transaction."""
    check = (await checks_of(actor, [deadline_id])).get(deadline_id)
    if check is not None and check.wanted:
        raise Refused(
            "Your house wants four eyes on every deadline of a proceeding: a colleague who did not enter it checks it"
            " first, on the chain of the case."
        )


def _check(actor: Actor, row: db.Row) -> Check:
    wanted = bool(row["four_eyes"]) and row["checked_by"] is None and row["kind"] == "procedure"
    return Check(wanted and row["entered_by"] is not None, row["checker"], row["checked_at"], _may(actor, row))


def _may(actor: Actor, row: db.Row) -> Literal[True] | str:
    if not actor.may("deadlines.keep"):
        return "Your role does not include the right “deadlines.keep”. Ask an administrator for it."
    if row["kind"] != "procedure" or row["entered_by"] is None:
        return "Nobody entered it: the platform reckoned it when the case was opened."
    if actor.person_id is None or row["entered_by"] == actor.person_id:
        return "You entered the event it follows from: a colleague checks it."
    return True


class Unchecked(msgspec.Struct, frozen=True):
    """An open deadline nobody else has looked at: with the event it follows from, and whether the reader may."""

    id: UUID
    case_id: UUID
    reference: str
    title: str
    safe_on: date
    statutory_on: date
    event: str
    event_on: date
    entered_by: str | None
    mine: bool
    waiting: Waiting | None = None


async def unchecked(actor: Actor, *, most: int = 50) -> list[Unchecked]:
    """What an event would close first, then those entered first. Each part by an index that begins with the reader."""
    actor.must("cases.read")
    sides = ("d.organisation_id = $1", "d.firm_organisation_id = $1 AND d.organisation_id <> $1")
    parts = [
        f"(SELECT d.id FROM deadlines d WHERE {side} AND d.kind = 'procedure' AND d.status = 'open'"
        " AND d.event_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deadline_checks c WHERE c.deadline_id = d.id)"
        " ORDER BY d.created_at, d.id LIMIT $3)"
        for side in sides
    ]
    asked = (
        "(SELECT w.deadline_id FROM pending_closings w JOIN deadlines d ON d.id = w.deadline_id AND d.status = 'open'"
        " WHERE w.organisation_id = $1 AND w.settled_at IS NULL ORDER BY w.asked_at, w.id LIMIT $3)"
    )
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT d.id, d.case_id, k.reference, d.title, d.safe_on, d.statutory_on, e.event, e.on_date AS event_on,"
            f" p.name AS entered_by, e.recorded_by = $2 AS mine FROM ({' UNION '.join([asked, *parts])}) n"
            " JOIN deadlines d ON d.id = n.deadline_id JOIN cases k ON k.id = d.case_id"
            " JOIN case_events e ON e.id = d.event_id AND e.recorded_by IS NOT NULL"
            f" LEFT JOIN people p ON p.id = e.recorded_by ORDER BY {WAITS} DESC, d.created_at, d.id LIMIT $3",
            actor.organisation,
            actor.person_id,
            most,
        )
        waiting = await waiting_of(actor, [row["id"] for row in rows])
    return [Unchecked(**dict(row), waiting=waiting.get(row["id"])) for row in rows]
