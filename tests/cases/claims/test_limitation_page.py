"""The page on which what interrupts limitation is recorded: once for each key, refused in words, with its date."""

import pytest

from kernel import db
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import a_desk, an_open_case
from tests.web.client import browser
from tests.web.twice import press_twice, send_twice

pytestmark = pytest.mark.usefixtures("database")


async def test_an_acknowledgement_recorded_on_the_page_moves_the_date_it_shows() -> None:
    desk = await a_desk(country="GB")
    case_id = await an_open_case(desk=desk, product="invoice", territory="england_wales")
    at = f"/cases/{case_id}/limitation"
    told = {"kind": "acknowledged", "on": "2026-09-01", "form": "signed_writing", "proof": "letter of 1 September"}
    async with browser(desk.lawyer) as client:
        assert "No limitation deadline is open" in (await client.get(at)).text
        await press_twice(client, f"{at}/record", told)
        page = (await client.get(at)).text
        assert "1 Sept 2032" in page or "1 Sep 2032" in page
        assert "letter of 1 September" in page
        refused = await client.submit(f"{at}/record", told | {"on": "2099-01-01"})
        assert refused.status_code == 303
        assert "has not come yet" in (await client.get(at)).text
        async with db.transaction(desk.system):
            recorded = await db.fetch_value("SELECT id FROM interruptions")
        await send_twice(client, f"/api{at}/withdraw", {"interruption_id": str(recorded)})
        assert "letter of 1 September" not in (await client.get(at)).text


async def test_strangers_find_no_page_and_members_without_the_right_are_told_so() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    stranger = await a_member(organisation_id=await an_organisation(), roles=("lawyer",), clock=desk.clock)
    administrator = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    for other, status in ((stranger, 404), (administrator, 403), (None, 303)):
        async with browser(other) as client:
            assert (await client.get(f"/cases/{case_id}/limitation")).status_code == status
