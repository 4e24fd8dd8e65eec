"""Reports that a firm hands to its client: the figures stay as they were."""

from datetime import date
from hashlib import sha256
from uuid import UUID

import msgspec

from cases.instructions.facts import ReportDelivered
from cases.instructions.queries import instruction
from cases.instructions.reports import report_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, Place
from kernel.ids import new_id

LONGEST_REMARK = 2000


async def deliver_report(actor: Actor, instruction_id: UUID, from_on: date, until_on: date, remark: str = "") -> UUID:
    """The firm hands the report over: its figures stay as they are. The next falls due from its last day."""
    actor.must("cases.work")
    said = remark.strip()
    if len(said) > LONGEST_REMARK:
        raise Invalid(
            "The remark is too long.", places=[Place("remark", None, f"At most {LONGEST_REMARK} characters.")]
        )
    if until_on > actor.today("UTC"):
        raise Invalid("The period is not over.", places=[Place("until", until_on.isoformat(), "Today at the latest.")])
    one = await instruction(actor, instruction_id)
    if one.ours:
        raise Forbidden("The firm reports; you may look at the figures at any time.")
    report_id = new_id()
    async with db.transaction(actor):
        figures = msgspec.json.encode(await report_of(actor, instruction_id, from_on, until_on))
        owner: UUID = await db.fetch_value("SELECT organisation_id FROM instructions WHERE id = $1", instruction_id)
        await db.execute(
            "INSERT INTO instruction_reports (id, instruction_id, organisation_id, firm_organisation_id, from_on,"
            " until_on, remark, figures, reported_by, reported_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9,"
            " $10)",
            report_id,
            instruction_id,
            owner,
            actor.organisation,
            from_on,
            until_on,
            said or None,
            figures.decode(),
            actor.person_id,
            actor.now(),
        )
        fact = ReportDelivered(
            subject_id=instruction_id,
            report_id=report_id,
            from_on=from_on.isoformat(),
            until_on=until_on.isoformat(),
            digest=sha256(figures).hexdigest(),
        )
        await facts.record(actor, fact, about=owner)
    return report_id
