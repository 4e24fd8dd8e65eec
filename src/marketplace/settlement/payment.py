"""The price, from bank to bank with a creditor reference and confirmed by both, or through the payment provider."""

from uuid import UUID

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import NotFound, Refused
from kernel.money import Money
from marketplace.settlement.facts import PaymentConfirmed, PricePaid
from marketplace.settlement.sides import Side, seller_system, side_of
from marketplace.settlement.states import SALES
from payments.ledger.commands import raise_charge, raise_platform_fee, settle_charge


async def charge_price(actor: Actor, side: Side, amount: Money) -> UUID:
    """Makes the price due from buyer to seller, payable to the sale's creditor reference. In the open transaction."""
    return await raise_charge(
        actor,
        "price",
        amount,
        payer_id=side.sale["buyer_organisation_id"],
        payee_id=side.sale["seller_organisation_id"],
        sale_id=side.sale["id"],
        reference=side.sale["creditor_reference"],
    )


async def confirm_payment(actor: Actor, sale_id: UUID, *, shown: Money) -> bool:
    """The buyer says that the price was sent, the seller that it arrived. True once both did: it is booked and paid."""
    actor.must("sales.confirm_payment")
    async with db.transaction(actor):
        side = await side_of(actor, sale_id)
        charge = await db.fetch_one(
            "SELECT * FROM charges WHERE sale_id = $1 AND kind = 'price' AND status = 'due' FOR UPDATE", sale_id
        )
        if charge is None:
            raise Refused("No price is due on this sale.")
        amount = Money(charge["amount_minor"], charge["currency"])
        if amount != shown:
            raise Refused(f"The price due is {amount}, your page showed {shown}. Load the page again.")
        if charge["method"] != "bank":
            raise Refused("Both sides chose that Stripe carries the price: it tells when the buyer has paid.")
        mine = "payee_confirmed_at" if side.is_seller else "payer_confirmed_at"
        if charge[mine] is not None:
            raise Refused("Your side has confirmed the payment already; the other side has not yet.")
        charge = await db.fetch_sure(
            f"UPDATE charges SET {mine} = $2, version = version + 1 WHERE id = $1 RETURNING *",
            charge["id"],
            actor.now(),
        )
        confirmed = PaymentConfirmed(
            subject_id=sale_id,
            charge_id=charge["id"],
            side="seller" if side.is_seller else "buyer",
            amount=str(amount),
        )
        await facts.record(actor, confirmed, about=side.other_id)
        both = charge["payer_confirmed_at"] is not None and charge["payee_confirmed_at"] is not None
        if both:
            if not await settle_charge(actor, charge):
                raise Refused("This payment was booked before.")
            await _go_on(actor, side, charge)
    return both


async def price_arrived(seller_id: UUID, sale_id: UUID, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Goes on with a sale whose price the provider has carried and booked. Doing it again does nothing."""
    seller = Actor.system(seller_id, clock)
    async with db.transaction(seller):
        side = await side_of(seller, sale_id)
        charge = await db.fetch_one(
            "SELECT * FROM charges WHERE sale_id = $1 AND kind = 'price' AND status = 'paid'", sale_id
        )
        if charge is None:
            raise NotFound("There is no paid price on this sale.")
        if side.sale["status"] == "closing":
            await _go_on(seller, side, charge)


async def _go_on(actor: Actor, side: Side, charge: db.Row) -> None:
    """The sale is paid: the deed is drafted, and the seller owes the platform its fee."""
    sale_id, amount = side.sale["id"], Money(charge["amount_minor"], charge["currency"])
    await db.move("sales", sale_id, SALES["pay"])
    paid = PricePaid(subject_id=sale_id, charge_id=charge["id"], amount=str(amount))
    await facts.record(actor, paid, about=side.other_id)
    seller = seller_system(actor, side)
    async with db.transaction(seller, as_system=True):
        await raise_platform_fee(seller, amount, sale_id=sale_id)
    await jobs.defer("settlement.draft_deed", queue="bulk", organisation_id=seller.organisation, sale_id=sale_id)
