"""Paying a charge at the provider: asked outside the transaction, remembered in one."""

from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.settings import settings
from payments.ledger import queries
from payments.ledger.queries import ChargeView
from payments.provider import Checkout, CheckoutPage, PaymentProvider

WORDING = {"price": "Price of receivables", "platform_fee": "Platform fee", "deposit": "Deposit"}


async def begin_payment(actor: Actor, charge_id: UUID, provider: PaymentProvider, *, back_to: str) -> CheckoutPage:
    """Where the payer pays the charge. Asked again, the same page while it is open, else a fresh one."""
    actor.must("sales.confirm_payment")
    shown = await queries.charge(actor, charge_id)
    if shown.payer_id != actor.organisation:
        raise NotFound("There is no such charge here.")
    if shown.method != "stripe":
        raise Refused("This charge is paid by bank transfer under the reference shown.")
    if shown.status != "due":
        raise Refused(f"This charge is {shown.status}: there is nothing to pay.")
    if shown.provider_id is not None:
        page = await provider.page(shown.provider_id)
        if page.open:
            return page
    page = await provider.begin(_asked(shown, back_to))
    async with db.transaction(actor):
        kept = await db.execute(
            "UPDATE charges SET provider_id = $2, version = version + 1 WHERE id = $1 AND version = $3"
            " AND status = 'due'",
            charge_id,
            page.provider_id,
            shown.version,
        )
    if kept == 0:
        raise Refused("Somebody else began this payment at the same moment. Load the page again.")
    return page


def _asked(charge: ChargeView, back_to: str) -> Checkout:
    wording = f"{WORDING[charge.kind]} {charge.reference}"
    address = settings().base_url.rstrip("/") + back_to
    return Checkout(
        charge.id, charge.amount, wording, address, f"checkout:{charge.id}:{charge.version}", charge.payee_account
    )
