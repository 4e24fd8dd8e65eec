"""The price: confirmed by both, or carried by the provider; either way the sale goes on once, and the fee is owed."""

import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.jobs import TASKS
from kernel.money import Money
from marketplace.settlement import jobs as settlement_jobs
from marketplace.settlement.payment import confirm_payment, price_arrived
from payments.ledger.commands import WHEN_PAID, settle_charge, tell_paid
from payments.ledger.queries import out_of_balance
from tests.builders.sales import SaleBuilt, a_sale

pytestmark = pytest.mark.usefixtures("database")


async def charges(sale: SaleBuilt) -> dict[str, tuple[str, str]]:
    async with db.transaction(sale.seller):
        rows = await db.fetch("SELECT kind, status, amount_minor, currency FROM charges WHERE sale_id = $1", sale.id)
    return {row["kind"]: (row["status"], Money(row["amount_minor"], row["currency"]).text()) for row in rows}


async def test_one_sides_word_pays_nothing() -> None:
    sale = await a_sale(until="agreed")
    assert await confirm_payment(sale.buyer, sale.id, shown=Money.parse("600.00", "EUR")) is False
    assert await charges(sale) == {"price": ("due", "600.00")}
    with pytest.raises(Refused, match="already"):
        await confirm_payment(sale.buyer, sale.id, shown=Money.parse("600.00", "EUR"))


async def test_both_confirmed_books_the_price_and_the_seller_owes_a_hundredth() -> None:
    sale = await a_sale(until="paid")
    assert await charges(sale) == {"price": ("paid", "600.00"), "platform_fee": ("due", "6.00")}
    assert (await sale.row())["status"] == "paid"
    assert await out_of_balance() == []
    async with db.transaction(sale.buyer):
        assert await db.fetch_value("SELECT count(*) FROM charges WHERE kind = 'platform_fee'") == 0


async def test_a_price_the_provider_carried_goes_on_once() -> None:
    assert WHEN_PAID["price"] in TASKS
    assert TASKS[WHEN_PAID["price"]].run is settlement_jobs.price_arrived
    sale = await a_sale(until="agreed")
    platform = Actor.platform(sale.clock)
    async with db.transaction(platform):
        row = await db.fetch_sure("SELECT * FROM charges WHERE sale_id = $1 FOR UPDATE", sale.id)
        assert await settle_charge(platform, row)
        await tell_paid(row)
        told = await db.fetch_sure("SELECT args FROM procrastinate_jobs WHERE task_name = 'settlement.price_arrived'")
    assert str(sale.seller.organisation) in str(told["args"])
    for _ in range(2):
        await price_arrived(sale.seller.organisation, sale.id, clock=sale.clock)
    assert (await sale.row())["status"] == "paid"
    assert await charges(sale) == {"price": ("paid", "600.00"), "platform_fee": ("due", "6.00")}


async def test_another_amount_than_the_page_showed_is_refused() -> None:
    sale = await a_sale(until="agreed")
    with pytest.raises(Refused, match=r"600\.00"):
        await confirm_payment(sale.seller, sale.id, shown=Money.parse("600.01", "EUR"))
