"""Post and its cases with valid defaults."""

from collections.abc import Mapping
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from types import MappingProxyType
from uuid import UUID

from cases.correspondence.foreseen import foresee
from cases.correspondence.receiving import receive_papers
from cases.correspondence.recording import Confirmed, copy_paper, record_paper
from cases.desk.exhibits import Upload
from cases.proceedings.commands import Happened
from kernel import db
from kernel.actor import Actor
from tests.builders.cases import Desk, open_cases, put_through_the_gate
from tests.builders.files import a_pdf

CAME_ON = date(2026, 11, 19)


async def a_filed_case(*, desk: Desk, procedure: str = "monitorio", step: str = "filed") -> UUID:
    """A monitorio whose petition is with the court, or another procedure at that step."""
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    async with db.transaction(desk.system):
        await db.execute(
            "UPDATE cases SET status = 'filed', procedure = $2, procedure_step = $3 WHERE id = $1",
            case_id,
            procedure,
            step,
        )
    return case_id


async def a_paper(actor: Actor, *, said: str = "", name: str = "notificacion.pdf", words: str = "paper") -> UUID:
    """A paper in the actor's tray."""
    (paper_id,) = await receive_papers(actor, [Upload(name, a_pdf(words))], said=said, received_on=CAME_ON)
    return paper_id


def served(on: date = date(2026, 11, 17)) -> Happened:
    return Happened("requerimiento_served", on, "paper received on 2026-11-19")


async def recorded(actor: Actor, paper_id: UUID, case_id: UUID, happened: Happened, *, court_number: str = "") -> UUID:
    """As somebody who looked at what it sets in motion and confirmed it."""
    shown = (await foresee(actor, case_id, happened)).digest
    confirmed = Confirmed(case_id, happened, shown, "Requerimiento de pago", court_number=court_number)
    return await record_paper(actor, await copy_paper(actor, paper_id), confirmed)


def a_mail(
    *,
    subject: str = "Service of a document",
    files: Mapping[str, bytes] = MappingProxyType({}),
    message_id: str = "<1@court.example>",
    words: str = "See the document enclosed.",
) -> bytes:
    """As a mail program writes it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "court@example.org", "post@example.org", subject
    mail["Message-ID"], mail["Date"] = message_id, "Thu, 19 Nov 2026 09:00:00 +0100"
    mail.set_content(words)
    for name, content in files.items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()
