"""Taking post in: a file is looked at, stored as the receiver's own, and waits in the tray."""

import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from cases.correspondence.facts import PaperReceived, PaperSetAside, PaperTakenUp
from cases.correspondence.states import INCOMING
from cases.desk.exhibits import LARGEST, Upload
from cases.desk.policies import must_enter
from documents.intake.clamd import Scan
from documents.intake.door import take_in
from documents.intake.scans import keep_scan
from documents.vault.commands import Put, add_document, put
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.ids import new_id

MOST_AT_ONCE = 20
LONGEST_SAID = 200
LONGEST_REASON = 300
CASE_REFERENCE = re.compile(r"\bR-\d{8}\b", re.IGNORECASE)


async def receive_papers(actor: Actor, uploads: Sequence[Upload], *, said: str, received_on: date) -> list[UUID]:
    """Puts each file into the tray and returns their ids. `said` is what stands on them: a reference or a number.

    The first file that must stay outside stops the rest, and is named; what came before it waits in the tray.
    """
    must_enter(actor)
    _check(actor, uploads, received_on)
    return [await _receive(actor, one, said.strip(), received_on) for one in uploads]


async def _receive(actor: Actor, upload: Upload, said: str, received_on: date) -> UUID:
    taken = await take_in(actor, upload.content, upload.name, largest=LARGEST)
    stored = await put(taken.content, media_type=taken.media_type)
    named = CASE_REFERENCE.search(upload.name.replace("_", " "))
    async with db.transaction(actor):
        name = taken.file_name
        document_id = await keep_document(actor, stored, "incoming_paper", name, name, taken.pages, taken.scan)
        return await put_in_tray(
            actor, document_id, said=said or (named[0].upper() if named else ""), received_on=received_on
        )


async def keep_document(
    actor: Actor, stored: Put, kind: str, title: str, file_name: str, pages: int | None, scan: Scan
) -> UUID:
    """The receiver's own document, with the scanner's word, in the caller's transaction."""
    document_id = await add_document(
        actor,
        stored,
        subject_kind="organisation",
        subject_id=actor.organisation,
        kind=kind,
        title=title,
        language="mul",
        file_name=file_name,
        pages=pages,
    )
    await keep_scan(actor, document_id, scan)
    return document_id


async def put_in_tray(
    actor: Actor, document_id: UUID, *, said: str, received_on: date, mail_id: UUID | None = None
) -> UUID:
    """The document waits in the tray as a paper, in the caller's transaction; `mail_id` says which mail brought it."""
    paper_id = new_id()
    await db.execute(
        "INSERT INTO incoming_papers (id, organisation_id, document_id, said, received_on, status, brought_by,"
        " created_at, mail_id) VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8)",
        paper_id,
        actor.organisation,
        document_id,
        said[:LONGEST_SAID] or None,
        received_on,
        actor.person_id,
        actor.now(),
        mail_id,
    )
    await facts.record(actor, PaperReceived(subject_id=paper_id, document_id=document_id))
    return paper_id


def _check(actor: Actor, uploads: Sequence[Upload], received_on: date) -> None:
    places = []
    if not uploads:
        places.append(Place("file", None, "Choose the file."))
    if len(uploads) > MOST_AT_ONCE:
        places.append(Place("file", str(len(uploads)), f"At most {MOST_AT_ONCE} files at once."))
    if received_on > actor.today("UTC"):
        places.append(Place("received_on", received_on.isoformat(), "It cannot have come in after today."))
    if places:
        raise Invalid("The post cannot be taken in like this.", places=places)


async def set_aside(actor: Actor, paper_id: UUID, *, reason: str) -> None:
    """Takes the paper out of the tray with a reason: an advertisement, a duplicate. It stays and can be taken up."""
    must_enter(actor)
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        wanted = f"Say why it belongs to no case, in at most {LONGEST_REASON} characters."
        raise Invalid("A paper is set aside for a reason.", places=[Place("reason", text[:40] or None, wanted)])
    async with db.transaction(actor):
        await db.move(
            "incoming_papers",
            paper_id,
            INCOMING["set_aside"],
            reason=text,
            handled_by=actor.person_id,
            handled_at=actor.now(),
        )
        told = PaperSetAside(subject_id=paper_id, reason_sha256=sha256(text.encode()).hexdigest())
        await facts.record(actor, told)


async def take_up(actor: Actor, paper_id: UUID) -> None:
    """Puts a paper that was set aside back into the tray."""
    must_enter(actor)
    async with db.transaction(actor):
        await db.move("incoming_papers", paper_id, INCOMING["take_up"], reason=None, handled_by=None, handled_at=None)
        await facts.record(actor, PaperTakenUp(subject_id=paper_id))
