"""Papers that come inside an answer: looked at, scanned and stored, and with the case's owner once it is matched."""

from dataclasses import dataclass
from uuid import UUID

from cases.answers.reading import sentence_of
from cases.desk.exhibits import LARGEST
from cases.desk.reach import CaseAtHand, for_owner
from cases.jurisdictions.court_channel import CourtPaper
from documents.intake.clamd import Scan, scan
from documents.intake.door import take_in
from documents.intake.names import plain_name
from documents.intake.scans import keep_scan
from documents.intake.sniffing import PDF
from documents.vault.commands import Put, add_document, put
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Problem

PLAIN = {"text/plain": ".txt", "application/xml": ".xml", "text/xml": ".xml"}
"""What a court writes besides PDF; shown as text alone, never run."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A paper that lies in the store and is nobody's document yet."""

    stored: Put
    name: str
    pages: int | None
    scan: Scan


async def bring_papers(actor: Actor, papers: tuple[CourtPaper, ...]) -> tuple[Brought, ...] | str:
    """All of them stored, or why one must stay inside its file. Never inside a transaction."""
    brought = []
    for one in papers:
        try:
            brought.append(await _bring(actor, one))
        except Problem as problem:
            return f"The paper {one.name[:80]} in it was not taken. {sentence_of(problem)}"
    return tuple(brought)


async def _bring(actor: Actor, paper: CourtPaper) -> Brought:
    if paper.media_type == PDF.media_type:
        taken = await take_in(actor, paper.content, paper.name, largest=LARGEST, kinds=(PDF,))
        return Brought(await put(taken.content, media_type=taken.media_type), taken.file_name, taken.pages, taken.scan)
    ending = PLAIN.get(paper.media_type)
    if ending is None:
        raise Invalid(f"It is {paper.media_type[:60]}; PDF, text and XML are kept with a case.")
    if not 0 < len(paper.content) <= LARGEST:
        raise Invalid(f"A paper is not empty and has at most {LARGEST >> 20} MB.")
    scanned = await scan(paper.content, now=actor.now())
    if scanned.state == "infected":
        raise Invalid(f"The scanner found {scanned.finding} in it.")
    stored = await put(paper.content, media_type=paper.media_type)
    return Brought(stored, plain_name(paper.name, (ending,)), None, scanned)


async def add_papers(actor: Actor, case: CaseAtHand, papers: tuple[Brought, ...], title: str) -> list[UUID]:
    """Documents of the case, which its owner and the firm have from now on. In the open transaction."""
    owner = for_owner(actor, case.organisation_id)
    added = []
    for one in papers:
        async with db.transaction(owner, as_system=True):
            document_id = await add_document(
                owner,
                one.stored,
                subject_kind="case",
                subject_id=case.id,
                kind="court_paper",
                title=title[:300],
                language="mul",
                file_name=one.name,
                pages=one.pages,
                firm_organisation_id=case.firm_organisation_id,
            )
            await keep_scan(owner, document_id, one.scan)
        added.append(document_id)
    return added
