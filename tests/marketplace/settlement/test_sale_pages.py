"""A sale on its pages, by both sides: from the contract to the executed deed, and what each may not see or do."""

import re

import httpx
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sales import SaleBuilt, a_paper, a_sale, bring, powers_recorded
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database")


async def page_of(actor: Actor, sale: SaleBuilt) -> str:
    async with browser(actor) as client:
        shown = await client.get(f"/sales/{sale.id}")
    assert shown.status_code == 200, shown.text
    return shown.text


def fields_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form on the page that posts there."""
    form = re.search(rf'<form method="post" action="{action}".*?</form>', page, re.DOTALL)
    assert form, f"no form posts to {action}"
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.group()))
    found.pop("_csrf_token", None)
    return found


async def press(actor: Actor, sale: SaleBuilt, what: str, **more: str) -> httpx.Response:
    async with browser(actor) as client:
        page = (await client.get(f"/sales/{sale.id}")).text
        action = f"/sales/{sale.id}/{what}"
        return await client.submit(action, fields_of(page, action) | more)


async def upload(client: Browser, sale: SaleBuilt, content: bytes) -> httpx.Response:
    return await client.submit(f"/sales/{sale.id}/final-file", files={"file": ("final.csv", content, "text/csv")})


async def test_both_sides_walk_from_the_contract_to_the_deed() -> None:
    sale = await a_sale(claims=3)
    assert "is being written" in await page_of(sale.seller, sale)
    await a_paper(sale, "contract")
    for side in (sale.seller, sale.buyer):
        assert (await press(side, sale, "contract")).status_code == 303
    assert "brings the final file" in await page_of(sale.buyer, sale)
    async with browser(sale.seller) as client:
        answer = await upload(client, sale, b"reference;receipts;dropped_reason\nA-0000002;;Paid\nA-0000003;50,00;\n")
    assert answer.status_code == 303, answer.text
    buyers = await page_of(sale.buyer, sale)
    assert "€350.00" in buyers
    assert "X1002" in buyers
    assert "A-0000002" not in buyers
    for what in ("price", "payment"):
        for side in (sale.seller, sale.buyer):
            assert (await press(side, sale, what)).status_code == 303
    assert "Receivables bought" in await page_of(sale.buyer, sale)
    await a_paper(sale, "deed")
    await powers_recorded(sale)
    for side in (sale.buyer, sale.seller):
        assert (await press(side, sale, "deed")).status_code == 303
    assert (await sale.row())["status"] == "deed"
    assert "A-0000002" in await page_of(sale.buyer, sale)


async def test_a_form_sent_twice_acts_once() -> None:
    sale = await a_sale()
    await a_paper(sale, "contract")
    async with browser(sale.buyer) as client:
        action = f"/sales/{sale.id}/contract"
        fields = fields_of((await client.get(f"/sales/{sale.id}")).text, action)
        first, again = [await client.submit(action, fields) for _ in range(2)]
    assert (first.status_code, again.status_code) == (303, 303)
    async with db.transaction(sale.buyer):
        assert await db.fetch_value("SELECT count(*) FROM acceptances") == 1


async def test_an_amount_that_moved_is_refused() -> None:
    sale = await a_sale(until="closing")
    refused = await press(sale.buyer, sale, "price", shown_amount="599.00")
    assert refused.status_code == 409
    assert "599.00" in refused.text


async def test_a_hash_that_is_not_the_contracts_is_refused() -> None:
    sale = await a_sale()
    await a_paper(sale, "contract")
    refused = await press(sale.buyer, sale, "contract", shown_sha256="00" * 32)
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "It is empty"),
        (b"%PDF-1.7\xff\xfe", "not text in UTF-8"),
        (b"claim,receipts\nA-0000001,5\n", "must name a column"),
        (b"reference,receipts\nA-0000001,NaN\n", "row 2, receipts"),
        (b"reference,receipts\nA-0000001,10.005\n", "row 2, receipts"),
        (b"reference,receipts\nA-0000001,1e400\n", "row 2, receipts"),
        (b"reference,receipts\nA-0000001,-5.00\n", "not negative"),
        (b"reference,receipts\nA-0000001,1050.01\n", "at most the balance"),
        (b"reference,receipts\nNOPE,5.00\n", "no claim of this reference"),
        (b"reference,receipts\nA-0000001,\n\nA-0000002,\nNOPE,5.00\n", "row 5, reference"),
        (b"reference,receipts\nA-0000001,5.00\nA-0000001,6.00\n", "row 3, reference"),
        (b"reference,dropped_reason\n,Paid\n", "reference is missing"),
        (b"reference,dropped_reason\nA-0000001,Paid\nA-0000002,Paid\nA-0000003,Paid\n", "nothing to pay"),
    ],
)
async def test_a_final_file_that_cannot_be_says_where_and_changes_nothing(content: bytes, said: str) -> None:
    sale = await a_sale(claims=3, until="signed")
    async with browser(sale.seller) as client:
        answer = await upload(client, sale, content)
    assert answer.status_code in {409, 422}
    assert said in answer.text
    assert (await sale.row())["status"] == "signed"


async def test_the_schedule_comes_back_as_the_final_file_with_its_neutralised_cells() -> None:
    sale = await a_sale(claims=2)
    async with db.transaction(sale.seller):
        await db.execute("UPDATE sale_claims SET dropped_reason = '=cmd|calc' WHERE position = 2")
    await bring(sale, "signed")
    async with browser(sale.seller) as client:
        schedule = (await client.get(f"/sales/{sale.id}/schedule.csv")).content
        assert b"'=cmd|calc" in schedule
        assert (await upload(client, sale, schedule)).status_code == 303
    async with db.transaction(sale.seller):
        kept = await db.fetch_value("SELECT dropped_reason FROM sale_claims WHERE position = 2")
    assert kept == "=cmd|calc"


async def test_before_the_deed_the_buyers_schedule_has_released_references_and_no_name() -> None:
    sale = await a_sale(claims=2, until="paid")
    async with browser(sale.buyer) as client:
        before = (await client.get(f"/sales/{sale.id}/schedule.csv")).text
        await bring(sale, "deed")
        after = (await client.get(f"/sales/{sale.id}/schedule.csv")).text
    assert "X1001" in before
    assert "Lucía" not in before
    assert "A-0000001" not in before
    assert "Lucía Núñez 1" in after
    async with db.transaction(sale.buyer):
        assert await db.fetch_value("SELECT count(*) FROM debtor_reads WHERE person_id = $1", sale.buyer.person_id) == 2


async def test_after_agreement_the_final_file_stays() -> None:
    sale = await a_sale(claims=2, until="agreed")
    async with browser(sale.seller) as client:
        answer = await upload(client, sale, b"reference,receipts\nA-0000001,5.00\n")
    assert answer.status_code == 409


async def test_once_the_buyer_paid_nobody_calls_the_sale_off() -> None:
    sale = await a_sale(until="agreed")
    await press(sale.buyer, sale, "payment")
    refused = await press(sale.seller, sale, "cancel", reason="A better offer")
    assert refused.status_code == 409


async def test_calling_off_needs_a_reason_which_the_other_side_reads() -> None:
    sale = await a_sale()
    assert (await press(sale.seller, sale, "cancel", reason=" ")).status_code == 422
    assert (await press(sale.seller, sale, "cancel", reason="Files lost")).status_code == 303
    assert "Files lost" in await page_of(sale.buyer, sale)


async def test_strangers_and_members_without_the_right() -> None:
    sale = await a_sale(until="signed")
    stranger = await a_member(organisation_id=await an_organisation(), roles=("seller",))
    clerk = await a_member(organisation_id=sale.seller.organisation, roles=("clerk",))
    async with browser(stranger) as client:
        assert (await client.get(f"/sales/{sale.id}")).status_code == 404
        assert (await client.get(f"/sales/{sale.id}/schedule.csv")).status_code == 404
        for what in ("contract", "price", "payment", "deed"):
            data = {"idempotency_key": str(new_id()), "shown_amount": "1.00", "shown_currency": "EUR"}
            answer = await client.submit(f"/sales/{sale.id}/{what}", data)
            assert answer.status_code == 404, what
    async with browser(clerk) as client:
        assert (await client.get(f"/sales/{sale.id}")).status_code == 403
        assert (await upload(client, sale, b"reference,receipts\nA-0000001,5.00\n")).status_code == 403
    async with browser(sale.seller) as client:
        assert (
            "Banco del Norte" in (await client.get("/sales")).text or "Cantábrica" in (await client.get("/sales")).text
        )
    async with browser() as client:
        assert (await client.get(f"/sales/{sale.id}")).status_code in {302, 303, 401}
