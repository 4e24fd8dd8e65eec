"""The platform's fee through Stripe: the real SDK against a stateful fake; webhooks signed, late, twice, forged."""

import os
import time
from dataclasses import replace
from functools import cache
from uuid import UUID

import pytest
from litestar.types import ASGIApp

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.ids import new_id
from kernel.money import Money
from payments.checkout import begin_payment
from payments.inbox.commands import apply_event
from payments.ledger.commands import raise_charge, raise_platform_fee
from payments.ledger.queries import balances, charge, out_of_balance
from payments.provider import Checkout
from payments.stripe_gateway import StripeGateway, gateway
from tests.builders.accounts import a_member, an_organisation
from tests.fakes.stripe_bodies import complaint
from tests.fakes.stripe_server import Delivery, FakeStripe, signed
from tests.web.client import browser
from web.app import create_site

# The SDK hands httpx its body by a name that httpx has deprecated.
SDKS_HABIT = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
pytestmark = [pytest.mark.usefixtures("database"), SDKS_HABIT]


async def a_seller() -> Actor:
    return await a_member(organisation_id=await an_organisation(), roles=("seller",))


async def a_fee(seller: Actor, amount: str = "12.34") -> UUID:
    async with db.transaction(seller):
        return await raise_charge(
            seller,
            "platform_fee",
            Money.parse(amount, "EUR"),
            payer_id=seller.organisation,
            payee_id=None,
            sale_id=None,
            method="stripe",
        )


async def session_of(seller: Actor, fee: UUID) -> str:
    return (await begin_payment(seller, fee, gateway(), back_to="/sales/1")).provider_id


@cache
def site() -> ASGIApp:
    """One site for all deliveries; making one takes longer than all of them."""
    return create_site(connects=False)


async def deliver(delivery: Delivery) -> int:
    async with browser(site=site()) as client:
        headers = {"stripe-signature": delivery.signature, "content-type": "application/json"}
        answer = await client.post("/webhooks/stripe", content=delivery.payload, headers=headers)
    return answer.status_code


async def stored() -> int:
    async with db.transaction(Actor.platform()):
        return int(await db.fetch_value("SELECT count(*) FROM webhook_events"))


async def entries() -> int:
    async with db.transaction(Actor.platform()):
        return int(await db.fetch_value("SELECT count(*) FROM ledger_entries"))


async def test_a_fee_is_paid_and_booked_once_although_stripe_tells_it_twice(stripe_server: FakeStripe) -> None:
    seller = await a_seller()
    fee = await a_fee(seller)
    told = stripe_server.pay(await session_of(seller, fee))
    assert [await deliver(told) for _ in range(3)] == [200, 200, 200]
    assert await stored() == 1
    assert await apply_event(told.id) == "paid"
    assert await apply_event(told.id) == "paid"
    assert (await charge(seller, fee)).status == "paid"
    assert await entries() == 1
    assert [(one.code, one.balance.text()) for one in await balances(seller)] == [("fees_paid", "12.34")]
    assert await out_of_balance() == []


async def test_the_page_is_the_same_while_it_is_open_and_fresh_after_it_expired(stripe_server: FakeStripe) -> None:
    seller = await a_seller()
    fee = await a_fee(seller)
    first = await session_of(seller, fee)
    assert await session_of(seller, fee) == first
    expired = stripe_server.expire(first)
    second = await session_of(seller, fee)
    assert second != first
    assert await deliver(expired) == 200
    assert await apply_event(expired.id) == "nothing to do"
    assert (await charge(seller, fee)).status == "due"
    assert stripe_server.complaints == []


async def test_asking_twice_with_one_key_makes_one_session(stripe_server: FakeStripe) -> None:
    asked = Checkout(new_id(), Money(1234, "EUR"), "Platform fee", "http://127.0.0.1/sales", "key-1")
    pages = [await gateway().begin(asked) for _ in range(2)]
    assert pages[0] == pages[1]
    assert len(stripe_server.sessions) == 1
    with pytest.raises(Refused, match="idempotent"):
        await gateway().begin(replace(asked, amount=Money(1, "EUR")))


async def test_a_refund_goes_out_once(stripe_server: FakeStripe) -> None:
    seller = await a_seller()
    fee = await a_fee(seller)
    session = await session_of(seller, fee)
    with pytest.raises(Refused, match="no payment"):
        await gateway().refund(session, charge_id=fee, key="refund-1")
    stripe_server.pay(session)
    for _ in range(2):
        await gateway().refund(session, charge_id=fee, key="refund-1")
    assert [one["payment_intent"] for one in stripe_server.refunds] == [f"pi_{session}"]
    assert stripe_server.complaints == []


async def test_a_forged_an_old_and_an_unsigned_webhook_are_refused_and_leave_nothing(
    stripe_server: FakeStripe,
) -> None:
    seller = await a_seller()
    told = stripe_server.pay(await session_of(seller, await a_fee(seller)))
    text = told.payload.decode()
    forgeries = [
        replace(told, signature=signed(text, secret="whsec_other")),
        replace(told, signature=signed(text, at=int(time.time()) - 3600)),
        replace(told, payload=told.payload.replace(b"1234", b"1235")),
        replace(told, signature=""),
        replace(told, payload=b"\xff\xfe"),
    ]
    assert [await deliver(one) for one in forgeries] == [400] * 5
    assert await stored() == 0


async def test_another_amount_than_is_due_is_not_booked(stripe_server: FakeStripe) -> None:
    seller = await a_seller()
    fee = await a_fee(seller)
    session = await session_of(seller, fee)
    stripe_server.sessions[session]["amount_total"] = 1
    told = stripe_server.pay(session)
    await deliver(told)
    assert "another amount" in await apply_event(told.id)
    assert (await charge(seller, fee)).status == "due"
    assert await entries() == 0


async def test_an_event_about_nothing_of_ours_is_kept_and_does_nothing(stripe_server: FakeStripe) -> None:
    told = stripe_server.event("checkout.session.completed", {"metadata": {"charge_id": str(new_id())}})
    await deliver(told)
    assert await apply_event(told.id) == "no charge of ours"
    assert await entries() == 0


async def test_only_the_payer_begins_a_payment(stripe_server: FakeStripe) -> None:
    fee = await a_fee(await a_seller())
    with pytest.raises(NotFound):
        await begin_payment(await a_seller(), fee, gateway(), back_to="/sales/1")
    assert stripe_server.sessions == {}


async def test_the_fee_is_the_settings_share_of_the_price(stripe_server: FakeStripe) -> None:
    seller = await a_seller()
    async with db.transaction(seller):
        fee = await raise_platform_fee(seller, Money.parse("3800.50", "EUR"), sale_id=None)  # type: ignore[arg-type]
    assert fee is not None
    shown = await charge(seller, fee)
    assert (shown.amount.text(), shown.method, shown.payer_id) == ("38.01", "stripe", seller.organisation)


async def test_the_pages_link_leads_to_stripes_page(stripe_server: FakeStripe) -> None:
    seller = await a_seller()
    fee = await a_fee(seller)
    async with browser(seller) as client:
        answer = await client.submit(f"/charges/{fee}/pay")
    assert answer.status_code == 200
    assert "https://checkout.stripe.com/c/pay/cs_test_1" in answer.text


def test_the_sdks_types_refuse_unknown_and_missing_fields_at_any_depth() -> None:
    body = {"mode": "payment", "line_items": [{"quantity": "1", "price_data": {"currency": "eur", "amuont": "1"}}]}
    said = complaint("/v1/checkout/sessions", body) or ""
    assert "amuont" in said
    assert complaint("/v1/refunds", {"payment_intent": "pi_1"}) is None


@pytest.mark.stripe_live
@pytest.mark.skipif("STRIPE_LIVE_KEY" not in os.environ, reason="STRIPE_LIVE_KEY is not set")
async def test_stripes_own_test_mode_takes_our_checkout() -> None:
    live = StripeGateway(os.environ["STRIPE_LIVE_KEY"])
    charge_id = new_id()
    asked = Checkout(charge_id, Money(1234, "EUR"), "Platform fee", "https://example.org/", f"test-{charge_id}")
    page = await live.begin(asked)
    assert page.open
    assert await live.page(page.provider_id) == page
