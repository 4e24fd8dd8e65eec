"""A person's answer where a document shows an amount like the price: it may be another amount by chance."""

from hashlib import sha256
from uuid import UUID

from cases.desk.reach import case_at_hand
from cases.preflight.facts import FindingAnswered
from cases.proceedings.case_rows import exhibits_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place
from kernel.ids import new_id

RIGHT = "filings.approve"
LONGEST = 300


async def answer_finding(actor: Actor, case_id: UUID, document_id: UUID, *, reason: str) -> None:
    """The document may go with papers of this case, for the reason given. Only for one that belongs to it."""
    actor.must(RIGHT)
    if not 0 < len(reason.strip()) <= LONGEST:
        wanted = f"Say in at most {LONGEST} characters what the amount is."
        raise Invalid("A document goes out for a reason.", places=[Place("reason", None, wanted)])
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        if document_id not in {one.document_id for one in (await exhibits_of([case_id])).get(case_id, [])}:
            raise NotFound("There is no such document of this case.")
        await db.execute(
            "INSERT INTO preflight_answers (id, case_id, organisation_id, firm_organisation_id, document_id, reason,"
            " answered_by, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            new_id(),
            case_id,
            case.organisation_id,
            case.firm_organisation_id,
            document_id,
            reason.strip(),
            actor.person_id,
            actor.now(),
        )
        digest = sha256(reason.strip().encode()).hexdigest()
        answered = FindingAnswered(subject_id=case_id, document_id=document_id, reason_sha256=digest)
        await facts.record(actor, answered, about=case.other_side(actor))
