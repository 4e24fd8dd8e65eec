"""The limitation deadline of a claim with several items: the next date that can still be kept."""

from datetime import date

import pytest

from cases.deadlines.limitation import Question, judge_limitation, limitation_questions
from cases.deadlines.queries import DeadlineShown, deadlines_in
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from marketplace.settlement.transfer import transfer_sale
from tests.builders.sales import SaleBuilt, a_sale, bring

pytestmark = pytest.mark.usefixtures("database")
LATER = date(2026, 3, 2)


async def with_an_invoice_of(sale: SaleBuilt, due_on: date) -> None:
    """One more item on the sale's only claim."""
    async with db.transaction(sale.seller):
        await db.execute(
            "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, amount_minor, currency, due_on)"
            " SELECT $1, id, tape_id, organisation_id, 'invoice', 5000, currency, $3 FROM claims WHERE tape_id = $2",
            new_id(),
            sale.tape_id,
            due_on,
        )


def limitation(questions: list[Question]) -> set[str]:
    return {answer.outcome for answer in judge_limitation(questions, LATER)}


async def limitation_after_transfer(sale: SaleBuilt) -> DeadlineShown:
    for step in ("agreed", "paid", "deed"):
        await bring(sale, step)
    await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock)
    buyer = Actor.system(sale.buyer.organisation, sale.clock)
    found = [one for view in ("later", "dateless") for one in await deadlines_in(buyer, view, today=LATER)]
    (one,) = found
    return one


async def test_a_barred_invoice_does_not_hide_the_date_of_the_others() -> None:
    sale = await a_sale(claims=1, until="closing", default_on=date(2024, 3, 5))
    await with_an_invoice_of(sale, date(2003, 5, 2))
    outcomes = limitation(await limitation_questions(sale.seller, sale.id))
    assert outcomes == {"date", "barred"}
    found = await limitation_after_transfer(sale)
    assert found.outcome == "date"
    assert found.statutory_on is not None
    assert found.statutory_on > LATER


async def test_a_claim_is_barred_when_all_its_items_are() -> None:
    sale = await a_sale(claims=1, until="closing", default_on=date(2003, 5, 2))
    await with_an_invoice_of(sale, date(2003, 6, 2))
    found = await limitation_after_transfer(sale)
    assert found.outcome == "barred"
    assert found.statutory_on is not None
    assert found.statutory_on < LATER
