"""Mails are rows first, written with their cause; the mail job sends them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from kernel import db, jobs
from kernel.actor import Actor
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in words: `subject` is one line, `html` a whole page."""

    subject: str
    text: str
    html: str


class Compose(Protocol):
    """Puts a mail into words; `template` is `accounts/mail/invitation`, `locale` the recipient's."""

    def __call__(self, template: str, context: Mapping[str, object], *, locale: str, zone: str) -> Letter: ...


_composers: list[Compose] = []


def compose_with(compose: Compose) -> None:
    """Says who puts mails into words; `web.wiring` does, since templates are the site's."""
    _composers[:] = [compose]


async def write_mail(
    actor: Actor,
    template: str,
    context: Mapping[str, object],
    *,
    recipient: str,
    locale: str = "en",
    zone: str = "UTC",
    person_id: UUID | None = None,
    cause: str | None = None,
) -> UUID | None:
    """Composes a mail from a template and queues it in the open transaction, as `queue_mail` does."""
    if not _composers:
        raise RuntimeError("nobody composes mails: web.wiring was not imported")
    letter = _composers[0](template, context, locale=locale, zone=zone)
    return await queue_mail(
        actor,
        kind=template.rpartition("/")[2],
        recipient=recipient,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        person_id=person_id,
        cause=cause,
    )


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
