"""An answer from the tray: a person says which case it belongs to and what it is, sees what that does, and confirms."""

from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from cases.answers.facts import AnswerConfirmed, AnswerSetAside, AnswerTakenUp
from cases.answers.finding import Row
from cases.answers.judging import Filed
from cases.answers.keeping import AnswerFile, answer_file
from cases.answers.matching import COLUMNS, row_of
from cases.answers.papers import Brought, bring_papers
from cases.answers.reading import answers_in, opened_file
from cases.answers.recording import Take, Timed, follows, take_all
from cases.answers.standing import debtors_of, filed_of, open_filings
from cases.answers.states import ANSWERS, AnswerStatus
from cases.answers.words import SEALED, Words
from cases.correspondence.foreseen import Foreseen, act_and_see, foresee_act
from cases.desk.policies import must_enter
from cases.desk.reach import CaseAtHand, case_at_hand
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.keys import ColumnSealer

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Ready:
    """A waiting answer with its words, and its papers stored once more where it is about to be confirmed."""

    file: AnswerFile
    row: Row
    words: Words
    filing_id: UUID | None
    waits: bool
    papers: tuple[Brought, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person says: the case, the event and its day (None: nothing happens in the case), and what was shown."""

    case_id: UUID
    event: str | None
    on: date | None
    shown: str = ""
    timed: Timed = field(default_factory=Timed)


async def ready_answer(actor: Actor, answer_id: UUID) -> Ready:
    """NotFound for another house's; one that waits no longer says so, and is refused by whoever confirms it."""
    must_enter(actor)
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {COLUMNS}, a.file_id, a.sealed, a.status, a.filing_id FROM court_answers a"
            " WHERE a.id = $1 AND a.organisation_id = $2",
            answer_id,
            actor.organisation,
        )
    if row is None:
        raise NotFound("There is no such answer here.")
    file = await answer_file(actor, row["file_id"])
    sealer = ColumnSealer((await opened_file(actor, file)).key.secret, *SEALED)
    words = sealer.open(row["id"], row["sealed"], Words)
    return Ready(file, row_of(row), words, row["filing_id"], row["status"] == AnswerStatus.WAITING)


async def with_papers(actor: Actor, ready: Ready) -> Ready:
    """The same with the papers in it stored, outside any transaction. Refused where one must stay inside."""
    if not ready.waits or not ready.words.papers:
        return ready
    answer = (await answers_in(actor, ready.file))[ready.row.number - 1]
    papers = await bring_papers(actor, answer.papers)
    if isinstance(papers, str):
        raise Refused(papers)
    return replace(ready, papers=papers)


async def foresee_answer(actor: Actor, ready: Ready, said: Confirmed) -> Foreseen:
    """What confirming it would do; the same refusals, and nothing of it stays."""

    async def act() -> UUID | None:
        return (await take_all(actor, ready.file, [await _take(actor, ready, said)], said.timed))[0]

    return await foresee_act(actor, said.case_id, act)


async def confirm_answer(actor: Actor, ready: Ready, said: Confirmed) -> None:
    """All of it, or nothing. Refused if what it sets in motion is not what was shown."""
    must_enter(actor)
    async with db.transaction(actor):
        case = await case_at_hand(actor, said.case_id, lock=True)
        take = await _take(actor, ready, said)

        async def act() -> UUID | None:
            return (await take_all(actor, ready.file, [take], said.timed))[0]

        event_id, seen = await act_and_see(actor, said.case_id, act)
        if seen.digest != said.shown:
            raise Refused("What this sets in motion is no longer what you were shown. Look at it again and confirm.")
        await db.move(
            "court_answers",
            ready.row.id,
            ANSWERS["match"],
            case_id=case.id,
            filing_id=take.filing_id,
            event_id=event_id,
            matched_by="person",
            handled_by=actor.person_id,
            handled_at=actor.now(),
        )
        told = AnswerConfirmed(subject_id=ready.row.id, case_id=case.id, shown_sha256=seen.digest)
        await facts.record(actor, told, about=case.other_side(actor))


async def _take(actor: Actor, ready: Ready, said: Confirmed) -> Take:
    """The answer as the person understands it."""
    if not ready.waits:
        raise Refused("This answer waits no longer. Reload the page to see what happened.")
    async with db.transaction(actor):
        case = await case_at_hand(actor, said.case_id)
        row = replace(ready.row, event=said.event, on_date=said.on)
        filing_id, filed = await _filing(ready, row, case)
        debtor = await _debtor(ready, case, said)
    return Take(row, ready.words, case, "person", filing_id, filed, papers=ready.papers, debtor=debtor)


async def _debtor(ready: Ready, case: CaseAtHand, said: Confirmed) -> UUID | None:
    """Whom of several debtors the event is about: as the person says, else as the court does. In the open
    transaction."""
    debtors = (await debtors_of([case])).get(case.claim_id, ())
    number = said.timed.debtor or ready.words.defendant
    if len(debtors) < 2 or said.event is None:
        return None
    if number is None and ready.words.of_one:
        places = [Place("debtor", None, f"Choose one of the {len(debtors)}.")]
        raise Invalid("What one debtor does sets no other’s deadline: say which debtor it is about.", places=places)
    if number is not None and not 1 <= number <= len(debtors):
        raise Invalid(f"The case has {len(debtors)} debtors.", places=[Place("debtor", str(number), "Choose another.")])
    return debtors[number - 1] if number is not None else None


async def _filing(ready: Ready, row: Row, case: CaseAtHand) -> tuple[UUID | None, Filed | None]:
    """The filing it names where that is of this case; else the only one that the court has yet to decide on."""
    named = await db.fetch_value("SELECT id FROM filings WHERE id = $1 AND case_id = $2", ready.filing_id, case.id)
    if named is None:
        waiting = (await open_filings([case.id], ready.file.way.channel.code)).get(case.id, [])
        named = waiting[0] if len(waiting) == 1 else None
    if named is None:
        return None, None
    filed = (await filed_of([named], ready.file.way.jurisdiction.time_zone)).get(named)
    if filed is not None and row.outcome == "told" and not follows(row, case, filed):
        return None, None
    return named, filed


async def set_aside(actor: Actor, answer_id: UUID, *, reason: str) -> None:
    """Takes it out of the tray with a reason. It stays and can be taken up."""
    must_enter(actor)
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        wanted = f"Say why nothing follows from it, in at most {LONGEST_REASON} characters."
        raise Invalid("An answer is set aside for a reason.", places=[Place("reason", text[:40] or None, wanted)])
    async with db.transaction(actor):
        await _mine(actor, answer_id)
        await db.move(
            "court_answers",
            answer_id,
            ANSWERS["set_aside"],
            aside_reason=text,
            handled_by=actor.person_id,
            handled_at=actor.now(),
        )
        told = AnswerSetAside(subject_id=answer_id, reason_sha256=sha256(text.encode()).hexdigest())
        await facts.record(actor, told)


async def take_up(actor: Actor, answer_id: UUID) -> None:
    """Puts an answer that was set aside back into the tray."""
    must_enter(actor)
    async with db.transaction(actor):
        await _mine(actor, answer_id)
        await db.move(
            "court_answers", answer_id, ANSWERS["take_up"], aside_reason=None, handled_by=None, handled_at=None
        )
        await facts.record(actor, AnswerTakenUp(subject_id=answer_id))


async def _mine(actor: Actor, answer_id: UUID) -> None:
    found = await db.fetch_value(
        "SELECT 1 FROM court_answers WHERE id = $1 AND organisation_id = $2", answer_id, actor.organisation
    )
    if found is None:
        raise NotFound("There is no such answer here.")
