"""Charges and their booking in double entry. A payment is booked once, whoever tells of it and however often."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.money import Money
from kernel.settings import settings
from payments.ledger.facts import ChargePaid, ChargeRaised, ChargeRefunded
from payments.ledger.states import CHARGES
from payments.references import creditor_reference

Kind = Literal["price", "platform_fee", "deposit"]


@dataclass(frozen=True, slots=True)
class Booking:
    """How a kind of charge is booked: the payer's account is debited, the payee's or the platform's credited."""

    entry: str
    debit: str
    credit: str


BOOKINGS: dict[str, Booking] = {
    "price": Booking("price_paid", "receivables_bought", "receivables_sold"),
    "platform_fee": Booking("fee_paid", "fees_paid", "fee_income"),
    "deposit": Booking("deposit_paid", "deposits_paid", "deposits_held"),
}

WHEN_PAID: dict[str, str] = {}
"""Kind of charge → task that is enqueued once it is paid through a provider; filled by the features above."""


async def raise_charge(
    actor: Actor,
    kind: Kind,
    amount: Money,
    *,
    payer_id: UUID,
    payee_id: UUID | None,
    sale_id: UUID | None,
    method: Literal["bank", "stripe"] = "bank",
    reference: str | None = None,
) -> UUID:
    """Makes an amount due, in the caller's transaction. Without a payee it is due to the platform."""
    charge_id = new_id()
    await db.execute(
        "INSERT INTO charges (id, organisation_id, payee_organisation_id, sale_id, kind, method, amount_minor,"
        " currency, reference, status, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'due', $10)",
        charge_id,
        payer_id,
        payee_id,
        sale_id,
        kind,
        method,
        amount.minor,
        amount.currency,
        reference or creditor_reference(charge_id),
        actor.now(),
    )
    raised = ChargeRaised(subject_id=charge_id, charge_kind=kind, amount=str(amount), sale_id=sale_id)
    await facts.record(actor, raised, about=payer_id if payer_id != actor.organisation_id else payee_id)
    return charge_id


async def raise_platform_fee(seller: Actor, price: Money, *, sale_id: UUID) -> UUID | None:
    """The platform's fee on a paid price, owed by the seller; None where it comes to nothing."""
    here = settings()
    fee = price.times(Decimal(here.platform_fee_per_mille) / 1000)
    if fee.minor <= 0:
        return None
    return await raise_charge(
        seller,
        "platform_fee",
        fee,
        payer_id=seller.organisation,
        payee_id=None,
        sale_id=sale_id,
        method="stripe" if here.stripe_secret_key else "bank",
    )


async def settle_charge(actor: Actor, charge: db.Row) -> bool:
    """Books a payment and marks its charge paid, in the caller's transaction; False if that was done before."""
    booking = BOOKINGS[charge["kind"]]
    payer, payee = charge["organisation_id"], charge["payee_organisation_id"]
    fresh = await _book(
        actor,
        charge,
        booking.entry,
        f"{charge['kind']}:{charge['id']}",
        (booking.debit, payer),
        (booking.credit, payee),
    )
    if not fresh:
        return False
    await db.move("charges", charge["id"], CHARGES["pay"], paid_at=actor.now())
    await facts.record(
        actor, ChargePaid(subject_id=charge["id"], charge_kind=charge["kind"], amount=_amount(charge)), about=payer
    )
    return True


async def refund_charge(actor: Actor, charge: db.Row) -> bool:
    """Books the whole amount back, in the caller's transaction; False if that was done before.

    A refund that is told before its payment books the payment first.
    """
    await settle_charge(actor, charge)
    booking = BOOKINGS[charge["kind"]]
    payer, payee = charge["organisation_id"], charge["payee_organisation_id"]
    back = f"refund:{charge['id']}"
    if not await _book(actor, charge, "refunded", back, (booking.credit, payee), (booking.debit, payer)):
        return False
    await db.move("charges", charge["id"], CHARGES["refund"])
    await facts.record(
        actor, ChargeRefunded(subject_id=charge["id"], charge_kind=charge["kind"], amount=_amount(charge)), about=payer
    )
    return True


async def tell_paid(charge: db.Row) -> None:
    """Enqueues what follows from a payment through a provider."""
    task = WHEN_PAID.get(charge["kind"])
    if task is not None and charge["sale_id"] is not None:
        await jobs.defer(task, organisation_id=charge["payee_organisation_id"], sale_id=charge["sale_id"])


async def _book(
    actor: Actor,
    charge: db.Row,
    entry: str,
    cause: str,
    debit: tuple[str, UUID | None],
    credit: tuple[str, UUID | None],
) -> bool:
    booked: bool = await db.fetch_value(
        "SELECT ledger_book($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new_id(),
        charge["id"],
        entry,
        cause,
        actor.now(),
        *debit,
        *credit,
    )
    return booked


def _amount(charge: db.Row) -> str:
    return str(Money(charge["amount_minor"], charge["currency"]))
