"""Double entry: whatever is told, how often and in what order, a payment is one booking and all adds up to zero."""

from uuid import UUID

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.iso11649 import is_valid

from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.money import Money
from payments.inbox.commands import apply_event
from payments.ledger.commands import raise_charge, refund_charge, settle_charge
from payments.ledger.queries import balances, charge, out_of_balance
from payments.references import creditor_reference
from tests.builders.accounts import a_member, an_organisation
from tests.fakes.stripe_server import FakeStripe
from tests.payments.test_stripe import SDKS_HABIT, a_fee, a_seller, deliver, entries, session_of

pytestmark = SDKS_HABIT


@given(st.uuids())
def test_every_creditor_reference_is_a_valid_iso_11649_reference(subject: UUID) -> None:
    reference = creditor_reference(subject)
    assert is_valid(reference)
    assert len(reference) <= 25


async def row_of(charge_id: UUID) -> db.Row:
    return await db.fetch_sure("SELECT * FROM charges WHERE id = $1 FOR UPDATE", charge_id)


async def test_any_order_and_number_of_bookings_leaves_every_account_adding_up(database: object) -> None:
    payer, payee = [await a_member(organisation_id=await an_organisation(), roles=("seller",)) for _ in range(2)]
    platform = Actor.platform()

    async def told(acts: list[tuple[int, str]], amounts: list[int]) -> None:
        # What both sides agreed to is another story: the platform's role may raise any charge.
        async with db.transaction(platform):
            charges = [
                await raise_charge(
                    platform,
                    "deposit",
                    Money(minor, "EUR"),
                    payer_id=payer.organisation,
                    payee_id=payee.organisation,
                    sale_id=None,
                )
                for minor in amounts
            ]
        before = {one.code: one.balance.minor for one in await balances(payer)}
        for which, act in acts:
            async with db.transaction(platform):
                row = await row_of(charges[which % len(charges)])
                await (settle_charge if act == "pay" else refund_charge)(platform, row)
        paid = {which % len(charges) for which, _ in acts}
        back = {which % len(charges) for which, act in acts if act == "refund"}
        after = {one.code: one.balance.minor for one in await balances(payer)}
        moved = after.get("deposits_paid", 0) - before.get("deposits_paid", 0)
        assert moved == sum(amounts[one] for one in paid - back)
        assert await out_of_balance() == []
        for number, charge_id in enumerate(charges):
            wanted = "refunded" if number in back else "paid" if number in paid else "due"
            assert (await charge(payer, charge_id)).status == wanted

    for acts, amounts in examples_of_bookings():
        await told(acts, amounts)


def examples_of_bookings() -> list[tuple[list[tuple[int, str]], list[int]]]:
    """Drawn beforehand, since Hypothesis cannot await inside the session's event loop."""
    drawn: list[tuple[list[tuple[int, str]], list[int]]] = []
    act = st.tuples(st.integers(0, 3), st.sampled_from(["pay", "refund"]))

    @settings(max_examples=25, database=None, derandomize=True)
    @given(st.lists(act, max_size=10), st.lists(st.integers(1, 10**12), min_size=1, max_size=4))
    def draw(acts: list[tuple[int, str]], amounts: list[int]) -> None:
        drawn.append((acts, amounts))

    draw()
    return drawn


def orders_of_delivery() -> list[list[int]]:
    drawn: list[list[int]] = []

    @settings(max_examples=12, database=None, derandomize=True)
    @given(st.lists(st.integers(0, 4), min_size=4, max_size=9).filter(lambda one: {0, 1, 4} & set(one)))
    def draw(order: list[int]) -> None:
        drawn.append(order)

    draw()
    return drawn


async def test_webhooks_in_any_order_and_number_book_payment_and_refund_once(
    stripe_server: FakeStripe,
) -> None:
    seller = await a_seller()
    for order in orders_of_delivery():
        fee = await a_fee(seller)
        session = await session_of(seller, fee)
        opened = stripe_server.event("checkout.session.expired", stripe_server.sessions[session])
        paid = stripe_server.pay(session)
        again = stripe_server.event("checkout.session.async_payment_succeeded", stripe_server.sessions[session])
        other = stripe_server.event("payment_intent.created", {"id": "pi", "metadata": {}})
        back = stripe_server.refunded(session)
        before = await entries()
        for which in order:
            delivery = (paid, again, opened, other, back)[which]
            assert await deliver(delivery) == 200
            await apply_event(delivery.id)
        given_back = 4 in order
        assert await entries() == before + (2 if given_back else 1)
        assert (await charge(seller, fee)).status == ("refunded" if given_back else "paid")
    assert await out_of_balance() == []


async def test_a_refund_told_before_its_payment_ends_refunded_with_both_booked(stripe_server: FakeStripe) -> None:
    seller = await a_seller()
    fee = await a_fee(seller)
    session = await session_of(seller, fee)
    paid, refunded = stripe_server.pay(session), stripe_server.refunded(session)
    for delivery in (refunded, paid, refunded):
        await deliver(delivery)
    assert [await apply_event(one.id) for one in (refunded, paid)] == ["refunded", "paid before"]
    assert (await charge(seller, fee)).status == "refunded"
    assert [one.balance.minor for one in await balances(seller)] == [0]
    assert await entries() == 2


async def test_the_application_cannot_write_the_ledger_itself(database: object) -> None:
    seller = await a_seller()
    fee = await a_fee(seller)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(seller):
            await db.execute(
                "INSERT INTO ledger_entries VALUES ($1, now(), 'x', $2, $3, NULL, 'x')",
                new_id(),
                fee,
                seller.organisation,
            )
    with pytest.raises(asyncpg.CheckViolationError, match="parties of its charge"):
        async with db.transaction(seller):
            await db.fetch_value(
                "SELECT ledger_book($1, $2, 'x', 'x', now(), 'a', $3, 'b', NULL)", new_id(), fee, new_id()
            )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(seller):
            await db.execute("UPDATE charges SET amount_minor = 1 WHERE id = $1", fee)
