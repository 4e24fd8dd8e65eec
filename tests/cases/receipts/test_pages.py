"""Payments in on their pages and for programs: brought, mapped, decided once, told in words."""

import pytest

from cases.receipts.reading import read_file
from kernel import db
from kernel.actor import Actor
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import a_desk, an_open_case
from tests.builders.receipts import Paid, bring_rows, case_reference, csv_of
from tests.web.client import browser
from tests.web.twice import press_twice, send_twice

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def test_a_csv_is_brought_its_columns_named_and_its_bad_row_shown() -> None:
    desk = await a_desk()
    number = await case_reference(desk, await an_open_case(desk=desk))
    content = csv_of([Paid(reference=number), Paid(amount="12,50")])
    async with browser(desk.lawyer) as client:
        sent = await client.submit("/receipts/files", {"source": "bank"}, files={"file": ("may.csv", content)})
        at = sent.headers["location"]
        page = (await client.get(at)).text
        assert "What the columns mean" in page
        columns = {
            "received_on": "0",
            "amount": "1",
            "reference": "3",
            "days": "iso",
            "decimal": ".",
            "currency": "EUR",
        }
        wrong = await client.submit(f"{at}/mapping", {**columns, "amount": ""})
        assert (wrong.status_code, "Say which column is" in wrong.text) == (422, True)
        assert (await client.submit(f"{at}/mapping", columns)).status_code == 303
        async with db.transaction(desk.system):
            file_id = await db.fetch_value("SELECT id FROM receipt_files")
        await read_file(Actor.system(desk.owner_id, desk.clock), file_id)
        page = (await client.get(at)).text
        assert "12,50" in page
        assert number in page
        again = await client.submit("/receipts/files", {"source": "bank"}, files={"file": ("may.csv", content)})
        assert "This very file came on" in (await client.get(again.headers["location"])).text


async def test_a_waiting_payment_is_assigned_once_and_taken_back_by_a_program() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    brought = await bring_rows(desk.lawyer, Paid(payer="Lucía Núñez Peña"))
    receipt = brought.receipts[0].id
    async with browser(desk.lawyer) as client:
        assert "The debtor’s name fits." in (await client.get("/receipts/waiting")).text
        await press_twice(client, f"/receipts/{receipt}/assign", {"case": str(case_id)})
        assert "Nothing waits" in (await client.get("/receipts/waiting")).text
        await send_twice(client, f"/api/receipts/{receipt}/take-back")
        [told] = (await client.get("/api/receipts/waiting")).json()["items"]
        assert (told["amount"], told["confidence"]) == ({"amount": "150.00", "currency": "EUR"}, "possible")
        assert [one["case_id"] for one in told["candidates"]] == [str(case_id)]
        await press_twice(client, f"/receipts/{receipt}/return", {"reason": "paid twice"})
        [file] = (await client.get("/api/receipts/files")).json()["items"]
        assert (file["booked"], file["waiting"]) == (0, 1)


async def test_strangers_and_members_without_the_right_get_nothing() -> None:
    desk = await a_desk()
    brought = await bring_rows(desk.lawyer, Paid(payer="Somebody"))
    stranger = await a_member(organisation_id=await an_organisation(), roles=("lawyer",), clock=desk.clock)
    administrator = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    for other, file_status in ((stranger, 404), (administrator, 403), (None, 303)):
        async with browser(other) as client:
            page = await client.get(f"/receipts/files/{brought.id}")
            assert (page.status_code, "Somebody" in page.text) == (file_status, False)
            assert "Somebody" not in (await client.get("/receipts/waiting")).text
