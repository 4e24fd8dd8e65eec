"""Claims of countries where nothing is filed from here yet: they get their limitation date, and no procedure."""

from datetime import date

import pytest

from cases.deadlines.limitation import judge_limitation, limitation_questions
from cases.deadlines.queries import DeadlineShown, deadlines_in
from cases.desk.after_transfer import after_transfer
from cases.proceedings.commands import choose_procedure
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid
from marketplace.settlement.transfer import transfer_sale
from tests.builders.sales import SaleBuilt, a_sale, bring

pytestmark = pytest.mark.usefixtures("database")
LATER = date(2026, 3, 2)


async def transferred(country: str, currency: str) -> tuple[SaleBuilt, Actor]:
    sale = await a_sale(claims=1, country=country, currency=currency, until="closing", default_on=date(2024, 3, 5))
    for step in ("agreed", "paid", "deed"):
        await bring(sale, step)
    await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock)
    return sale, Actor.system(sale.buyer.organisation, sale.clock)


async def limitation_of(buyer: Actor) -> DeadlineShown:
    (one,) = [one for view in ("later", "dateless") for one in await deadlines_in(buyer, view, today=LATER)]
    return one


@pytest.mark.parametrize(
    ("country", "currency", "ends_on", "procedure"),
    [("pl", "PLN", date(2027, 12, 31), "epu"), ("de", "EUR", date(2027, 12, 31), "mahnverfahren")],
)
async def test_a_claim_gets_its_countrys_limitation_and_procedure_and_no_other_countrys(
    country: str, currency: str, ends_on: date, procedure: str
) -> None:
    sale, buyer = await transferred(country, currency)
    found = await limitation_of(buyer)
    assert (found.outcome, found.safe_on) == ("date", ends_on)
    assert await after_transfer(buyer, sale.id) == 1
    async with db.transaction(buyer):
        case = await db.fetch_sure("SELECT id, jurisdiction, procedure FROM cases")
    assert (case["jurisdiction"], case["procedure"]) == (country, procedure)
    with pytest.raises(Invalid, match="There is no procedure monitorio in"):
        await choose_procedure(buyer, [case["id"]], "monitorio")


async def test_a_swedish_loan_is_judged_by_the_day_of_its_contract_and_not_by_its_due_date() -> None:
    sale = await a_sale(claims=1, country="se", currency="SEK", until="closing")
    (question,) = await limitation_questions(sale.seller, sale.id)
    (answer,) = judge_limitation([question], LATER)
    contract = question.facts.contract_on
    assert contract is not None
    assert answer.ends_on == contract.replace(year=contract.year + 10)
    assert answer.safe_on == contract.replace(year=contract.year + 3)
