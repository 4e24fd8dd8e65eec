"""A deposit, and a small price through Stripe: nothing of it without the word of both sides."""

import asyncpg
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.money import Money
from kernel.settings import settings
from marketplace.settlement import queries
from marketplace.settlement.card import choose_card, leave_card
from marketplace.settlement.commands import cancel_sale
from marketplace.settlement.deposit import agree_deposit
from marketplace.settlement.payment import confirm_payment, price_arrived
from payments.checkout import begin_payment
from payments.inbox.commands import apply_event
from payments.ledger.queries import balances, out_of_balance, platform_charge
from payments.receiving import receive, say_sent
from payments.refunds import ask_refund
from payments.stripe_gateway import gateway
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sales import SaleBuilt, a_sale
from tests.fakes.stripe_server import FakeStripe
from tests.payments.conftest import stripe_server  # noqa: F401 - a fixture
from tests.payments.test_stripe import SDKS_HABIT, deliver
from tests.web.client import browser
from tests.web.twice import press_twice, refuses_without_a_key

pytestmark = [pytest.mark.usefixtures("database"), SDKS_HABIT]
FIFTY = Money.parse("50.00", "EUR")
ACCOUNT = "acct_1NxExample"


async def deposit_of(sale: SaleBuilt, side: Actor) -> queries.ChargeShown:
    found = (await queries.sale(side, sale.id)).charge("deposit")
    assert found is not None
    return found


async def test_a_deposit_is_due_once_both_said_the_same_amount_and_both_see_what_becomes_of_it() -> None:
    sale = await a_sale()
    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    forty = Money.parse("40.00", "EUR")
    assert not await agree_deposit(sale.seller, sale.id, amount=FIFTY)
    assert not await agree_deposit(sale.buyer, sale.id, amount=forty)
    assert (await queries.sale(sale.seller, sale.id)).proposed(mine=False) == forty
    assert await agree_deposit(sale.buyer, sale.id, amount=FIFTY)
    with pytest.raises(Refused, match="agreed before"):
        await agree_deposit(sale.seller, sale.id, amount=forty)
    due = await deposit_of(sale, sale.buyer)
    await say_sent(sale.buyer, due.id, shown=FIFTY)
    await receive(operator, due.id, shown=FIFTY)
    seen = await platform_charge(operator, due.id)
    assert (seen.payer, seen.portfolio, seen.sale_status) == (
        "Cantábrica Activos DAC",
        "Consumer loans 2026",
        "awarded",
    )
    for side in (sale.seller, sale.buyer):
        assert (await deposit_of(sale, side)).status == "paid"
    assert [(one.code, one.balance.text()) for one in await balances(sale.buyer)] == [("deposits_paid", "50.00")]
    await ask_refund(operator, due.id, reason="The price is paid", shown=FIFTY)
    assert (await deposit_of(sale, sale.seller)).refund_reason == "The price is paid"
    assert [one.balance.minor for one in await balances(sale.buyer)] == [0]
    assert await out_of_balance() == []


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "600.01"])
async def test_a_deposit_is_above_zero_and_at_most_the_price(amount: str) -> None:
    sale = await a_sale()
    with pytest.raises(Invalid):
        await agree_deposit(sale.buyer, sale.id, amount=Money.parse(amount, "EUR"))


async def test_an_unpaid_deposit_goes_with_the_sale_that_is_called_off() -> None:
    sale = await a_sale()
    for side in (sale.seller, sale.buyer):
        await agree_deposit(side, sale.id, amount=FIFTY)
    await cancel_sale(sale.seller, sale.id, reason="Files lost")
    async with db.transaction(sale.buyer):
        assert await db.fetch_value("SELECT status FROM charges WHERE kind = 'deposit'") == "cancelled"


async def test_no_side_makes_a_deposit_or_a_card_payment_alone() -> None:
    sale = await a_sale(until="agreed")
    await agree_deposit(sale.seller, sale.id, amount=FIFTY)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="nothing makes this amount due"):
        async with db.transaction(sale.buyer):
            await db.execute(
                "INSERT INTO charges (id, organisation_id, sale_id, kind, method, amount_minor, currency, reference,"
                " status, created_at) VALUES (uuidv7(), $1, $2, 'deposit', 'bank', 5000, 'EUR', 'RF', 'due', now())",
                sale.buyer.organisation,
                sale.id,
            )
    for side, change in ((sale.buyer, "method = 'stripe'"), (sale.buyer, "payee_account = 'acct_mine'")):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(side):
                await db.execute(f"UPDATE charges SET {change} WHERE sale_id = $1 AND kind = 'price'", sale.id)


async def test_both_choose_stripe_it_carries_the_price_to_the_sellers_account_and_the_sale_goes_on(
    stripe_server: FakeStripe,  # noqa: F811
) -> None:
    sale = await a_sale(until="agreed")
    price = await sale.price_due()
    with pytest.raises(Invalid, match="go"):
        await choose_card(sale.seller, sale.id, shown=price, account="ES91 2100")
    assert not await choose_card(sale.buyer, sale.id, shown=price)
    assert await choose_card(sale.seller, sale.id, shown=price, account=ACCOUNT)
    with pytest.raises(Refused, match="Stripe carries"):
        await confirm_payment(sale.buyer, sale.id, shown=price)
    due = (await queries.sale(sale.buyer, sale.id)).charge("price")
    assert due is not None
    page = await begin_payment(sale.buyer, due.id, gateway(), back_to=f"/sales/{sale.id}")
    assert stripe_server.sessions[page.provider_id]["transfer_data"] == {"destination": ACCOUNT}
    told = stripe_server.pay(page.provider_id)
    assert [await deliver(told), await deliver(told)] == [200, 200]
    assert [await apply_event(told.id), await apply_event(told.id)] == ["paid", "paid"]
    for _ in range(2):
        await price_arrived(sale.seller.organisation, sale.id)
    assert (await sale.row())["status"] == "paid"
    assert stripe_server.complaints == []
    assert await out_of_balance() == []


async def test_either_side_goes_back_to_the_bank_until_stripes_page_was_opened(
    stripe_server: FakeStripe,  # noqa: F811
) -> None:
    sale = await a_sale(until="agreed")
    price = await sale.price_due()
    with pytest.raises(Refused, match="carries no price"):
        await leave_card(sale.buyer, sale.id)
    for side, account in ((sale.seller, ACCOUNT), (sale.buyer, "")):
        await choose_card(side, sale.id, shown=price, account=account)
    async with browser(sale.buyer) as client:
        assert "Pay by bank after all" in (await client.get(f"/sales/{sale.id}")).text
        await press_twice(client, f"/sales/{sale.id}/bank")
        assert "Choose Stripe" not in (await client.get(f"/sales/{sale.id}")).text
    assert not await confirm_payment(sale.buyer, sale.id, shown=price)
    assert await confirm_payment(sale.seller, sale.id, shown=price)
    opened = await a_sale(until="agreed")
    for side, account in ((opened.seller, ACCOUNT), (opened.buyer, "")):
        await choose_card(side, opened.id, shown=price, account=account)
    due = (await queries.sale(opened.buyer, opened.id)).charge("price")
    assert due is not None
    await begin_payment(opened.buyer, due.id, gateway(), back_to=f"/sales/{opened.id}")
    with pytest.raises(Refused, match="opened already"):
        await leave_card(opened.seller, opened.id)


async def test_a_larger_price_stays_with_the_bank(
    stripe_server: FakeStripe,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CARD_PRICE_LIMIT_MINOR", "100")
    settings.cache_clear()
    sale = await a_sale(until="agreed")
    with pytest.raises(Refused, match="of this size"):
        await choose_card(sale.buyer, sale.id, shown=await sale.price_due())


async def test_after_a_word_of_the_bank_stripe_is_no_longer_chosen(stripe_server: FakeStripe) -> None:  # noqa: F811
    sale = await a_sale(until="agreed")
    await confirm_payment(sale.buyer, sale.id, shown=await sale.price_due())
    with pytest.raises(Refused, match="stays with the bank"):
        await choose_card(sale.seller, sale.id, shown=await sale.price_due(), account=ACCOUNT)


async def test_the_pages_propose_agree_and_choose_once(stripe_server: FakeStripe) -> None:  # noqa: F811
    sale = await a_sale(until="agreed")
    at = f"/sales/{sale.id}"
    price = await sale.price_due()
    bound = {"shown_amount": price.text(), "shown_currency": "EUR"}
    async with browser(sale.seller) as sells, browser(sale.buyer) as buys:
        assert await refuses_without_a_key(sells, f"{at}/deposit", {"deposit": "50"})
        assert "at most the price" in (await sells.submit(f"{at}/deposit", {"deposit": "9000"})).text
        await press_twice(sells, f"{at}/deposit", {"deposit": "50"})
        assert "Agree to the deposit" in (await buys.get(at)).text
        await press_twice(buys, f"{at}/deposit", {"shown_amount": "50.00", "shown_currency": "EUR"})
        await press_twice(sells, f"{at}/card", {**bound, "account": ACCOUNT})
        page = (await buys.get(at)).text
        assert "chose Stripe" in page
        await press_twice(buys, f"{at}/card", bound)
        page = (await buys.get(at)).text
        assert "Pay through Stripe" in page
        assert "pays the price through Stripe" in (await sells.get(at)).text
