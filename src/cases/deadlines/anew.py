"""Deadlines reckoned anew because the event that set or closed them was corrected. No row is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.deadlines.answering import Answer, close_answered
from cases.deadlines.register import Due, register_many
from cases.desk.reach import CaseAtHand
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id

COLUMNS = (
    "tape_id, claim_id, case_id, organisation_id, firm_organisation_id, kind, rule, title, outcome, missing,"
    " statutory_on, statutory_at, safe_on, authority, verified, provisional, reckoning, event_id, person_id, who,"
    " opens_on, opens"
)


@dataclass(frozen=True, slots=True)
class ChangedDeadline:
    """A deadline before and after a correction; no safe date before where it came, none after where it fell away.

    `status` is what it is now.
    """

    rule: str
    title: str
    safe_before: date | None
    safe_after: date | None
    status: str


async def reckon_anew(
    actor: Actor,
    case: CaseAtHand,
    old_event_id: UUID,
    dues: Sequence[Due],
    *,
    closes: tuple[Sequence[str], Sequence[str]],
    answered_later: Sequence[str],
    by: tuple[UUID, str, date, UUID | None],
) -> list[ChangedDeadline]:
    """In the caller's transaction. `dues` follow from the new event, `closes` are the rules it meets and ends.

    What the old event had set gives way to the same rule of the new one, or is cancelled; one closed since stays
    closed, with its new date beside it. What the old event had closed and the new one does not opens again.
    """
    was = {row["rule"]: row for row in await _rows("event_id", case, old_event_id)}
    closed = await _rows("closing_event_id", case, old_event_id)
    followed = {rule for rule, row in was.items() if row["status"] == "superseded" and row["superseded_by"] is not None}
    fresh = [due for due in dues if due.reckoning.rule not in followed]
    ids = await register_many(actor, fresh)
    changes = []
    for due, deadline_id in zip(fresh, ids, strict=True):
        before = was.get(due.reckoning.rule)
        status = "open"
        if before is not None and before["status"] != "open":
            status = await _closed_as_before(actor, before, deadline_id)
        elif before is None and due.reckoning.rule in answered_later:
            status = await _superseded(actor, deadline_id, by)
        safe_before = before["safe_on"] if before is not None else None
        changes.append(
            ChangedDeadline(due.reckoning.rule, due.reckoning.title, safe_before, due.reckoning.safe_on, status)
        )
    kept = {due.reckoning.rule for due in dues}
    changes += [await _fell_away(actor, row, by) for rule, row in was.items() if rule not in kept]
    meets, ends = closes
    for row in closed:
        if row["rule"] in {*meets, *ends}:
            await db.execute("UPDATE deadlines SET closing_event_id = $2 WHERE id = $1", row["id"], by[0])
        else:
            changes.append(await _opened_again(row))
    await close_answered(
        actor,
        [Answer(case, by[0], tuple(meets), tuple(ends))],
        event=by[1],
        on=by[2],
        document_id=by[3],
    )
    return [one for one in changes if one.safe_before != one.safe_after or one.status != "open"]


async def _rows(column: str, case: CaseAtHand, event_id: UUID) -> list[db.Row]:
    return await db.fetch(
        f"SELECT id, rule, title, safe_on, status, superseded_by, person_id FROM deadlines WHERE case_id = $1"
        f" AND kind = 'procedure' AND {column} = $2 ORDER BY id FOR UPDATE",
        case.id,
        event_id,
    )


async def _closed_as_before(actor: Actor, before: db.Row, deadline_id: UUID) -> str:
    """The new date of a deadline that was closed already: closed the same way, for the same reason."""
    await db.execute(
        "UPDATE deadlines n SET status = o.status, closed_at = $3, closed_by = o.closed_by,"
        " closed_reason = coalesce(o.closed_reason, 'Closed before the event that set it was corrected.'),"
        " evidence_document_id = o.evidence_document_id, closing_event_id = o.closing_event_id,"
        " version = n.version + 1 FROM deadlines o WHERE n.id = $2 AND o.id = $1",
        before["id"],
        deadline_id,
        actor.now(),
    )
    await db.execute("UPDATE deadlines SET superseded_by = $2 WHERE id = $1", before["id"], deadline_id)
    return str(before["status"])


async def _superseded(actor: Actor, deadline_id: UUID, by: tuple[UUID, str, date, UUID | None]) -> str:
    """A later event of the chain had answered it before it came."""
    await db.execute(
        "UPDATE deadlines SET status = 'superseded', closed_at = $2, closed_by = $3, closed_reason = $4,"
        " version = version + 1 WHERE id = $1",
        deadline_id,
        actor.now(),
        actor.person_id,
        "A later event had answered it when the event that sets it was corrected.",
    )
    return "superseded"


async def _fell_away(actor: Actor, row: db.Row, by: tuple[UUID, str, date, UUID | None]) -> ChangedDeadline:
    if row["status"] != "open":
        return ChangedDeadline(row["rule"], row["title"], row["safe_on"], row["safe_on"], "open")
    words = by[1].replace("_", " ")
    await db.execute(
        "UPDATE deadlines SET status = 'cancelled', closed_at = $2, closed_by = $3, closed_reason = $4,"
        " closing_event_id = $5, version = version + 1 WHERE id = $1",
        row["id"],
        actor.now(),
        actor.person_id,
        f"The event that set it was corrected: {words} on {by[2].isoformat()}.",
        by[0],
    )
    return ChangedDeadline(row["rule"], row["title"], row["safe_on"], None, "cancelled")


async def _opened_again(row: db.Row) -> ChangedDeadline:
    """A copy that is open; the row that was closed by mistake stays as it is and names it."""
    deadline_id = new_id()
    await db.execute(
        f"INSERT INTO deadlines (id, {COLUMNS}, status, version, created_at) SELECT $2, {COLUMNS}, 'open', 0,"
        " created_at FROM deadlines WHERE id = $1",
        row["id"],
        deadline_id,
    )
    await db.execute("UPDATE deadlines SET superseded_by = $2 WHERE id = $1", row["id"], deadline_id)
    return ChangedDeadline(row["rule"], row["title"], None, row["safe_on"], "open")
