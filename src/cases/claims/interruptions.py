"""What interrupts or suspends a claim's limitation, recorded with its proof; it is reckoned again at once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.claims.facts import InterruptionRecorded, InterruptionWithdrawn
from cases.deadlines.again import reckon_limitation_again
from cases.desk.policies import must_enter
from cases.desk.reach import CaseAtHand, case_at_hand
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

KINDS: dict[str, str] = {
    "acknowledged": "Acknowledgement or promise by the debtor",
    "demanded": "Demand that reached the debtor",
    "filed": "Claim before a court or authority",
    "negotiated": "Negotiation, or a request for it",
    "mediated": "Mediation or settlement summons",
}
FORMS: dict[str, str] = {
    "signed_writing": "in writing, signed",
    "writing": "in writing",
    "conduct": "by conduct",
    "oral": "by word of mouth",
}
LASTING = ("filed", "negotiated", "mediated")
LONGEST_PROOF = 200


@dataclass(frozen=True, slots=True)
class InterruptionShown:
    """`kind` is a key of KINDS, or `paid` for a payment that was booked, which is decided where it was booked."""

    id: UUID
    kind: str
    on: date
    until: date | None
    form: str | None
    proof: str
    document_id: UUID | None

    @property
    def title(self) -> str:
        return KINDS.get(self.kind, "Payment")

    @property
    def lasts(self) -> bool:
        return self.kind in LASTING and self.until is None


@dataclass(frozen=True, slots=True)
class NewInterruption:
    kind: str
    on: date
    until: date | None
    form: str
    proof: str
    document_id: UUID | None = None


async def interruptions_of(actor: Actor, case_id: UUID) -> tuple[CaseAtHand, list[InterruptionShown]]:
    """What was recorded for the case's claim, booked payments included, the oldest first."""
    actor.must("cases.read")
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        rows = await db.fetch(
            "SELECT id, kind, on_date AS on, until_on AS until, form, proof, document_id FROM interruptions"
            " WHERE claim_id = $1 AND withdrawn_at IS NULL UNION ALL SELECT id, 'paid', received_on, NULL, NULL,"
            " source, NULL FROM claim_payments WHERE claim_id = $1 AND receipt_id IS NOT NULL AND withdrawn_at IS NULL"
            " AND source IN ('bank', 'servicer', 'seller_receipt') ORDER BY 3, 1",
            case.claim_id,
        )
    return case, [InterruptionShown(**dict(row)) for row in rows]


async def may_record(actor: Actor, case_id: UUID) -> None:
    """Forbidden or NotFound before a form is read at all."""
    must_enter(actor)
    async with db.transaction(actor):
        await case_at_hand(actor, case_id)


async def record_interruption(actor: Actor, case_id: UUID, new: NewInterruption) -> UUID:
    """Records it and reckons the claim's limitation again. Invalid for a day ahead, an end before it, or no proof."""
    must_enter(actor)
    _check(actor, new)
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id, lock=True)
        if case.status == "closed":
            raise Refused("The case is closed: nothing is recorded for it.")
        if new.document_id is not None:
            await _check_document(new.document_id)
        interruption_id = new_id()
        await db.execute(
            "INSERT INTO interruptions (id, claim_id, tape_id, organisation_id, kind, on_date, until_on, form, proof,"
            " document_id, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            interruption_id,
            case.claim_id,
            case.tape_id,
            actor.organisation,
            new.kind,
            new.on,
            new.until,
            new.form,
            " ".join(new.proof.split()),
            new.document_id,
            actor.person_id,
            actor.now(),
        )
        recorded = InterruptionRecorded(subject_id=interruption_id, case_id=case_id, ground=new.kind, on=new.on)
        await facts.record(actor, recorded, about=case.other_side(actor))
        await reckon_limitation_again(actor, interruption_id, [case_id])
    return interruption_id


def _check(actor: Actor, new: NewInterruption) -> None:
    places = []
    if new.kind not in KINDS:
        places.append(Place("kind", new.kind, f"Choose one of {', '.join(KINDS)}."))
    if new.form not in FORMS:
        places.append(Place("form", new.form, f"Choose one of {', '.join(FORMS)}."))
    if new.on > actor.today("UTC"):
        places.append(Place("on", new.on.isoformat(), "The day has not come yet."))
    if new.until is not None and new.until < new.on:
        places.append(Place("until", new.until.isoformat(), "It ends after it begins."))
    if new.until is not None and new.kind not in LASTING:
        places.append(Place("until", new.until.isoformat(), "One act has a day and no end."))
    if not 0 < len(new.proof.strip()) <= LONGEST_PROOF:
        wanted = f"Say in at most {LONGEST_PROOF} characters how it is proven."
        places.append(Place("proof", new.proof[:60] or None, wanted))
    if places:
        raise Invalid("It cannot be recorded like this.", places=places)


async def _check_document(document_id: UUID) -> None:
    if await db.fetch_value("SELECT 1 FROM documents WHERE id = $1", document_id) is None:
        places = [Place("document_id", None, "Choose a document of the case.")]
        raise Invalid("There is no such document here.", places=places)


async def end_interruption(actor: Actor, case_id: UUID, interruption_id: UUID, *, until: date) -> None:
    """Says when a negotiation, mediation or proceeding ended; limitation is reckoned again."""
    must_enter(actor)
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        row = await _standing(case, interruption_id)
        if row["kind"] not in LASTING or row["until_on"] is not None:
            raise Refused("It has no end to be entered.")
        if not row["on_date"] <= until <= actor.today("UTC"):
            places = [Place("until", until.isoformat(), "A day between its beginning and today.")]
            raise Invalid("It cannot have ended then.", places=places)
        await db.execute("UPDATE interruptions SET until_on = $2 WHERE id = $1", interruption_id, until)
        recorded = InterruptionRecorded(subject_id=interruption_id, case_id=case_id, ground=row["kind"], on=until)
        await facts.record(actor, recorded, about=case.other_side(actor))
        await reckon_limitation_again(actor, interruption_id, [case_id])


async def withdraw_interruption(actor: Actor, case_id: UUID, interruption_id: UUID) -> None:
    """Takes back what was recorded in error; it stays in the database and in the record, and no longer counts."""
    must_enter(actor)
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        await _standing(case, interruption_id)
        await db.execute("UPDATE interruptions SET withdrawn_at = $2 WHERE id = $1", interruption_id, actor.now())
        withdrawn = InterruptionWithdrawn(subject_id=interruption_id, case_id=case_id)
        await facts.record(actor, withdrawn, about=case.other_side(actor))
        await reckon_limitation_again(actor, interruption_id, [case_id])


async def _standing(case: CaseAtHand, interruption_id: UUID) -> db.Row:
    row = await db.fetch_one(
        "SELECT kind, on_date, until_on FROM interruptions WHERE id = $1 AND claim_id = $2 AND withdrawn_at IS NULL"
        " FOR UPDATE",
        interruption_id,
        case.claim_id,
    )
    if row is None:
        raise NotFound("There is no such thing recorded here.")
    return row
