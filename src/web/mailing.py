"""Sends the mails that were written."""

from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK
from kernel.errors import Unavailable
from kernel.jobs import task
from kernel.settings import settings

OPEN_A_DOOR = ("invitation", "new_password")
"""Mails whose link lets somebody in: their words are blanked as soon as they are sent."""


@task("mail.send", queue="mail", attempts=8)
async def send(*, mail_id: str) -> None:
    """Sends one mail unless it was sent; without SMTP_URL it stays written and unsent."""
    server = settings().smtp_url
    async with db.transaction(Actor.platform()):
        mail = await db.fetch_one("SELECT * FROM mails WHERE id = $1 AND sent_at IS NULL", UUID(mail_id))
    if mail is None or not server:
        return
    message = EmailMessage()
    message["From"] = settings().mail_from
    message["To"] = mail["recipient"]
    message["Subject"] = mail["subject"]
    # The same id at every attempt lets the receiver drop a repetition after a crash between sending and noting it.
    message["Message-ID"] = f"<{mail_id}@recourse>"
    message.set_content(mail["body_text"])
    message.add_alternative(mail["body_html"], subtype="html")
    await _deliver(message, server)
    async with db.transaction(Actor.platform()):
        await db.execute(
            "UPDATE mails SET sent_at = $2, body_text = CASE WHEN kind = ANY($3) THEN '' ELSE body_text END,"
            " body_html = CASE WHEN kind = ANY($3) THEN '' ELSE body_html END WHERE id = $1",
            UUID(mail_id),
            SYSTEM_CLOCK.now(),
            list(OPEN_A_DOOR),
        )


async def _deliver(message: EmailMessage, server: str) -> None:
    parts = urlsplit(server)
    try:
        await aiosmtplib.send(
            message,
            hostname=parts.hostname,
            port=parts.port or 25,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            use_tls=parts.scheme == "smtps",
            timeout=20,
        )
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Unavailable("The mail server did not take the message; it is tried again.") from error
