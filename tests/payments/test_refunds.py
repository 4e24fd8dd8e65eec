"""What the platform was paid is given back once, with a reason, whoever tells of it and in whatever order."""

from dataclasses import replace
from uuid import UUID

import pytest

from accounts.record.queries import record_of
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.ids import new_id
from kernel.money import Money
from payments.inbox.commands import apply_event
from payments.ledger.commands import raise_charge
from payments.ledger.queries import balances, charge, out_of_balance, platform_charges
from payments.receiving import receive, say_sent
from payments.refunds import ask_refund, send_refund
from payments.stripe_gateway import gateway
from tests.builders.accounts import a_member, an_organisation
from tests.fakes.stripe_server import FakeStripe, signed
from tests.payments.test_stripe import SDKS_HABIT, a_fee, a_seller, deliver, entries, session_of, stored
from tests.web.client import browser
from tests.web.twice import press_twice, refuses_without_a_key

pytestmark = [pytest.mark.usefixtures("database"), SDKS_HABIT]
FEE = Money.parse("12.34", "EUR")


async def an_operator() -> Actor:
    return await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))


async def a_bank_fee(seller: Actor) -> UUID:
    async with db.transaction(seller):
        return await raise_charge(
            seller, "platform_fee", FEE, payer_id=seller.organisation, payee_id=None, sale_id=None, method="bank"
        )


async def a_paid_fee(stripe_server: FakeStripe, seller: Actor) -> UUID:
    fee = await a_fee(seller)
    paid = stripe_server.pay(await session_of(seller, fee))
    await deliver(paid)
    assert await apply_event(paid.id) == "paid"
    return fee


async def test_a_refund_is_asked_of_stripe_and_booked_once_when_stripe_tells(stripe_server: FakeStripe) -> None:
    seller, operator = await a_seller(), await an_operator()
    fee = await a_paid_fee(stripe_server, seller)
    await ask_refund(operator, fee, reason="Charged by mistake", shown=FEE)
    assert (await charge(seller, fee)).status == "paid"
    for _ in range(2):
        await send_refund(fee, gateway())
    assert len(stripe_server.refunds) == 1
    told = [stripe_server.refund_told(status="pending"), stripe_server.refund_told(), stripe_server.refund_told()]
    told.append(stripe_server.refunded("cs_test_1"))
    for one in told:
        assert await deliver(one) == await deliver(one) == 200
    said = [await apply_event(one.id) for one in (*told, *told)]
    assert said == ["not refunded yet", "refunded", "refunded before", "refunded before"] * 2
    assert (await charge(seller, fee)).status == "refunded"
    assert await entries() == 2
    assert [one.balance.minor for one in await balances(seller)] == [0]
    assert await out_of_balance() == []
    assert stripe_server.complaints == []
    with pytest.raises(Refused, match="refunded"):
        await ask_refund(operator, fee, reason="Again", shown=FEE)


async def test_a_forged_and_a_late_refund_are_not_believed(stripe_server: FakeStripe) -> None:
    seller, operator = await a_seller(), await an_operator()
    fee = await a_paid_fee(stripe_server, seller)
    before = await stored()
    await ask_refund(operator, fee, reason="Charged by mistake", shown=FEE)
    await send_refund(fee, gateway())
    told = stripe_server.refund_told()
    forged = replace(told, signature=signed(told.payload.decode(), secret="whsec_other"))
    late = replace(told, signature=signed(told.payload.decode(), at=1))
    assert [await deliver(one) for one in (forged, late)] == [400, 400]
    assert await stored() == before
    assert (await charge(seller, fee)).status == "paid"


async def test_a_refund_of_another_amount_waits_for_the_operator(stripe_server: FakeStripe) -> None:
    seller, operator = await a_seller(), await an_operator()
    fee = await a_paid_fee(stripe_server, seller)
    await ask_refund(operator, fee, reason="Charged by mistake", shown=FEE)
    await send_refund(fee, gateway())
    stripe_server.refunds[0]["amount"] = 1
    told = stripe_server.refund_told()
    await deliver(told)
    assert "a part was refunded" in await apply_event(told.id)
    assert await entries() == 1


async def test_a_refund_that_failed_may_be_asked_for_anew(stripe_server: FakeStripe) -> None:
    seller, operator = await a_seller(), await an_operator()
    fee = await a_paid_fee(stripe_server, seller)
    await ask_refund(operator, fee, reason="Charged by mistake", shown=FEE)
    await send_refund(fee, gateway())
    failed = stripe_server.refund_told(status="failed", kind="refund.failed")
    await deliver(failed)
    assert await apply_event(failed.id) == "the refund failed"
    [shown] = await platform_charges(operator)
    assert shown.refundable
    await ask_refund(operator, fee, reason="Charged by mistake, second try", shown=FEE)


async def test_a_fee_by_bank_is_sent_by_its_payer_received_and_given_back_by_the_operator() -> None:
    seller, operator = await a_seller(), await an_operator()
    fee = await a_bank_fee(seller)
    await say_sent(seller, fee, shown=FEE)
    with pytest.raises(Refused, match="said so already"):
        await say_sent(seller, fee, shown=FEE)
    assert await entries() == 0
    with pytest.raises(Refused, match=r"12\.35"):
        await receive(operator, fee, shown=Money.parse("12.35", "EUR"))
    await receive(operator, fee, shown=FEE)
    with pytest.raises(Refused, match="paid"):
        await receive(operator, fee, shown=FEE)
    assert [(one.code, one.balance.text()) for one in await balances(seller)] == [("fees_paid", "12.34")]
    await ask_refund(operator, fee, reason="The sale was void", shown=FEE)
    assert (await charge(seller, fee)).status == "refunded"
    assert [one.balance.minor for one in await balances(seller)] == [0]
    assert await out_of_balance() == []
    told = [one.kind for one in await record_of(seller, area="payments")]
    assert told[0] == "payments:charge:refunded"


async def test_only_the_operator_receives_and_gives_back() -> None:
    seller = await a_seller()
    fee = await a_bank_fee(seller)
    for act in (receive(seller, fee, shown=FEE), ask_refund(seller, fee, reason="x", shown=FEE)):
        with pytest.raises(Forbidden):
            await act
    with pytest.raises(NotFound):
        await say_sent(await a_seller(), fee, shown=FEE)
    with pytest.raises(NotFound):
        await receive(await an_operator(), new_id(), shown=FEE)


async def test_a_refund_needs_a_reason_of_a_sentence() -> None:
    operator = await an_operator()
    for reason in ("  ", "x" * 301):
        with pytest.raises(Invalid):
            await ask_refund(operator, new_id(), reason=reason, shown=FEE)


async def test_the_operators_page_receives_and_gives_back_once_for_each_key() -> None:
    seller, operator = await a_seller(), await an_operator()
    fee = await a_bank_fee(seller)
    bound = {"shown_amount": "12.34", "shown_currency": "EUR"}
    async with browser(seller) as client:
        assert (await client.get("/charges")).status_code == 403
        assert await refuses_without_a_key(client, f"/charges/{fee}/sent", bound)
        await press_twice(client, f"/charges/{fee}/sent", bound)
    async with browser(operator) as client:
        assert "sent, says the payer" in (await client.get("/charges")).text
        assert await refuses_without_a_key(client, f"/charges/{fee}/received", bound)
        await press_twice(client, f"/charges/{fee}/received", bound)
        wrong = await client.submit(f"/charges/{fee}/refund", {**bound, "reason": " "})
        assert wrong.status_code == 422
        assert "Say why it is given back" in wrong.text
        await press_twice(client, f"/charges/{fee}/refund", {**bound, "reason": "The sale was void"})
        assert "The sale was void" in (await client.get(f"/charges/{fee}")).text
        assert (await client.get(f"/charges/{new_id()}")).status_code == 404
