"""What is due to the platform by bank: the payer says that it was sent, the operator that it arrived."""

from uuid import UUID

from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.money import Money
from payments.ledger.commands import settle_charge
from payments.ledger.facts import PaymentSent


async def say_sent(actor: Actor, charge_id: UUID, *, shown: Money) -> None:
    """The payer's word that a fee or deposit went out by bank, at the amount the page showed."""
    actor.must("sales.confirm_payment")
    async with db.transaction(actor):
        charge = await db.fetch_one(
            "SELECT * FROM charges WHERE id = $1 AND organisation_id = $2 AND payee_organisation_id IS NULL FOR UPDATE",
            charge_id,
            actor.organisation,
        )
        amount = _due_by_bank(charge, shown)
        confirmed = await db.execute(
            "UPDATE charges SET payer_confirmed_at = $2, version = version + 1 WHERE id = $1"
            " AND payer_confirmed_at IS NULL",
            charge_id,
            actor.now(),
        )
        if not confirmed:
            raise Refused("Your side has said so already; the platform has not received it yet.")
        kind = (await db.fetch_sure("SELECT kind FROM charges WHERE id = $1", charge_id))["kind"]
        await facts.record(actor, PaymentSent(subject_id=charge_id, charge_kind=kind, amount=str(amount)))


async def receive(actor: Actor, charge_id: UUID, *, shown: Money) -> None:
    """The operator saw the money on the platform's account: it is booked. What the payer said is no condition."""
    actor.must("charges.receive")
    # The operator is no party of a charge; the platform is, and its role books.
    async with db.transaction(Actor.platform(actor.clock)):
        charge = await db.fetch_one(
            "SELECT * FROM charges WHERE id = $1 AND payee_organisation_id IS NULL FOR UPDATE", charge_id
        )
        _due_by_bank(charge, shown)
        charge = await db.fetch_sure(
            "UPDATE charges SET payee_confirmed_at = $2, version = version + 1 WHERE id = $1 RETURNING *",
            charge_id,
            actor.now(),
        )
        if not await settle_charge(actor, charge):
            raise Refused("This payment was booked before.")


def _due_by_bank(charge: db.Row | None, shown: Money) -> Money:
    if charge is None:
        raise NotFound("There is no such charge here.")
    amount = Money(charge["amount_minor"], charge["currency"])
    if charge["status"] != "due":
        raise Refused(f"This charge is {charge['status']}: no payment is waited for.")
    if charge["method"] != "bank":
        raise Refused("The payment provider carries this charge and tells when it was paid.")
    if amount != shown:
        raise Refused(f"The amount due is {amount}, your page showed {shown}. Load the page again.")
    return amount
