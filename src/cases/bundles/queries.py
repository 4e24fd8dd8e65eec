"""The papers that may go into a bundle or be signed: of a case, of a batch of filings, or chosen in the vault."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cases.desk.exhibits import KEPT_BACK, KINDS
from cases.desk.reach import CaseAtHand, cases_at_hand
from cases.jurisdictions.paperwork.everyday import CHAIN
from cases.jurisdictions.paperwork.title_chain import KINDS as SHOWN_WITH_IT
from cases.jurisdictions.registry import by_code
from cases.proceedings.case_file import exhibit_title
from cases.proceedings.case_rows import ExhibitRow, exhibits_of
from documents.vault.queries import NEWEST
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound

MOST = 2_000


@dataclass(frozen=True, slots=True)
class PaperToChoose:
    """`kind` is the word for the `code`; `is_exhibit` says that it goes in unless somebody takes it out."""

    id: UUID
    code: str
    kind: str
    title: str
    dated_on: date | None
    status: str
    media_type: str
    size_bytes: int
    pages: int | None
    is_exhibit: bool


COLUMNS = "d.id, d.kind, d.title, d.status, v.media_type, v.size_bytes, v.pages"


async def case_papers(actor: Actor, case_id: UUID) -> tuple[CaseAtHand, list[PaperToChoose]]:
    """The case with its papers: the exhibits as its writs number, class and entitle them, then the rest of what was
    written in it or came with its claim.

    NotFound for a stranger.
    """
    async with db.transaction(actor):
        [case] = await cases_at_hand(actor, [case_id])
        actor.must("cases.read")
        numbered = (await exhibits_of([case_id])).get(case_id, [])
        rows = await db.fetch(
            f"SELECT {COLUMNS}, d.created_at FROM {NEWEST} WHERE d.id = ANY($4) OR d.subject_id IN ($1, $3)"
            " AND d.kind <> 'bundle' AND (d.organisation_id = $2 OR d.firm_organisation_id = $2)"
            " ORDER BY d.created_at, d.id",
            case_id,
            actor.organisation,
            case.claim_id,
            [one.document_id for one in numbered],
        )
    reached = {row["id"]: row for row in rows}
    shown = {one.document_id: one for one in reversed(numbered) if one.document_id in reached}
    exhibits = [_exhibit(reached[one.document_id], one, case) for one in numbered if shown.get(one.document_id) is one]
    return case, exhibits + [_paper(row, row["kind"], row["title"], None) for row in rows if row["id"] not in shown]


def _exhibit(row: db.Row, one: ExhibitRow, case: CaseAtHand) -> PaperToChoose:
    """Under the title and the class that the case's writs tell the court."""
    paper = _paper(row, one.kind, one.title, one.dated_on)
    jurisdiction = by_code(case.jurisdiction or "")
    if jurisdiction is None:
        return paper
    told = jurisdiction.exhibit_classes.get(one.kind, paper.kind)
    return replace(paper, kind=told, title=exhibit_title(one, case, jurisdiction))


def title_pack(papers: Sequence[PaperToChoose]) -> list[PaperToChoose]:
    """What shows how the claim came to its creditor: the sheet, then deeds or extracts, notices, proofs, powers."""
    order = [CHAIN, *SHOWN_WITH_IT]
    shown = [one for one in papers if one.code in order]
    return sorted((replace(one, is_exhibit=True) for one in shown), key=lambda one: order.index(one.code))


def _paper(row: db.Row, kind: str, title: str, dated_on: date | None, *, exhibit: bool = True) -> PaperToChoose:
    return PaperToChoose(
        row["id"],
        kind,
        KINDS.get(kind, kind.replace("_", " ").capitalize()),
        title,
        dated_on,
        row["status"],
        row["media_type"],
        row["size_bytes"],
        row["pages"],
        exhibit and kind in KINDS and kind not in KEPT_BACK,
    )


async def chosen_papers(actor: Actor, document_ids: Sequence[UUID]) -> list[PaperToChoose]:
    """Documents chosen in the vault, in the order given; NotFound if one is out of reach."""
    wanted = list(dict.fromkeys(document_ids))[:MOST]
    async with db.transaction(actor):
        rows = await db.fetch(f"SELECT {COLUMNS} FROM {NEWEST} WHERE d.id = ANY($1)", wanted)
    found = {row["id"]: row for row in rows}
    if len(found) != len(wanted):
        raise NotFound("One of these documents is not here.")
    return [_paper(found[one], found[one]["kind"], found[one]["title"], None) for one in wanted]


async def batch_papers(actor: Actor, batch_id: UUID) -> list[PaperToChoose]:
    """The papers of a batch of filings that are sealed; NotFound for a stranger."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT document_id, status FROM filings WHERE batch_id = $1"
            " AND (organisation_id = $2 OR firm_organisation_id = $2) ORDER BY id",
            batch_id,
            actor.organisation,
        )
    if not rows:
        raise NotFound("There is no such batch here.")
    sealed = ("sealed", "filed", "served")
    return await chosen_papers(actor, [row["document_id"] for row in rows if row["status"] in sealed])
