"""Who must know that an event was corrected: those who keep the deadlines it moved, on both sides of the case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.mail import write_mail

TEMPLATE = "cases/mail/event_corrected"
MOVED = (
    "SELECT coalesce(n.title, o.title) AS title, o.safe_on AS before, n.safe_on AS after, coalesce(n.id, o.id) AS id,"
    " coalesce(n.status, o.status) AS status"
    " FROM (SELECT d.* FROM deadlines d JOIN case_events e ON e.id = d.event_id WHERE e.superseded_by = $1) o"
    " FULL JOIN (SELECT * FROM deadlines WHERE event_id = $1) n ON n.rule = o.rule ORDER BY n.safe_on NULLS LAST, 1"
)
"""Each deadline of the old event beside that of the new one."""

KEEPERS = (
    "SELECT p.id, p.name, p.email, p.locale, p.time_zone, bool_or(p.id = ANY($3::uuid[])) AS holds,"
    " bool_or(r.permission = 'deadlines.keep') AS keeps FROM memberships m"
    " JOIN people p ON p.id = m.person_id AND p.status = 'active'"
    " JOIN role_permissions r ON r.role = m.role AND r.permission IN ('deadlines.keep', 'cases.read')"
    " WHERE m.organisation_id = $1 AND m.until IS NULL AND p.id IS DISTINCT FROM $2"
    " GROUP BY p.id, p.name, p.email, p.locale, p.time_zone ORDER BY p.id"
)
"""Members who may know; whoever corrected it does already."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline as a mail names it; `before` None where it came, `after` None where it fell away."""

    id: UUID
    title: str
    before: date | None
    after: date | None
    status: str


async def tell_correction(actor: Actor, event_id: UUID) -> int:
    """Writes the mails of one side and returns how many. To whom a moved deadline or the case was given; else to all
    of the side who keep deadlines. Each person once for an event, however often it runs.
    """
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT e.event, e.on_date, e.recorded_by, o.event AS was, o.on_date AS was_on, k.id AS case_id,"
            " k.reference, k.person_id FROM case_events e JOIN case_events o ON o.superseded_by = e.id"
            " JOIN cases k ON k.id = e.case_id"
            " WHERE e.id = $1 AND (k.organisation_id = $2 OR k.firm_organisation_id = $2)",
            event_id,
            actor.organisation,
        )
        if row is None:
            return 0
        moved = [Moved(**dict(one)) for one in await db.fetch(MOVED, event_id)]
        held = await db.fetch("SELECT DISTINCT person_id FROM deadlines WHERE case_id = $1", row["case_id"])
        holders = [one for one in (row["person_id"], *(each["person_id"] for each in held)) if one is not None]
        people = await db.fetch(KEEPERS, actor.organisation, row["recorded_by"], holders)
        told = [one for one in people if one["holds"]] or [one for one in people if one["keeps"]]
        for person in told:
            await write_mail(
                actor,
                TEMPLATE,
                {"name": person["name"], "moved": moved, **{name: row[name] for name in SHOWN}},
                recipient=person["email"],
                locale=person["locale"],
                zone=person["time_zone"],
                person_id=person["id"],
                cause=f"corrected:{event_id}:{person['id']}",
            )
    return len(told)


SHOWN = ("reference", "case_id", "event", "on_date", "was", "was_on")
