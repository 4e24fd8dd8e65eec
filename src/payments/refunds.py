"""Giving back what the platform was paid: asked by the operator with a reason, carried out by a job, booked once."""

from hashlib import sha256
from uuid import UUID

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.money import Money
from payments.ledger.commands import refund_charge
from payments.ledger.facts import RefundAsked, RefundFailed
from payments.provider import PaymentProvider

LONGEST_REASON = 300


async def ask_refund(actor: Actor, charge_id: UUID, *, reason: str, shown: Money) -> None:
    """Gives a paid fee or deposit back whole. What came by bank is booked as sent back; Stripe's is asked of Stripe.

    A price is never given back here: claims return by putback, not money by itself.
    """
    actor.must("charges.refund")
    said = reason.strip()
    if not 0 < len(said) <= LONGEST_REASON:
        where = Place("reason", reason[:60], f"The payer reads it; at most {LONGEST_REASON} characters.")
        raise Invalid("Say why it is given back.", places=[where])
    async with db.transaction(Actor.platform(actor.clock)):
        charge = await db.fetch_one("SELECT * FROM charges WHERE id = $1 FOR UPDATE", charge_id)
        amount = _refundable(charge, shown)
        charge = await db.fetch_sure(
            "UPDATE charges SET refund_reason = $2, refund_asked_at = $3, version = version + 1 WHERE id = $1"
            " RETURNING *",
            charge_id,
            said,
            actor.now(),
        )
        asked = RefundAsked(
            subject_id=charge_id,
            charge_kind=charge["kind"],
            amount=str(amount),
            reason_sha256=sha256(said.encode()).hexdigest(),
        )
        await facts.record(actor, asked, about=charge["organisation_id"])
        if charge["method"] == "bank":
            await refund_charge(actor, charge)
        else:
            await jobs.defer("payments.refund", charge_id=charge_id)


async def send_refund(charge_id: UUID, provider: PaymentProvider, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Asks the provider for what the operator gives back. Its webhook books it; doing it again is harmless."""
    async with db.transaction(Actor.platform(clock)):
        charge = await db.fetch_one(
            "SELECT * FROM charges WHERE id = $1 AND status = 'paid' AND refund_asked_at IS NOT NULL", charge_id
        )
    if charge is not None and charge["provider_id"] is not None:
        # A refund that failed may be asked for anew: the moment of asking makes it another one.
        key = f"refund:{charge_id}:{charge['refund_asked_at'].timestamp():.0f}"
        await provider.refund(charge["provider_id"], charge_id=charge_id, key=key)


async def refund_failed(actor: Actor, charge: db.Row) -> str:
    """The provider could not give it back: the operator may ask anew. One that was booked needs a look."""
    if charge["status"] == "refunded":
        return "a refund failed after it was booked: an operator must look"
    if charge["refund_asked_at"] is None:
        return "a refund failed that nobody asked for here"
    await db.execute("UPDATE charges SET refund_reason = NULL, refund_asked_at = NULL WHERE id = $1", charge["id"])
    amount = str(Money(charge["amount_minor"], charge["currency"]))
    failed = RefundFailed(subject_id=charge["id"], charge_kind=charge["kind"], amount=amount)
    await facts.record(actor, failed, about=charge["organisation_id"])
    return "the refund failed"


def _refundable(charge: db.Row | None, shown: Money) -> Money:
    if charge is None:
        raise NotFound("There is no such charge here.")
    amount = Money(charge["amount_minor"], charge["currency"])
    if charge["kind"] == "price":
        raise Refused("A price goes from buyer to seller; claims that are put back bring it back.")
    if charge["status"] != "paid":
        raise Refused(f"This charge is {charge['status']}: there is nothing to give back.")
    if charge["refund_asked_at"] is not None:
        raise Refused("Its refund was asked for already; the provider has not told of it yet.")
    if amount != shown:
        raise Refused(f"The amount paid is {amount}, your page showed {shown}. Load the page again.")
    return amount
