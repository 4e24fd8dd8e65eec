"""Recording a paper from the tray: the case's owner gets it, its event is recorded, its deadlines are set."""

from dataclasses import dataclass, replace
from uuid import UUID

from cases.correspondence.facts import CourtNamed, PaperRecorded
from cases.correspondence.foreseen import record_and_see
from cases.correspondence.queries import IncomingShown, paper
from cases.correspondence.states import INCOMING, IncomingStatus
from cases.desk.policies import must_enter
from cases.desk.reach import CaseAtHand, case_at_hand, for_owner
from cases.proceedings.commands import Happened
from documents.vault.commands import Put, add_document, put
from documents.vault.queries import open_document
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused
from kernel.ids import new_id

STAGE = {"enforceable": "judgment", "enforcement": "enforcement"}
"""The stage of a proceeding whose case has this status; filed for all others that have a court's number."""
LONGEST_NUMBER = 80


@dataclass(frozen=True, slots=True)
class Copied:
    """The paper's bytes, put once more under a key of their own, and nobody's document yet."""

    paper: IncomingShown
    stored: Put | None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What somebody confirms: the event of a case, what they saw it would set in motion, and what else stands on it."""

    case_id: UUID
    happened: Happened
    shown: str
    title: str
    court: str = ""
    court_number: str = ""


async def copy_paper(actor: Actor, paper_id: UUID) -> Copied:
    """Reads the paper and stores it again, outside any transaction; not for one that waits no longer."""
    must_enter(actor)
    found = await paper(actor, paper_id)
    if found.status != IncomingStatus.WAITING:
        return Copied(found, None)
    opened = await open_document(actor, found.document_id)
    return Copied(found, await put(await opened.content(), media_type=opened.shown.media_type))


async def record_paper(actor: Actor, copied: Copied, confirmed: Confirmed) -> UUID:
    """Records the event with the paper as its document, and returns the event's id. All of it, or nothing.

    Refused if what it sets in motion is not what was shown when it was confirmed.
    """
    must_enter(actor)
    if not confirmed.title.strip():
        raise Invalid("A document has a title.", places=[Place("title", None, "Say what the paper is.")])
    if len(confirmed.court_number) > LONGEST_NUMBER:
        wanted = f"Write at most {LONGEST_NUMBER} characters."
        raise Invalid("The number is too long.", places=[Place("court_number", confirmed.court_number[:40], wanted)])
    async with db.transaction(actor):
        case = await case_at_hand(actor, confirmed.case_id, lock=True)
        if copied.stored is None:
            raise Refused("This paper waits no longer. Reload the page to see what happened.")
        document_id = await _for_owner(actor, case, copied, copied.stored, confirmed.title)
        happened = replace(confirmed.happened, document_id=document_id)
        event_id, seen = await record_and_see(actor, case.id, happened)
        if seen.digest != confirmed.shown:
            raise Refused("What this sets in motion is no longer what you were shown. Look at it again and confirm.")
        if confirmed.court_number.strip():
            await _name_court(actor, case, confirmed, seen.status_after)
        await db.move(
            "incoming_papers",
            copied.paper.id,
            INCOMING["record"],
            case_id=case.id,
            event_id=event_id,
            handled_by=actor.person_id,
            handled_at=actor.now(),
        )
        told = PaperRecorded(
            subject_id=copied.paper.id,
            case_id=case.id,
            event=happened.event,
            document_id=document_id,
            shown_sha256=seen.digest,
        )
        await facts.record(actor, told, about=case.other_side(actor))
    return event_id


async def _for_owner(actor: Actor, case: CaseAtHand, copied: Copied, stored: Put, title: str) -> UUID:
    owner = for_owner(actor, case.organisation_id)
    async with db.transaction(owner, as_system=True):
        document_id = await add_document(
            owner,
            stored,
            subject_kind="case",
            subject_id=case.id,
            kind="court_paper",
            title=title.strip()[:300],
            language="mul",
            file_name=copied.paper.file_name,
            pages=copied.paper.pages,
            firm_organisation_id=case.firm_organisation_id,
        )
    # The scanner judged these bytes when they came in; its word goes with the copy.
    await db.execute(
        "INSERT INTO document_scans (id, version_id, state, finding, definitions_at, at)"
        " SELECT $3, n.id, s.state, s.finding, s.definitions_at, s.at FROM document_versions n,"
        " document_scans s JOIN document_versions v ON v.id = s.version_id"
        " WHERE n.document_id = $1 AND v.document_id = $2 ORDER BY s.at DESC, s.id DESC LIMIT 1",
        document_id,
        copied.paper.document_id,
        new_id(),
    )
    return document_id


async def _name_court(actor: Actor, case: CaseAtHand, confirmed: Confirmed, status: str) -> None:
    await db.execute(
        "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court, court_number, stage, last_act_on)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (claim_id) DO UPDATE"
        " SET court = coalesce(excluded.court, proceedings.court), court_number = excluded.court_number,"
        " last_act_on = greatest(proceedings.last_act_on, excluded.last_act_on)",
        new_id(),
        case.claim_id,
        case.tape_id,
        case.organisation_id,
        confirmed.court.strip()[:200] or None,
        confirmed.court_number.strip(),
        STAGE.get(status, "filed"),
        confirmed.happened.on,
    )
    await facts.record(actor, CourtNamed(subject_id=case.id, case_id=case.id), about=case.other_side(actor))
