"""A strategy is written in a form, seen before it acts, put in force, and its proposals decided on; without script."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from cases.strategies.chance_files import stated_in
from cases.strategies.queries import strategies, strategy
from cases.strategies.waiting import Narrowed, waiting
from kernel.errors import Invalid
from tests.builders.cases import a_desk
from tests.builders.strategies import a_free_case
from tests.web.client import browser

FORM = {
    "name": "Spain, small debts",
    "margin_days": "30",
    "basis": "our results, 2022 to 2025",
    "a1_percent": "35",
    "r1_step": "es|task",
    "r1_stage": "amicable",
    "r1_task": "Call the debtor",
    "r1_most": "1000.00",
    "r1_wait_days": "0",
    "r1_since": "last",
    "r2_step": "es|prepare|masc_request|monitorio",
    "r2_stage": "pre-action",
    "r2_net_from": "500",
    "r2_own_cost": "20.00",
    "r2_since": "notice",
}


def text_of(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


@pytest.mark.usefixtures("database")
async def test_a_strategy_goes_from_the_form_to_a_task_in_a_case() -> None:
    desk = await a_desk()
    small, large = await a_free_case(desk=desk, amount_minor=60_000), await a_free_case(desk=desk)
    async with browser(desk.buyer) as head, browser(desk.lawyer) as lawyer:
        wrong = await head.submit("/strategies", FORM | {"r1_most": "many", "r2_step": "", "margin_days": ""})
        assert wrong.status_code == 422
        assert "Write an amount in EUR" in wrong.text
        assert "Call the debtor" in wrong.text
        made = await head.submit("/strategies", FORM)
        (line,) = await strategies(desk.buyer)
        assert made.headers["location"] == f"/strategies/{line.id}"
        shown = text_of((await head.get(f"/strategies/{line.id}")).text)
        assert "an expected net of at least €500.00" in shown
        assert "Version 1, not in force" in shown

        seen = text_of((await head.get(f"/strategies/{line.id}/preview?rule=2")).text)
        assert "35 % (assumed: our results, 2022 to 2025) of €4,200.00" in seen
        moves = text_of((await head.get(f"/strategies/{line.id}/changes")).text)
        assert "No strategy is in force" in moves
        version = (await strategy(desk.buyer, line.id)).newest.id
        await head.submit(f"/strategies/{line.id}/force", {"version": str(version)})
        assert (await lawyer.submit(f"/strategies/{line.id}/propose")).status_code == 303

        listed = await lawyer.get("/proposals")
        assert "Call the debtor" in listed.text
        proposals = {one.case_id: one for one in await waiting(desk.lawyer, Narrowed())}
        assert set(proposals) == {small, large}
        planned = await lawyer.get(f"/proposals/plan?proposal={proposals[small].id}")
        assert "Will be done" in text_of(planned.text)
        await lawyer.submit("/proposals/accept", {"proposal": str(proposals[small].id)})
        await lawyer.submit("/proposals/decline", {"proposal": str(proposals[large].id), "reason": "talks go on"})
        assert "Call the debtor" in (await lawyer.get(f"/cases/{small}")).text
        assert "Nothing waits" in (await lawyer.get("/proposals")).text
        edited = await head.get(f"/strategies/{line.id}/edit")
        assert edited.text.count('value="Call the debtor"') == 1
        api = (await lawyer.get(f"/api/strategies/{line.id}/preview")).json()
        assert {one["why"] for one in api["groups"]} == {"none", "declined"}


def test_a_file_of_chances_is_read_as_it_comes_and_refused_by_its_lines() -> None:
    assert [(one.reference, one.percent) for one in stated_in("﻿reference;chance\nR-1;12,5 %\n\nR-2;40\n".encode())] == [
        ("R-1", Decimal("12.5")),
        ("R-2", Decimal(40)),
    ]
    with pytest.raises(Invalid) as refused:
        stated_in(b"R-1,40\nR-2,often\n")
    assert refused.value.places[0].sentence == "Line 2 is no reference with a chance in per cent."
