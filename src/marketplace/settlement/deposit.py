"""A deposit of the buyer, where both sides want one: agreed to the cent, held by the platform, given back by it."""

from uuid import UUID

from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused
from kernel.money import Money
from kernel.settings import settings
from marketplace.settlement.facts import DepositAgreed
from marketplace.settlement.sides import Side, accept, buyer_system, side_of
from payments.ledger.commands import raise_charge

BEFORE_PAYMENT = ("awarded", "signed", "closing")


async def agree_deposit(actor: Actor, sale_id: UUID, *, amount: Money) -> bool:
    """Proposes a deposit or agrees to the one proposed. True once both said the same amount: it is due from the buyer.

    Another amount is a proposal of its own; the one both said counts, once for a sale.
    """
    actor.must("sales.close")
    async with db.transaction(actor):
        side = await side_of(actor, sale_id)
        _check(side, amount)
        await _refuse_second(actor, side)
        said = "I agree that the buyer leaves this deposit with the platform."
        both = await accept(actor, side, "deposit", statement=said, shown=amount)
        if both:
            buyer = buyer_system(actor, side)
            async with db.transaction(buyer, as_system=True):
                await raise_charge(
                    buyer,
                    "deposit",
                    amount,
                    payer_id=buyer.organisation,
                    payee_id=None,
                    sale_id=sale_id,
                    method="stripe" if settings().stripe_secret_key else "bank",
                )
            await facts.record(actor, DepositAgreed(subject_id=sale_id, amount=str(amount)), about=side.other_id)
    return both


def _check(side: Side, amount: Money) -> None:
    if side.sale["status"] not in BEFORE_PAYMENT:
        raise Refused(f"A deposit is left before the price is paid; the sale is {side.sale['status']}.")
    price = side.adjusted_price() or side.price()
    if amount.currency != price.currency or not 0 < amount.minor <= price.minor:
        wanted = f"An amount in {price.currency}, above zero and at most the price, {price}."
        raise Invalid("This deposit cannot be agreed to.", places=[Place("deposit", amount.text(), wanted)])


async def _refuse_second(actor: Actor, side: Side) -> None:
    # The seller is no party of the deposit's charge: it is looked for as the buyer, whose it is.
    async with db.transaction(buyer_system(actor, side), as_system=True):
        there = await db.fetch_value(
            "SELECT status FROM charges WHERE sale_id = $1 AND kind = 'deposit' AND status <> 'cancelled'",
            side.sale["id"],
        )
    if there is not None:
        raise Refused(f"A deposit was agreed before; it is {there}.")
