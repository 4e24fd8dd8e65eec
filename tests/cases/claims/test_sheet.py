"""The calculation sheet of a balance on its four surfaces: page, PDF, workbook and JSON say the same."""

from datetime import date
from io import BytesIO
from uuid import UUID

import fastexcel
import pytest
from pypdf import PdfReader

from cases.claims.sheet_pages import balance_sheet
from kernel import db
from kernel.errors import Forbidden, NotFound
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, ItemSpec, a_desk, an_open_case
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")
ON = date(2026, 11, 20)


async def a_paid_case(desk: Desk) -> UUID:
    items = (ItemSpec(reference="=1+1"), ItemSpec(kind="cost", amount_minor=4_000, reference="C-1"))
    case_id = await an_open_case(desk=desk, items=items)
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO claim_payments (id, claim_id, tape_id, organisation_id, received_on, amount_minor, currency,"
            " source, recorded_at) SELECT uuidv7(), k.claim_id, k.tape_id, k.organisation_id, '2026-08-01', 20000,"
            " 'EUR', 'bank', now() FROM cases k WHERE k.id = $1",
            case_id,
        )
    return case_id


async def test_page_paper_workbook_and_json_say_the_same_total() -> None:
    desk = await a_desk()
    case_id = await a_paid_case(desk)
    at = f"/cases/{case_id}/balance"
    _, sheet, _ = await balance_sheet(desk.lawyer, case_id, ON)
    total = sheet.balance.total
    assert len({money.minor for _, money in sheet.sums}) == len(sheet.sums)
    async with browser(desk.lawyer) as client:
        page = await client.get(f"{at}?on={ON}")
        book = await client.get(f"{at}.xlsx?on={ON}")
        paper = await client.get(f"{at}.pdf?on={ON}")
        told = (await client.get(f"/api{at}?on={ON}")).json()
    assert total.formatted("en_GB").strip("€") in page.text
    assert "unknown: no order in the law data" in page.text
    rows = dict(fastexcel.read_excel(book.content).load_sheet("Balance").to_polars().iter_rows())
    assert f"{rows['Owed in all']:.2f}" == total.text()
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(paper.content)).pages)
    assert total.text()[-6:] in text
    for name, money in sheet.sums:
        digits = f"{abs(money.amount):,.2f}"
        assert digits in page.text, name
        assert f"{rows[name]:.2f}" == money.text(), name
        assert digits[-6:] in text, name
    named = {name: told[name] for name in ("principal", "interest", "costs", "total")}
    assert list(named.values()) == [money.text() for name, money in sheet.sums if name != "Paid"]
    for note in sheet.balance.notes:
        assert note[:40] in page.text
        assert note[:40] in " ".join(text.split())
        assert note in told["notes"]
    assert (told["total"], told["posted"][0]["verified"]) == (total.text(), False)
    assert sum(one["days"] for one in told["periods"]) == sum(one.days for one in sheet.periods)


async def test_a_cell_of_the_workbook_is_never_a_formula() -> None:
    desk = await a_desk()
    case_id = await a_paid_case(desk)
    async with browser(desk.lawyer) as client:
        book = await client.get(f"/cases/{case_id}/balance.xlsx")
    items = fastexcel.read_excel(book.content).load_sheet("Items").to_polars()
    assert "=1+1" in items["Item"].to_list()
    assert b"<f>" not in book.content


async def test_a_day_before_the_cut_off_is_refused_and_the_page_still_stands() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    async with browser(desk.lawyer) as client:
        page = await client.get(f"/cases/{case_id}/balance?on=2026-04-29")
        paper = await client.get(f"/cases/{case_id}/balance.pdf?on=2026-04-29")
        nonsense = await client.get(f"/cases/{case_id}/balance?on=yesterday")
    assert (page.status_code, paper.status_code, nonsense.status_code) == (422, 422, 422)
    assert "not known before its cut-off" in page.text


async def test_only_owner_and_firm_see_it() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    stranger = await a_member(organisation_id=await an_organisation(), roles=("lawyer",))
    administrator = await a_member(organisation_id=desk.owner_id, roles=("administrator",))
    for other, wanted in ((stranger, NotFound), (administrator, Forbidden)):
        with pytest.raises(wanted):
            await balance_sheet(other, case_id, None)
