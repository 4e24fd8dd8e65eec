"""Telling people that a file of theirs went into quarantine."""

from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.mail import write_mail


async def tell_of_quarantine(platform: Actor, document_id: UUID, organisation_id: UUID) -> None:
    """One mail to each administrator of the owner and of the instructed firm, in the platform's open transaction."""
    rows = await db.fetch(
        "SELECT DISTINCT p.id, p.name, p.email, p.locale, p.time_zone FROM memberships m"
        " JOIN people p ON p.id = m.person_id JOIN documents d ON d.id = $1"
        " WHERE m.organisation_id IN ($2, d.firm_organisation_id) AND m.role = 'administrator'"
        " AND m.until IS NULL ORDER BY p.id",
        document_id,
        organisation_id,
    )
    for row in rows:
        await write_mail(
            platform,
            "documents/mail/quarantine",
            {"name": row["name"], "document_id": document_id},
            recipient=row["email"],
            locale=row["locale"],
            zone=row["time_zone"],
            person_id=row["id"],
            cause=f"quarantine {document_id} {row['id']}",
        )
