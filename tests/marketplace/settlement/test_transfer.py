"""The transfer: everything or nothing, once, and only what is paid and deeded."""

import asyncio
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.settings import Settings
from marketplace.settlement.commands import FinalRow
from marketplace.settlement.transfer import transfer_sale
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sales import SaleBuilt, a_document_of, a_sale, bring

pytestmark = pytest.mark.usefixtures("database")

MOVES = ("claims", "claim_items", "parties", "claim_titles", "proceedings", "documents")


async def rows(actor: Actor, sql: str, *arguments: object) -> list[db.Row]:
    async with db.transaction(actor):
        return await db.fetch(sql, *arguments)


async def value(actor: Actor, sql: str, *arguments: object) -> object:
    async with db.transaction(actor):
        return await db.fetch_value(sql, *arguments)


async def seen(actor: Actor, table: str, column: str, of: UUID) -> int:
    async with db.transaction(actor):
        return int(await db.fetch_value(f"SELECT count(*) FROM {table} WHERE {column} = $1", of))


async def transfer(sale: SaleBuilt) -> int:
    return await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock)


async def claim_ids(sale: SaleBuilt) -> list[UUID]:
    found = await rows(sale.seller, "SELECT claim_id FROM sale_claims WHERE sale_id = $1 ORDER BY position", sale.id)
    return [row["claim_id"] for row in found]


async def test_the_buyer_gets_everything_of_each_claim_and_the_seller_keeps_the_schedule_alone() -> None:
    sale = await a_sale(claims=3, until="closing", stage="judgment")
    first = (await claim_ids(sale))[0]
    await a_document_of(sale, first)
    for step in ("agreed", "paid", "deed"):
        await bring(sale, step)
    assert await transfer(sale) == 3
    for table in ("claims", "claim_items", "parties", "claim_titles", "proceedings", "cases", "deadlines"):
        assert await seen(sale.seller, table, "tape_id", sale.tape_id) == 0, table
    expected = {"claims": 3, "claim_items": 6, "parties": 3, "claim_titles": 6, "proceedings": 1, "cases": 3}
    for table, many in {**expected, "deadlines": 3}.items():
        assert await seen(sale.buyer, table, "tape_id", sale.tape_id) == many, table
    assert await seen(sale.seller, "documents", "subject_id", first) == 0
    assert await seen(sale.buyer, "documents", "subject_id", first) == 1
    for side in (sale.seller, sale.buyer):
        assert await seen(side, "sale_claims", "sale_id", sale.id) == 3
    stranger = await a_member(organisation_id=await an_organisation())
    assert await seen(stranger, "sale_claims", "sale_id", sale.id) == 0


async def test_each_claim_has_one_current_link_of_title_to_the_buyer_by_the_deed() -> None:
    sale = await a_sale(claims=2, until="deed")
    await transfer(sale)
    links = await rows(
        sale.buyer,
        "SELECT * FROM claim_titles WHERE organisation_id = $1 ORDER BY claim_id, position",
        sale.buyer.organisation,
    )
    assert [link["current"] for link in links] == [False, True, False, True]
    assert [link["position"] for link in links] == [0, 1, 0, 1]
    last = links[1]
    assert (last["holder_name"], last["holder_organisation_id"]) == ("Cantábrica Activos DAC", sale.buyer.organisation)
    assert (last["from_on"], last["sale_id"]) == (date(2026, 3, 2), sale.id)
    assert last["deed"].startswith("Deed of assignment RF")
    assert last["deed_document_id"] == (await sale.row())["deed_document_id"]


async def test_a_claim_that_dropped_out_stays_with_the_seller_free_to_be_listed_again() -> None:
    dropped = FinalRow("A-0000002", dropped_reason="Paid on 10 February")
    sale = await a_sale(claims=3, until="deed", final=(dropped,))
    assert await transfer(sale) == 2
    kept = await rows(sale.seller, "SELECT reference FROM claims WHERE tape_id = $1", sale.tape_id)
    assert [row["reference"] for row in kept] == ["A-0000002"]
    assert await seen(sale.buyer, "cases", "sale_id", sale.id) == 2
    assert await value(sale.seller, "SELECT count(*) FROM lot_claims WHERE lot_id = $1 AND live", sale.lot_id) == 0


async def test_flags_become_holds_and_a_running_proceeding_its_stage() -> None:
    sale = await a_sale(claims=2, until="deed", flags=("disputed", "deceased", "paid"), stage="enforcement")
    await transfer(sale)
    holds = await rows(
        sale.buyer, "SELECT ground FROM case_holds WHERE organisation_id = $1 ORDER BY 1", sale.buyer.organisation
    )
    assert [row["ground"] for row in holds] == ["death", "dispute"]
    cases = await rows(
        sale.buyer,
        "SELECT k.status, c.row_no FROM cases k JOIN claims c ON c.id = k.claim_id WHERE k.sale_id = $1 ORDER BY 2",
        sale.id,
    )
    assert [row["status"] for row in cases] == ["enforcement", "onboarding"]


@pytest.mark.parametrize(("stage", "status"), [("filed", "filed"), ("judgment", "enforceable")])
async def test_a_case_opens_where_its_proceeding_stands(stage: str, status: str) -> None:
    sale = await a_sale(claims=1, until="deed", stage=stage)
    await transfer(sale)
    assert await value(sale.buyer, "SELECT status FROM cases WHERE sale_id = $1", sale.id) == status


async def test_american_claims_open_cases_whose_limitation_has_no_rule() -> None:
    sale = await a_sale(claims=2, country="us", currency="USD", until="deed")
    await transfer(sale)
    found = await rows(
        sale.buyer,
        "SELECT d.outcome, d.missing, d.statutory_on, k.jurisdiction FROM deadlines d JOIN cases k ON k.id = d.case_id"
        " WHERE k.sale_id = $1",
        sale.id,
    )
    assert {row["outcome"] for row in found} == {"no rule"}
    assert {(row["statutory_on"], row["jurisdiction"]) for row in found} == {(None, None)}
    assert "US" in found[0]["missing"]


async def test_spanish_claims_get_a_date_and_one_whose_due_date_is_missing_says_so() -> None:
    dated = await a_sale(claims=2, until="deed")
    await transfer(dated)
    undated = await a_sale(claims=1, default_on=None, until="deed")
    await transfer(undated)
    sql = "SELECT outcome, missing, safe_on FROM deadlines WHERE organisation_id = $1"
    assert {row["outcome"] for row in await rows(dated.buyer, sql, dated.buyer.organisation)} == {"date"}
    [unknown] = await rows(undated.buyer, sql, undated.buyer.organisation)
    assert unknown["outcome"] == "unknown"
    assert unknown["missing"]


async def test_the_second_run_does_nothing() -> None:
    sale = await a_sale(claims=2, until="deed")
    assert await transfer(sale) == 2
    counted = await value(sale.buyer, "SELECT count(*) FROM facts")
    assert await transfer(sale) == 0
    assert await value(sale.buyer, "SELECT count(*) FROM facts") == counted
    assert await seen(sale.buyer, "cases", "sale_id", sale.id) == 2


async def test_two_workers_at_once_transfer_once() -> None:
    sale = await a_sale(claims=50, until="deed")
    moved = await asyncio.gather(*(transfer(sale) for _ in range(4)))
    assert sorted(moved) == [0, 0, 0, 50]
    assert await seen(sale.buyer, "cases", "sale_id", sale.id) == 50
    transferred = "SELECT count(*) FROM facts WHERE kind = 'settlement:sale:transferred' AND subject_id = $1"
    assert await value(sale.buyer, transferred, sale.id) == 1


async def test_the_sale_is_transferred_with_its_putback_date_and_the_listing_is_sold() -> None:
    sale = await a_sale(claims=1, until="deed")
    await transfer(sale)
    row = await sale.row()
    assert (row["status"], row["putback_until"]) == ("transferred", date(2026, 5, 31))
    assert await value(sale.seller, "SELECT status FROM listings WHERE id = $1", sale.listing_id) == "sold"


@pytest.mark.parametrize("until", ["awarded", "signed", "closing", "agreed", "paid"])
async def test_what_is_not_deeded_is_refused_by_the_database_itself(until: str) -> None:
    sale = await a_sale(claims=2, until=until)
    with pytest.raises(asyncpg.CheckViolationError, match="deed of assignment is not executed"):
        await value(sale.buyer, "SELECT claims_assign($1, $2)", sale.id, date(2026, 3, 2))


async def test_a_status_alone_moves_nothing_without_payment_deed_and_both_acceptances(database: Settings) -> None:
    """Even who could write the status by force finds the claims held by what was really done."""
    sale = await a_sale(claims=2, until="deed")
    owner = await asyncpg.connect(database.migrations_url)
    claims_assign = ("SELECT claims_assign($1, $2)", sale.id, date(2026, 3, 2))

    async def refused(broken: str, mended: str, words: str) -> None:
        await owner.execute(broken, sale.id)
        with pytest.raises(asyncpg.CheckViolationError, match=words):
            await value(sale.buyer, *claims_assign)
        await owner.execute(mended, sale.id)

    charge = "UPDATE charges SET status = '{}' WHERE sale_id = $1 AND kind = 'price'"
    await refused(charge.format("due"), charge.format("paid"), "the price is not paid")
    amount = "UPDATE charges SET amount_minor = amount_minor {} 1 WHERE sale_id = $1 AND kind = 'price'"
    await refused(amount.format("-"), amount.format("+"), "the price is not paid")
    said = "UPDATE acceptances SET what = '{}' WHERE sale_id = $1 AND what = '{}' AND organisation_id ="
    said += f" '{sale.buyer.organisation}'"
    await refused(
        said.format("contract", "deed"),
        said.format("deed", "contract") + " AND shown_minor IS NULL"
        " AND document_sha256 = (SELECT deed_sha256 FROM sales WHERE id = $1)",
        "not accepted by both",
    )
    hash_ = "UPDATE sales SET deed_sha256 = sha256({}) WHERE id = $1"
    await owner.execute(hash_.format("'another deed'"), sale.id)
    with pytest.raises(asyncpg.CheckViolationError, match="not sealed"):
        await value(sale.buyer, *claims_assign)
    await owner.close()
    assert await seen(sale.seller, "claims", "tape_id", sale.tape_id) == 2


async def test_one_claim_that_is_not_the_sellers_any_more_keeps_all_where_they_are() -> None:
    sale = await a_sale(claims=3, until="deed")
    await value(
        sale.seller, "UPDATE claims SET status = 'closed' WHERE tape_id = $1 AND row_no = 2 RETURNING 1", sale.tape_id
    )
    with pytest.raises(Refused, match="2 of 3 claims"):
        await transfer(sale)
    assert await seen(sale.seller, "claims", "tape_id", sale.tape_id) == 3
    assert await seen(sale.buyer, "cases", "sale_id", sale.id) == 0
    assert (await sale.row())["status"] == "deed"


async def test_only_the_buyer_sets_it_off_and_a_stranger_learns_nothing() -> None:
    sale = await a_sale(claims=1, until="deed")
    stranger = await an_organisation(kinds=("purchaser",))
    for other in (stranger, sale.seller.organisation):
        with pytest.raises(NotFound):
            await transfer_sale(other, sale.id, clock=sale.clock)


async def test_nobody_moves_a_claim_by_a_plain_statement() -> None:
    sale = await a_sale(claims=1, until="deed")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await value(sale.seller, "UPDATE claims SET organisation_id = $1 RETURNING 1", sale.buyer.organisation)


async def test_a_case_number_is_never_given_twice() -> None:
    one, other = [await a_sale(claims=3, until="deed") for _ in range(2)]
    await asyncio.gather(transfer(one), transfer(other))
    numbers = [
        row["reference"]
        for sale in (one, other)
        for row in await rows(sale.buyer, "SELECT reference FROM cases WHERE sale_id = $1", sale.id)
    ]
    assert len(set(numbers)) == 6


async def test_a_claim_of_costs_alone_gets_its_deadline_too() -> None:
    sale = await a_sale(claims=2, until="paid", costs_only=True)
    await bring(sale, "deed")
    assert await transfer(sale) == 2
    assert await seen(sale.buyer, "deadlines", "tape_id", sale.tape_id) == 2
