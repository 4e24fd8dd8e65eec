"""Payments brought in by a program, as on the page: the file, its columns, and what is refused with the reason."""

from typing import Any
from uuid import UUID

import pytest

from cases.receipts.reading import read_file
from kernel.actor import Actor
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import a_desk, an_open_case
from tests.builders.receipts import Paid, camt_of, case_reference, csv_of, entry
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database", "object_store")

MAPPING = {"columns": {"received_on": 0, "amount": 1, "currency": 2, "reference": 3}, "days": "iso", "decimal": "."}


async def send(
    client: Browser, content: bytes, *, source: str = "bank", name: str = "may.csv"
) -> tuple[int, dict[str, Any]]:
    headers = {"origin": str(client.base_url).rstrip("/"), "x-csrf-token": client._token()}
    answer = await client.post(
        "/api/receipts/files", data={"source": source}, files={"file": (name, content)}, headers=headers
    )
    return answer.status_code, answer.json()


async def name_columns(client: Browser, file_id: str, mapping: dict[str, object]) -> tuple[int, dict[str, Any]]:
    headers = {"origin": str(client.base_url).rstrip("/"), "x-csrf-token": client._token()}
    answer = await client.put(f"/api/receipts/files/{file_id}/mapping", json=mapping, headers=headers)
    return answer.status_code, answer.json()


async def test_a_program_brings_a_file_names_its_columns_and_reads_what_became_of_it() -> None:
    desk = await a_desk()
    number = await case_reference(desk, await an_open_case(desk=desk))
    rows = [
        Paid(reference=number),
        Paid(reference=number, amount="20.00", currency="PLN"),
        Paid(reference=number, amount="12,50"),
        Paid(reference=number, amount="7.00", on="2199-01-01"),
    ]
    content = csv_of(rows)
    async with browser(desk.lawyer) as client:
        status, told = await send(client, content)
        assert (status, told["file"]["status"], told["headers"][0]) == (201, "stored", "Date")
        assert told["proposal"]["columns"]["amount"] == 1
        file_id = told["file"]["id"]
        status, refused = await name_columns(client, file_id, {**MAPPING, "columns": {"amount": 1}, "currency": "EUR"})
        assert (status, "received" in str(refused).casefold()) == (422, True)
        assert (await name_columns(client, file_id, {**MAPPING, "currency": "EUR"}))[0] == 202
        await read_file(Actor.system(desk.owner_id, desk.clock), UUID(file_id))
        read = (await client.get(f"/api/receipts/files/{file_id}")).json()
        assert [read["file"][name] for name in ("lines", "booked", "waiting", "faults")] == [4, 1, 1, 2]
        assert [(one["row_no"], one["reason"]) for one in read["faults"]] == [
            (4, "Write the amount in EUR with at most 2 decimals, such as 1234.56."),
            (5, "The day has not come yet."),
        ]
        [waits] = (await client.get("/api/receipts/waiting")).json()["items"]
        assert (waits["amount"]["currency"], waits["why"]) == ("PLN", "The case is in another currency.")
        status, again = await send(client, content)
        assert (status, "This very file came on" in again["detail"]) == (409, True)


async def test_a_statement_is_read_at_once_and_what_is_none_is_refused() -> None:
    desk = await a_desk()
    async with browser(desk.lawyer) as client:
        status, told = await send(client, camt_of(entry()), name="may.xml")
        assert (status, told["file"]["status"], told["proposal"]) == (201, "reading", None)
        for content in (b"%PDF-1.7 no, statement", b"one column\n1\n", b"\xd0\xcf\x11\xe0old, workbook"):
            assert (await send(client, content))[0] == 422
        assert (await send(client, csv_of([Paid()]), source="a friend"))[0] == 422


async def test_strangers_find_nothing_and_members_without_the_right_are_told_so() -> None:
    desk = await a_desk()
    async with browser(desk.lawyer) as client:
        file_id = (await send(client, csv_of([Paid()])))[1]["file"]["id"]
    stranger = await a_member(organisation_id=await an_organisation(kinds=("purchaser",)), roles=("buyer",))
    async with browser(stranger) as client:
        assert (await client.get(f"/api/receipts/files/{file_id}")).status_code == 404
        assert (await name_columns(client, file_id, {**MAPPING, "currency": "EUR"}))[0] == 404
    reader = await a_member(organisation_id=desk.owner_id, roles=())
    async with browser(reader) as client:
        assert (await send(client, csv_of([Paid(amount="3.00")])))[0] == 403
