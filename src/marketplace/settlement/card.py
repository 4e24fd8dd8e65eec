"""The price of a small sale through the payment provider, where both sides choose it."""

import re
from uuid import UUID

from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused
from kernel.money import Money
from kernel.settings import settings
from marketplace.settlement.facts import CardChosen, CardLeft
from marketplace.settlement.sides import accept, side_of

ACCOUNT = re.compile(r"acct_[A-Za-z0-9]{4,34}")


def offered(amount: Money) -> bool:
    """Whether the provider may carry this price here: it is set up, and the price is small."""
    here = settings()
    return bool(here.stripe_secret_key) and amount.minor <= here.card_price_limit_minor


async def choose_card(actor: Actor, sale_id: UUID, *, shown: Money, account: str = "") -> bool:
    """One side's choice that Stripe carries the price due. True once both chose: it is no longer paid by bank.

    The seller says to which connected account of his the money goes; the platform never holds a price.
    """
    actor.must("sales.confirm_payment")
    async with db.transaction(actor):
        side = await side_of(actor, sale_id)
        charge = await db.fetch_one(
            "SELECT * FROM charges WHERE sale_id = $1 AND kind = 'price' AND status = 'due' FOR UPDATE", sale_id
        )
        amount = _choosable(charge, shown)
        if side.is_seller:
            await _name_account(sale_id, account)
        both = await accept(
            actor, side, "card_payment", statement="I choose that Stripe carries the price.", shown=amount
        )
        if both:
            charge_id = await db.fetch_value(
                "UPDATE charges SET method = 'stripe', version = version + 1 WHERE sale_id = $1 AND kind = 'price'"
                " AND status = 'due' AND payee_account IS NOT NULL RETURNING id",
                sale_id,
            )
            chosen = CardChosen(subject_id=sale_id, charge_id=charge_id, amount=str(amount))
            await facts.record(actor, chosen, about=side.other_id)
    return both


async def leave_card(actor: Actor, sale_id: UUID) -> None:
    """Back to the bank, by either side, as where Stripe refuses the account; once its page was opened it stays."""
    actor.must("sales.confirm_payment")
    async with db.transaction(actor):
        side = await side_of(actor, sale_id)
        charge = await db.fetch_one(
            "UPDATE charges SET method = 'bank', version = version + 1 WHERE sale_id = $1 AND kind = 'price'"
            " AND status = 'due' AND method = 'stripe' AND provider_id IS NULL RETURNING *",
            sale_id,
        )
        if charge is None:
            raise Refused("Stripe carries no price of this sale, or its page was opened already.")
        amount = str(Money(charge["amount_minor"], charge["currency"]))
        await facts.record(
            actor, CardLeft(subject_id=sale_id, charge_id=charge["id"], amount=amount), about=side.other_id
        )


def _choosable(charge: db.Row | None, shown: Money) -> Money:
    if charge is None:
        raise Refused("No price is due on this sale.")
    amount = Money(charge["amount_minor"], charge["currency"])
    if amount != shown:
        raise Refused(f"The price due is {amount}, your page showed {shown}. Load the page again.")
    if charge["method"] != "bank":
        raise Refused("Both sides chose this already.")
    if charge["payer_confirmed_at"] or charge["payee_confirmed_at"]:
        raise Refused("A payment by bank was confirmed by one side: it stays with the bank.")
    if not offered(amount):
        raise Refused("Stripe does not carry a price of this size here. Pay by bank under the reference shown.")
    return amount


async def _name_account(sale_id: UUID, account: str) -> None:
    if not ACCOUNT.fullmatch(account.strip()):
        wanted = "Write the id of your connected Stripe account, like acct_1NxxxxExample."
        raise Invalid("Where should the money go?", places=[Place("account", account[:60] or None, wanted)])
    await db.execute(
        "UPDATE charges SET payee_account = $2, version = version + 1 WHERE sale_id = $1 AND kind = 'price'"
        " AND status = 'due'",
        sale_id,
        account.strip(),
    )
