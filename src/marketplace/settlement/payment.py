"""The price, from bank to bank with a creditor reference, confirmed by both; and its booking."""

from uuid import UUID

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.ids import new_id
from kernel.money import Money
from marketplace.settlement.facts import PaymentConfirmed, PricePaid
from marketplace.settlement.sides import Side, seller_system, side_of
from marketplace.settlement.states import SALES


async def charge_price(actor: Actor, side: Side, amount: Money) -> UUID:
    """Makes the price due from buyer to seller, payable to the sale's creditor reference. In the open transaction."""
    charge_id = new_id()
    await db.execute(
        "INSERT INTO charges (id, organisation_id, payee_organisation_id, sale_id, kind, method, amount_minor,"
        " currency, reference, status, created_at) VALUES ($1, $2, $3, $4, 'price', 'bank', $5, $6, $7, 'due', $8)",
        charge_id,
        side.sale["buyer_organisation_id"],
        side.sale["seller_organisation_id"],
        side.sale["id"],
        amount.minor,
        amount.currency,
        side.sale["creditor_reference"],
        actor.now(),
    )
    return charge_id


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
            await _settle(actor, side, charge["id"], amount)
    return both


async def _settle(actor: Actor, side: Side, charge_id: UUID, amount: Money) -> None:
    await db.execute("UPDATE charges SET status = 'paid', paid_at = $2 WHERE id = $1", charge_id, actor.now())
    booked = await db.fetch_value(
        "SELECT ledger_book($1, $2, 'price_paid', $3, $4, 'receivables_bought', $5, 'receivables_sold', $6)",
        new_id(),
        charge_id,
        f"price:{charge_id}",
        actor.now(),
        side.sale["buyer_organisation_id"],
        side.sale["seller_organisation_id"],
    )
    if not booked:
        raise Refused("This payment was booked before.")
    await db.move("sales", side.sale["id"], SALES["pay"])
    await facts.record(
        actor, PricePaid(subject_id=side.sale["id"], charge_id=charge_id, amount=str(amount)), about=side.other_id
    )
    seller = seller_system(actor, side)
    await jobs.defer(
        "settlement.draft_deed", queue="bulk", organisation_id=seller.organisation, sale_id=side.sale["id"]
    )
