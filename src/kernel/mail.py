"""Mails are rows first, written with their cause; the mail job sends them."""

from uuid import UUID

from kernel import db, jobs
from kernel.actor import Actor
from kernel.ids import new_id


async def queue_mail(
    actor: Actor,
    *,
    kind: str,
    recipient: str,
    subject: str,
    text: str,
    html: str,
    person_id: UUID | None = None,
    cause: str | None = None,
) -> UUID | None:
    """Writes a mail in the open transaction and enqueues its sending; None if `cause` had its mail before."""
    mail_id = new_id()
    # Without a target: app may not read other rows, and ON CONFLICT with a target needs SELECT on its columns.
    written = await db.execute(
        "INSERT INTO mails (id, organisation_id, person_id, kind, recipient, subject, body_text, body_html,"
        " created_at, cause) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        mail_id,
        actor.organisation_id,
        person_id,
        kind,
        recipient,
        subject,
        text,
        html,
        actor.now(),
        cause,
    )
    if written == 0:
        return None
    await jobs.defer("mail.send", queue="mail", mail_id=mail_id)
    return mail_id
