"""The other side is told of each move of an instruction, by mail to whoever may act on it."""

from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.mail import write_mail

TEMPLATE = "cases/mail/instruction_moved"
WHO = (
    "SELECT DISTINCT p.id, p.name, p.email, p.locale, p.time_zone FROM memberships m"
    " JOIN people p ON p.id = m.person_id AND p.status = 'active'"
    " JOIN role_permissions r ON r.role = m.role AND r.permission = $2"
    " WHERE m.organisation_id = $1 AND m.until IS NULL ORDER BY p.id"
)


async def tell_instruction(actor: Actor, instruction_id: UUID, what: str) -> int:
    """Writes the mails of the actor's side and returns how many; each person once for a move, however often it runs.

    `what` is a status of the instruction, or of a request for authority. No name of a debtor is in it.
    """
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT i.id, i.number, i.version, i.organisation_id, o.name AS owner, f.name AS firm,"
            " (SELECT count(*) FROM instruction_cases x WHERE x.instruction_id = i.id AND x.status <> 'left_out')"
            " AS cases, (SELECT max(r.id::text) FROM authority_requests r WHERE r.instruction_id = i.id) AS request"
            " FROM instructions i JOIN organisations o ON o.id = i.organisation_id"
            " JOIN organisations f ON f.id = i.firm_organisation_id"
            " WHERE i.id = $1 AND (i.organisation_id = $2 OR i.firm_organisation_id = $2)",
            instruction_id,
            actor.organisation,
        )
        if row is None:
            return 0
        owns = row["organisation_id"] == actor.organisation
        people = await db.fetch(WHO, actor.organisation, "cases.instruct" if owns else "instructions.answer")
        about = row["request"] if what in {"asked", "granted", "declined"} else ""
        for person in people:
            shown = {name: row[name] for name in ("id", "number", "owner", "firm", "cases")}
            await write_mail(
                actor,
                TEMPLATE,
                {"who": person["name"], "what": what, **shown},
                recipient=person["email"],
                locale=person["locale"],
                zone=person["time_zone"],
                person_id=person["id"],
                cause=f"instruction:{instruction_id}:{what}:{about}:{person['id'].hex[-12:]}"[:120],
            )
    return len(people)
