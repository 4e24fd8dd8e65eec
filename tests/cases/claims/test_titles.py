"""Claims that were bought before they came here: the earlier assignment is entered once, for all of them."""

from datetime import date
from uuid import UUID

import asyncpg
import pytest

from cases.claims.queries import claims_shown
from cases.claims.titles import complete_title, earlier_links
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sales import SaleBuilt, a_sale
from tests.web.client import browser
from tests.web.twice import press_twice, refuses_without_a_key

pytestmark = pytest.mark.usefixtures("database")
DEED = "Escritura de cesión de 3 de mayo de 2024, notario Pérez, protocolo 812"
WHEN = date(2024, 5, 3)


async def bought_before(sale: SaleBuilt) -> None:
    """The first link becomes the original creditor's, and the seller's follows it without date and deed."""
    async with db.transaction(sale.seller):
        await db.execute(
            "INSERT INTO claim_titles (id, claim_id, tape_id, organisation_id, holder_organisation_id, holder_name,"
            " position, current) SELECT uuidv7(), c.id, c.tape_id, c.organisation_id, c.organisation_id, 'Fondo Norte',"
            " 1, false FROM claims c WHERE c.organisation_id = $1 AND c.tape_id = $2",
            sale.seller.organisation,
            sale.tape_id,
        )


async def claims_of(sale: SaleBuilt) -> list[UUID]:
    async with db.transaction(sale.seller):
        rows = await db.fetch(
            "SELECT id FROM claims WHERE organisation_id = $1 AND tape_id = $2 ORDER BY row_no",
            sale.seller.organisation,
            sale.tape_id,
        )
    return [row["id"] for row in rows]


async def entered(actor: Actor, sale: SaleBuilt, *, on: date = WHEN, **more: UUID) -> int:
    return await complete_title(
        actor, sale.tape_id, assignor="Banco del Norte", assignee="Fondo Norte", on=on, deed=DEED, **more
    )


async def test_one_assignment_is_entered_for_the_whole_portfolio_and_stands_on_every_claim() -> None:
    sale = await a_sale(claims=3)
    await bought_before(sale)
    [link] = await earlier_links(sale.seller, sale.tape_id)
    assert (link.assignor, link.assignee, link.claims, link.complete) == ("Banco del Norte", "Fondo Norte", 3, False)
    assert await entered(sale.seller, sale) == 3
    [link] = await earlier_links(sale.seller, sale.tape_id)
    assert (link.from_on, link.deed, link.claims) == (WHEN, DEED, 3)
    ids = await claims_of(sale)
    async with db.transaction(sale.seller):
        shown = await claims_shown(sale.seller, ids)
        told = await db.fetch_sure("SELECT data->>'claims' AS n FROM facts WHERE kind = 'claims:title:completed'")
    assert {(one.title[1].from_on, one.title[1].deed) for one in shown.values()} == {(WHEN, DEED)}
    assert told["n"] == "3"
    with pytest.raises(NotFound, match="left to complete"):
        await entered(sale.seller, sale)


async def test_a_single_claim_is_completed_alone() -> None:
    sale = await a_sale(claims=3)
    await bought_before(sale)
    first = (await claims_of(sale))[0]
    assert await entered(sale.seller, sale, claim_id=first) == 1
    assert [one.claims for one in await earlier_links(sale.seller, sale.tape_id)] == [2, 1]
    assert await entered(sale.seller, sale) == 2


async def test_days_follow_each_other_and_lie_in_the_past() -> None:
    sale = await a_sale()
    await bought_before(sale)
    with pytest.raises(Invalid, match="cannot be entered"):
        await entered(sale.seller, sale, on=date(2026, 3, 3))
    with pytest.raises(Invalid, match="cannot be entered"):
        await complete_title(
            sale.seller, sale.tape_id, assignor="Banco del Norte", assignee="Fondo Norte", on=WHEN, deed=" "
        )


async def test_neither_a_stranger_nor_the_buyer_before_the_transfer_nor_a_member_without_the_right_completes() -> None:
    sale = await a_sale()
    await bought_before(sale)
    stranger = await a_member(organisation_id=await an_organisation(), roles=("seller",))
    clerk = await a_member(organisation_id=sale.seller.organisation, roles=("clerk",))
    for other in (stranger, sale.buyer):
        with pytest.raises(NotFound):
            await entered(other, sale)
        with pytest.raises(NotFound):
            await earlier_links(other, sale.tape_id)
    with pytest.raises(Forbidden):
        await entered(clerk, sale)


async def test_the_database_changes_no_link_that_stands() -> None:
    sale = await a_sale()
    await bought_before(sale)
    await entered(sale.seller, sale)
    for change in ("from_on = '2020-01-01'", "deed = 'another'", "deed = NULL"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="completed once"):
            async with db.transaction(sale.seller):
                await db.execute(f"UPDATE claim_titles SET {change} WHERE position = 1")


async def test_the_page_enters_it_once_and_shows_a_wrong_day_beside_its_field() -> None:
    sale = await a_sale(claims=2)
    await bought_before(sale)
    at = f"/portfolios/{sale.tape_id}/titles"
    data = {"assignor": "Banco del Norte", "assignee": "Fondo Norte", "on": "2024-05-03", "deed": DEED}
    async with browser(sale.seller) as client:
        assert "Banco del Norte to Fondo Norte" in (await client.get(at)).text
        wrong = await client.submit(at, {**data, "on": "2091-01-01"})
        assert wrong.status_code == 422
        assert "lies in the past" in wrong.text
        assert await refuses_without_a_key(client, at, data)
        await press_twice(client, at, data)
        assert DEED in (await client.get(at)).text
