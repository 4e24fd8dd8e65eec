"""What the law lets nobody assign: shown before the sale, off what is sold, and still the seller's afterwards."""

from datetime import date

import asyncpg
import pytest

from cases.jurisdictions.assignment import compensation_stays
from kernel import db
from kernel.actor import Actor
from marketplace.settlement.commands import FinalRow
from marketplace.settlement.papers import contract_paper
from marketplace.settlement.queries import sale as sale_shown
from marketplace.settlement.queries import schedule_csv
from marketplace.settlement.schedules import kept_rows, left_by_law, sale_terms
from marketplace.settlement.transfer import transfer_sale
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sales import SaleBuilt, a_sale, bring

pytestmark = pytest.mark.usefixtures("database")

COMPENSATION = 17_600
"""40 € at the rate of the day, as a seller's tape brings it."""
WHOLE = 10_000_000
"""More than the whole balance of a claim."""


async def a_compensated_sale(
    *, country: str = "pl", currency: str = "PLN", compensation: int = COMPENSATION
) -> SaleBuilt:
    """A sale of three claims, the first of which has a fixed compensation."""
    return await a_sale(claims=3, country=country, currency=currency, compensation=compensation)


async def value(actor: Actor, sql: str, *arguments: object) -> object:
    async with db.transaction(actor):
        return await db.fetch_value(sql, *arguments)


async def to_the_deed(sale: SaleBuilt, final: tuple[FinalRow, ...] = ()) -> None:
    for step in ("signed", "closing", "agreed", "paid", "deed"):
        await bring(sale, step, final)


def test_the_law_says_in_which_country_it_stays_and_since_when() -> None:
    stays = compensation_stays(date(2026, 3, 2))
    assert set(stays) == {"PL"}
    assert stays["PL"].citation == "Act of 8 March 2013 art. 10(1), (4)"
    assert not stays["PL"].verified
    assert compensation_stays(date(2019, 12, 31)) == {}


async def test_the_schedule_shows_it_before_anybody_signs_and_sells_the_rest() -> None:
    sale = await a_compensated_sale()
    whole = await value(sale.seller, "SELECT sum(balance_minor)::bigint FROM claims WHERE tape_id = $1", sale.tape_id)
    for side in (sale.seller, sale.buyer):
        totals = (await sale_shown(side, sale.id)).totals
        assert totals.left is not None
        assert (totals.left.claims, totals.left.amount.minor) == (1, COMPENSATION)
        assert totals.left.laws == "Act of 8 March 2013 art. 10(1), (4), unverified"
        assert totals.balance.minor + COMPENSATION == whole
    lines = b"".join([part async for part in await schedule_csv(sale.buyer, sale.id)]).decode("utf-8-sig").splitlines()
    assert lines[0].endswith("left_with_seller,left_law")
    assert sum(",176.00," in line for line in lines) == 1


async def test_the_contract_says_so_in_words() -> None:
    sale = await a_compensated_sale()
    async with db.transaction(sale.seller):
        row = await db.fetch_sure("SELECT * FROM sales WHERE id = $1", sale.id)
        left = await left_by_law(row)
        job = contract_paper(await sale_terms(row), await kept_rows(row), as_of=date(2026, 3, 2), left=left)
    assert left is not None
    assert job.context["left"] == left


async def test_at_the_transfer_it_stays_with_the_seller_and_the_buyer_never_has_it() -> None:
    sale = await a_compensated_sale()
    await to_the_deed(sale)
    assert await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock) == 3
    kept = "SELECT sum(amount_minor)::bigint FROM items_left WHERE sale_id = $1"
    assert await value(sale.seller, kept, sale.id) == COMPENSATION
    assert await value(sale.buyer, kept, sale.id) is None
    of_tape = "FROM claim_items WHERE tape_id = $1 AND fixed_compensation"
    assert await value(sale.buyer, f"SELECT count(*) {of_tape}", sale.tape_id) == 0
    balances = (
        "SELECT sum(c.balance_minor)::bigint = sum(x.balance_minor)::bigint FROM claims c JOIN sale_claims x"
        " ON x.claim_id = c.id WHERE x.sale_id = $1"
    )
    assert await value(sale.buyer, balances, sale.id) is True
    told = "SELECT data->>'items' FROM facts WHERE kind = 'claims:sale:items_stayed' AND subject_id = $1"
    assert await value(sale.buyer, told, sale.id) == "1"


async def test_a_claim_of_nothing_else_is_dropped_and_no_final_file_brings_it_back() -> None:
    sale = await a_compensated_sale(compensation=WHOLE)
    reason = "SELECT dropped_reason FROM sale_claims WHERE sale_id = $1 AND position = 1"
    assert str(await value(sale.seller, reason, sale.id)).startswith("Nothing of it can be assigned: Act of 8 March")
    await to_the_deed(sale)
    assert str(await value(sale.seller, reason, sale.id)).startswith("Nothing of it can be assigned")
    assert await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock) == 2


async def test_where_the_law_says_nothing_of_it_it_passes_with_the_claim() -> None:
    sale = await a_compensated_sale(country="es", currency="EUR")
    assert (await sale_shown(sale.seller, sale.id)).totals.left is None
    await to_the_deed(sale)
    await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock)
    assert await value(sale.buyer, "SELECT count(*) FROM claim_items WHERE fixed_compensation") == 1


async def test_nobody_takes_items_away_but_the_buyer_of_an_executed_deed() -> None:
    sale = await a_compensated_sale()
    stranger = await a_member(organisation_id=await an_organisation())
    for who, refusal in ((stranger, asyncpg.NoDataFoundError), (sale.buyer, asyncpg.CheckViolationError)):
        with pytest.raises(refusal):
            await value(who, "SELECT items_stay($1, $2)", sale.id, date(2026, 3, 2))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await value(sale.seller, "DELETE FROM items_left")
