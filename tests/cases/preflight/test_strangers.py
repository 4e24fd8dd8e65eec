"""Who has no business with a case, or not the right, gets nothing by the form either."""

import pytest

from tests.builders.accounts import a_member
from tests.builders.cases import a_desk, an_open_case
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")


async def test_a_stranger_finds_no_case_to_enter_a_check_of_and_a_reader_may_not() -> None:
    desk, other = await a_desk(), await a_desk(name="Other Purchaser DAC")
    case_id = await an_open_case(desk=desk)
    seller = await a_member(organisation_id=desk.owner_id, roles=("seller",), clock=desk.clock)
    answers = []
    for one in (other.lawyer, seller, desk.lawyer):
        async with browser(one) as client:
            answers.append((await client.submit(f"/cases/{case_id}/checks", {})).status_code)
    assert answers == [404, 403, 303]
