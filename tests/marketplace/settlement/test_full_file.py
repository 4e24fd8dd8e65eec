"""The last level of a release: the full file comes with the deed, after the price, and not a step earlier."""

import pytest

from kernel import db
from kernel.actor import Actor
from marketplace.settlement.transfer import transfer_sale
from tests.builders.sales import STAGES, a_sale, bring

pytestmark = pytest.mark.usefixtures("database")

HELD = ("sale_claims", "claims", "claim_items", "parties")


async def seen(buyer: Actor) -> dict[str, int]:
    """How many rows of each table of the full file the buyer sees, asking for all."""
    async with db.transaction(buyer):
        return {table: await db.fetch_value(f"SELECT count(*) FROM {table}") for table in HELD}


async def test_the_buyer_sees_no_claim_before_price_and_deed_and_every_claim_after() -> None:
    sale = await a_sale(claims=3)
    nothing = dict.fromkeys(HELD, 0)
    for step in STAGES[1:-1]:
        assert await seen(sale.buyer) == nothing, f"before {step}"
        await bring(sale, step)
    assert (await sale.row())["status"] == "paid"
    assert await seen(sale.buyer) == nothing
    await bring(sale, "deed")
    assert await seen(sale.buyer) == {**nothing, "sale_claims": 3}
    await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock)
    assert await seen(sale.buyer) == {"sale_claims": 3, "claims": 3, "claim_items": 6, "parties": 3}
