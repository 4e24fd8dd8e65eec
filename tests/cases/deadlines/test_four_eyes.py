"""Four eyes on deadlines, where a house wants them."""

import asyncio
from datetime import date
from uuid import UUID

import pytest
from asyncpg import CheckViolationError, InsufficientPrivilegeError

from cases.deadlines.commands import meet_deadline
from cases.deadlines.four_eyes import check_deadline, has_four_eyes, set_four_eyes, unchecked
from cases.deadlines.second_person import refuse_closing
from cases.proceedings.commands import Happened, record_event
from cases.proceedings.corrections import withdraw_event
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused, StaleState
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import ALL_THE_SAME, Desk, a_desk, an_open_case, put_through_the_gate
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


async def answered_by_an_event(desk: Desk) -> UUID:
    """The petition is filed in time; the lawyer who entered the request enters that too."""
    async with db.transaction(desk.lawyer):
        case_id: UUID = await db.fetch_value("SELECT case_id FROM deadlines WHERE rule = 'ES-MASC-1Y'")
    filed = Happened("petition_filed", date(2026, 10, 20), "court's receipt", despite=ALL_THE_SAME)
    await record_event(desk.lawyer, case_id, filed)
    return case_id


async def status_of(actor: Actor, deadline_id: UUID) -> tuple[str, str | None]:
    async with db.transaction(actor):
        row = await db.fetch_sure(
            "SELECT d.status, e.event FROM deadlines d LEFT JOIN case_events e ON e.id = d.closing_event_id"
            " WHERE d.id = $1",
            deadline_id,
        )
    return row["status"], row["event"]


async def test_an_event_closes_nothing_a_second_person_has_not_looked_at() -> None:
    desk, deadline_id, colleague = await a_deadline_entered()
    await set_four_eyes(desk.buyer, wanted=True)

    await answered_by_an_event(desk)

    assert await status_of(desk.lawyer, deadline_id) == ("open", None)
    waiting = next(one for one in await unchecked(colleague) if one.id == deadline_id)
    assert waiting.waiting is not None
    assert (waiting.id, waiting.waiting.event, waiting.waiting.mine) == (deadline_id, "petition_filed", False)
    with pytest.raises(Refused, match="You entered the event"):
        await check_deadline(desk.lawyer, deadline_id)
    await check_deadline(colleague, deadline_id)
    assert await status_of(desk.lawyer, deadline_id) == ("met", "petition_filed")


async def test_an_event_closes_what_was_looked_at_before_and_everything_in_a_house_of_two_eyes() -> None:
    desk, deadline_id, colleague = await a_deadline_entered()
    await set_four_eyes(desk.buyer, wanted=True)
    await check_deadline(colleague, deadline_id)
    await answered_by_an_event(desk)
    assert await status_of(desk.lawyer, deadline_id) == ("met", "petition_filed")

    other, second_id, _ = await a_deadline_entered()
    await answered_by_an_event(other)
    assert await status_of(other.lawyer, second_id) == ("met", "petition_filed")


async def test_a_colleague_refuses_the_closing_and_the_deadline_goes_on() -> None:
    desk, deadline_id, colleague = await a_deadline_entered()
    await set_four_eyes(desk.buyer, wanted=True)
    await answered_by_an_event(desk)
    stranger = await a_member(organisation_id=await an_organisation(kinds=("law_firm",)), roles=("lawyer",))

    with pytest.raises(NotFound):
        await refuse_closing(stranger, deadline_id, reason="none of mine")
    with pytest.raises(Refused, match="You recorded the event"):
        await refuse_closing(desk.lawyer, deadline_id, reason="changed my mind")
    with pytest.raises(Invalid):
        await refuse_closing(colleague, deadline_id, reason=" ")
    await refuse_closing(colleague, deadline_id, reason="That receipt is of another case.")
    with pytest.raises(StaleState):
        await refuse_closing(colleague, deadline_id, reason="again")

    assert await status_of(desk.lawyer, deadline_id) == ("open", None)
    await check_deadline(colleague, deadline_id)
    assert await status_of(desk.lawyer, deadline_id) == ("open", None)


async def test_an_event_taken_back_waits_for_nobody() -> None:
    desk, deadline_id, colleague = await a_deadline_entered()
    await set_four_eyes(desk.buyer, wanted=True)
    case_id = await answered_by_an_event(desk)
    async with db.transaction(desk.lawyer):
        event_id = await db.fetch_value(
            "SELECT id FROM case_events WHERE case_id = $1 AND event = 'petition_filed'", case_id
        )
    await withdraw_event(desk.lawyer, event_id, on=date(2026, 10, 21), reason="another case's receipt")

    await check_deadline(colleague, deadline_id)
    assert await status_of(desk.lawyer, deadline_id) == ("open", None)


async def test_two_colleagues_who_look_at_once_close_it_once() -> None:
    desk, deadline_id, colleague = await a_deadline_entered()
    third = await a_member(organisation_id=desk.owner_id, roles=("lawyer",), clock=desk.clock)
    await set_four_eyes(desk.buyer, wanted=True)
    await answered_by_an_event(desk)

    done = await asyncio.gather(
        *(check_deadline(one, deadline_id) for one in (colleague, third)), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in done) == ["NoneType", "StaleState"]
    assert await status_of(desk.lawyer, deadline_id) == ("met", "petition_filed")


async def test_a_closed_case_keeps_its_deadlines_until_a_second_person_agrees() -> None:
    desk, deadline_id, colleague = await a_deadline_entered()
    await set_four_eyes(desk.buyer, wanted=True)
    async with db.transaction(desk.lawyer):
        case_id = await db.fetch_value("SELECT case_id FROM deadlines WHERE id = $1", deadline_id)
    await record_event(desk.lawyer, case_id, Happened("closed", date(2026, 10, 20), "client's letter"))

    assert await status_of(desk.lawyer, deadline_id) == ("open", None)
    async with browser(colleague) as client:
        page = (await client.get("/deadlines/four-eyes")).text
        assert "An event would close it" in page
        assert "A second person has to look" in (await client.get(f"/deadlines/{deadline_id}")).text
        await client.submit(f"/deadlines/{deadline_id}/check")
    assert (await status_of(desk.lawyer, deadline_id))[0] == "cancelled"
