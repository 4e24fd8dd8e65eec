"""Four eyes on deadlines, where a house wants them."""

from datetime import date
from uuid import UUID

import pytest
from asyncpg import CheckViolationError, InsufficientPrivilegeError

from cases.deadlines.commands import meet_deadline
from cases.deadlines.four_eyes import check_deadline, has_four_eyes, set_four_eyes, unchecked
from cases.proceedings.commands import Happened, record_event
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Refused, StaleState
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_desk, an_open_case, put_through_the_gate
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")


async def a_deadline_entered() -> tuple[Desk, UUID, Actor]:
    """A deadline the desk's lawyer entered, and a colleague."""
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    await put_through_the_gate(desk, [case_id])
    await record_event(desk.lawyer, case_id, Happened("masc_request_received", date(2026, 9, 15), "burofax"))
    async with db.transaction(desk.lawyer):
        deadline_id = await db.fetch_value("SELECT id FROM deadlines WHERE rule = 'ES-MASC-1Y'")
    colleague = await a_member(organisation_id=desk.owner_id, roles=("lawyer",), name="Nuria Sanz", clock=desk.clock)
    return desk, deadline_id, colleague


async def test_nobody_closes_before_a_second_person_checked_and_then_everybody_may() -> None:
    desk, deadline_id, colleague = await a_deadline_entered()
    await set_four_eyes(desk.buyer, wanted=True)

    with pytest.raises(Refused, match="four eyes"):
        await meet_deadline(colleague, deadline_id, reason="filed")
    with pytest.raises(Refused, match="You entered the event"):
        await check_deadline(desk.lawyer, deadline_id)
    await check_deadline(colleague, deadline_id)
    with pytest.raises(StaleState):
        await check_deadline(colleague, deadline_id)
    await meet_deadline(desk.lawyer, deadline_id, reason="filed")

    async with db.transaction(desk.lawyer):
        row = await db.fetch_sure("SELECT * FROM deadline_checks")
        told = await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'deadlines:deadline:checked'")
    assert (row["entered_by"], row["checked_by"], told) == (desk.lawyer.person_id, colleague.person_id, 1)


async def test_a_house_without_the_policy_closes_with_two_eyes() -> None:
    desk, deadline_id, _ = await a_deadline_entered()
    assert not await has_four_eyes(desk.lawyer)
    await meet_deadline(desk.lawyer, deadline_id, reason="filed")


async def test_only_an_administrator_sets_the_policy_and_a_stranger_checks_nothing() -> None:
    desk, deadline_id, _ = await a_deadline_entered()
    with pytest.raises(Forbidden):
        await set_four_eyes(desk.lawyer, wanted=True)
    other = await an_organisation(kinds=("law_firm",), name="Otro Despacho")
    with pytest.raises(NotFound):
        await check_deadline(await a_member(organisation_id=other, roles=("lawyer",)), deadline_id)


async def test_the_database_takes_no_check_by_whoever_entered_it_nor_another_name_for_them() -> None:
    desk, deadline_id, colleague = await a_deadline_entered()
    check = "INSERT INTO deadline_checks VALUES ($1, $2, $3, $4, now())"
    with pytest.raises(CheckViolationError):
        async with db.transaction(desk.lawyer):
            await db.execute(check, deadline_id, desk.owner_id, desk.lawyer.person_id, desk.lawyer.person_id)
    with pytest.raises(InsufficientPrivilegeError):
        async with db.transaction(desk.lawyer):
            await db.execute(check, deadline_id, desk.owner_id, colleague.person_id, desk.lawyer.person_id)


async def test_what_waits_stands_on_the_page_and_is_checked_there() -> None:
    desk, deadline_id, colleague = await a_deadline_entered()
    assert {one.mine for one in await unchecked(desk.lawyer)} == {True}
    async with browser(colleague) as client:
        assert "It is right" in (await client.get("/deadlines/four-eyes")).text
        await client.submit(f"/deadlines/{deadline_id}/check")
        await client.get("/deadlines/four-eyes")
    assert deadline_id not in {one.id for one in await unchecked(colleague)}
