"""Booking: a line becomes a payment of its claim, many at once or one by a person's decision; and back again."""

from uuid import UUID

from cases.deadlines.again import reckon_limitation_again
from cases.desk.policies import must_enter
from cases.desk.reach import MINE, case_at_hand
from cases.receipts.facts import PaymentsBooked, ReceiptAssigned, ReceiptDecided, ReceiptTakenBack
from cases.receipts.states import RECEIPTS, ReceiptStatus
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused

_PAYMENT = (
    "INSERT INTO claim_payments (id, claim_id, tape_id, organisation_id, received_on, amount_minor, currency, source,"
    " recorded_at, receipt_id) SELECT uuidv7(), k.claim_id, k.tape_id, k.organisation_id, r.received_on,"
    " r.amount_minor, r.currency, f.source, $2, r.id FROM receipts r JOIN receipt_files f ON f.id = r.file_id"
    " JOIN cases k ON k.id = r.case_id"
)


async def book_certain(actor: Actor, file_id: UUID, source: str) -> int:
    """Writes all lines of `incoming`, those that are certain as booked. In the transaction that judged them."""
    booked = "j.confidence = 'certain'"
    await db.execute(
        "INSERT INTO receipts (id, file_id, organisation_id, row_no, line_sha256, received_on, amount_minor, currency,"
        " sealed, status, confidence, why, case_id, decided_at)"
        f" SELECT i.id, $1, $2, i.row_no, i.line_sha256, i.received_on, i.amount_minor, i.currency, i.sealed,"
        f" CASE WHEN {booked} THEN 'booked' ELSE 'waiting' END, j.confidence, j.why,"
        f" CASE WHEN {booked} THEN j.case_id END, CASE WHEN {booked} THEN $3::timestamptz END"
        " FROM incoming i JOIN judged j USING (line_no) ORDER BY i.line_no",
        file_id,
        actor.organisation,
        actor.now(),
    )
    await db.execute(
        "INSERT INTO receipt_candidates (receipt_id, case_id, claim_id, organisation_id, matched_by, waiting)"
        " SELECT DISTINCT ON (i.id, f.case_id) i.id, f.case_id, f.claim_id, f.organisation_id, f.matched_by, true"
        " FROM incoming i JOIN judged j USING (line_no) JOIN found f USING (line_no) WHERE j.confidence <> 'certain'"
        " ORDER BY i.id, f.case_id, f.matched_by"
    )
    return await db.execute(f"{_PAYMENT} WHERE r.file_id = $1 AND r.status = 'booked'", file_id, actor.now())


async def tell_others(actor: Actor, file_id: UUID) -> None:
    """The owners, where a firm brought the file, and the firms, where an owner did, each learn of their own."""
    other = "CASE WHEN k.organisation_id = $2 THEN k.firm_organisation_id ELSE k.organisation_id END"
    rows = await db.fetch(
        f"SELECT {other} AS about, count(*) AS many, encode(sha256(string_agg(uuid_send(r.id), ''::bytea"
        " ORDER BY r.id)), 'hex') AS digest FROM receipts r JOIN cases k ON k.id = r.case_id"
        f" WHERE r.file_id = $1 AND r.status = 'booked' AND {other} IS NOT NULL GROUP BY 1",
        file_id,
        actor.organisation,
    )
    for row in rows:
        booked = PaymentsBooked(subject_id=file_id, count=row["many"], digest=row["digest"])
        await facts.record(actor, booked, about=row["about"])


async def reckon_booked(actor: Actor, file_id: UUID) -> int:
    """Limitation of the cases on which a file booked payments, again; the job after the reading. Safe to repeat."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT case_id FROM receipts WHERE file_id = $1 AND organisation_id = $2 AND status = 'booked'",
            file_id,
            actor.organisation,
        )
        return await reckon_limitation_again(actor, file_id, [row["case_id"] for row in rows]) if rows else 0


async def case_named(actor: Actor, reference: str) -> UUID:
    """The open case of ours that has this reference, or whose claim has it; Invalid where none or several have."""
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT k.id FROM cases k JOIN claims c ON c.id = k.claim_id WHERE {MINE} AND k.status <> 'closed'"
            " AND (upper(k.reference) = upper($2) OR c.reference = $2) LIMIT 2",
            actor.organisation,
            reference.strip(),
        )
    if len(rows) != 1:
        wanted = "No open case has it." if not rows else "Several open cases have it; give the case’s own reference."
        raise Invalid("The case was not found.", places=[Place("reference", reference[:60], wanted)])
    found: UUID = rows[0]["id"]
    return found


async def assign_receipt(actor: Actor, receipt_id: UUID, case_id: UUID) -> None:
    """Books a waiting payment on the case. Refused where the case is closed or in another currency."""
    must_enter(actor)
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id, lock=True)
        if case.status == "closed":
            raise Refused("The case is closed: no payment is booked on it.")
        receipt = await _receipt(actor, receipt_id)
        currency = await db.fetch_value("SELECT currency FROM claims WHERE id = $1", case.claim_id)
        if currency != receipt["currency"]:
            raise Refused(
                f"The payment is in {receipt['currency']} and the case in {currency}; nothing is converted here."
            )
        await _decide(actor, receipt_id, "assign", case_id=case_id, reason=None)
        await db.execute(f"{_PAYMENT} WHERE r.id = $1", receipt_id, actor.now())
        assigned = ReceiptAssigned(subject_id=receipt_id, case_id=case_id)
        await facts.record(actor, assigned, about=case.other_side(actor))
        await reckon_limitation_again(actor, receipt_id, [case_id])


async def dispose_of_receipt(actor: Actor, receipt_id: UUID, status: ReceiptStatus, *, reason: str) -> None:
    """Returned to its payer, or set aside as no debtor's payment: for a reason that stays."""
    must_enter(actor)
    verb = {ReceiptStatus.RETURNED: "return", ReceiptStatus.SET_ASIDE: "set_aside"}[status]
    if not reason.strip():
        raise Invalid(
            "A payment is not booked for a reason.", places=[Place("reason", None, "Say why in a few words.")]
        )
    async with db.transaction(actor):
        await _receipt(actor, receipt_id)
        await _decide(actor, receipt_id, verb, case_id=None, reason=reason.strip()[:300])
        await facts.record(actor, ReceiptDecided(subject_id=receipt_id, status=status.value))


async def take_receipt_back(actor: Actor, receipt_id: UUID) -> None:
    """What was decided of a payment is undone: it waits again, and a booking of it no longer counts."""
    must_enter(actor)
    async with db.transaction(actor):
        receipt = await _receipt(actor, receipt_id)
        case = await case_at_hand(actor, receipt["case_id"]) if receipt["case_id"] else None
        undone = await db.execute(
            "UPDATE claim_payments SET withdrawn_at = $2 WHERE receipt_id = $1 AND withdrawn_at IS NULL",
            receipt_id,
            actor.now(),
        )
        if case is not None and undone == 0:
            raise Refused("The claim was assigned on with this payment; its new owner has the booking now.")
        await _decide(actor, receipt_id, "take_back", case_id=None, reason=None)
        taken = ReceiptTakenBack(subject_id=receipt_id, status=receipt["status"])
        await facts.record(actor, taken, about=case.other_side(actor) if case else None)
        if case is not None:
            await reckon_limitation_again(actor, receipt_id, [case.id])


async def _receipt(actor: Actor, receipt_id: UUID) -> db.Row:
    row = await db.fetch_one(
        "SELECT status, currency, case_id FROM receipts WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
        receipt_id,
        actor.organisation,
    )
    if row is None:
        raise NotFound("There is no such payment here.")
    return row


async def _decide(actor: Actor, receipt_id: UUID, verb: str, *, case_id: UUID | None, reason: str | None) -> None:
    await db.move(
        "receipts",
        receipt_id,
        RECEIPTS[verb],
        case_id=case_id,
        reason=reason,
        decided_by=actor.person_id,
        decided_at=actor.now(),
    )
    await db.execute(
        "UPDATE receipt_candidates SET waiting = $2 WHERE receipt_id = $1", receipt_id, verb == "take_back"
    )
