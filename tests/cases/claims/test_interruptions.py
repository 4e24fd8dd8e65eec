"""Limitation reckoned again when something that interrupts it is recorded, with its proof; undone when taken back."""

from datetime import date
from uuid import UUID

import pytest

from cases.claims.interruptions import (
    NewInterruption,
    end_interruption,
    interruptions_of,
    record_interruption,
    withdraw_interruption,
)
from cases.deadlines.again import reckon_limitation_again
from cases.deadlines.queries import DeadlineShown, deadlines_of_case
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.ids import new_id
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_desk, an_open_case, open_cases
from tests.builders.receipts import Paid, bring_rows, case_reference

pytestmark = pytest.mark.usefixtures("database", "object_store")
DEMAND = NewInterruption("demanded", date(2026, 9, 1), None, "writing", "burofax NB00457, received")


async def limitation_of(desk: Desk, case_id: UUID) -> list[DeadlineShown]:
    async with db.transaction(desk.system):
        return [one for one in await deadlines_of_case(desk.system, case_id) if one.kind == "limitation"]


async def standing(desk: Desk, case_id: UUID) -> DeadlineShown:
    [found] = [one for one in await limitation_of(desk, case_id) if one.status == "open"]
    return found


async def judged_case(desk: Desk) -> UUID:
    case_id = await an_open_case(desk=desk, product="invoice", territory="england_wales")
    await reckon_limitation_again(desk.system, case_id, [case_id])
    return case_id


async def test_a_demand_starts_time_anew_and_supersedes_with_its_reckoning() -> None:
    desk = await a_desk(country="GB")
    case_id = await judged_case(desk)
    before = await standing(desk, case_id)
    assert before.statutory_on == date(2030, 3, 5)
    signed = NewInterruption("acknowledged", date(2026, 9, 1), None, "signed_writing", "letter of 1 September, signed")
    await record_interruption(desk.lawyer, case_id, signed)
    after = await standing(desk, case_id)
    assert (after.statutory_on, after.outcome) == (date(2032, 9, 1), "date")
    async with db.transaction(desk.system):
        old = await db.fetch_sure("SELECT status, superseded_by FROM deadlines WHERE id = $1", before.id)
    assert (old["status"], old["superseded_by"]) == ("superseded", after.id)


async def test_what_a_law_does_not_count_changes_no_deadline() -> None:
    desk = await a_desk(country="GB")
    case_id = await judged_case(desk)
    before = await standing(desk, case_id)
    await record_interruption(desk.lawyer, case_id, DEMAND)
    assert (await standing(desk, case_id)).id == before.id


async def test_what_was_recorded_in_error_is_taken_back_and_the_old_date_stands_again() -> None:
    desk = await a_desk(country="GB")
    case_id = await judged_case(desk)
    first = (await standing(desk, case_id)).statutory_on
    signed = NewInterruption("acknowledged", date(2026, 9, 1), None, "signed_writing", "a letter")
    recorded = await record_interruption(desk.lawyer, case_id, signed)
    await withdraw_interruption(desk.lawyer, case_id, recorded)
    assert (await standing(desk, case_id)).statutory_on == first
    assert (await interruptions_of(desk.lawyer, case_id))[1] == []
    with pytest.raises(NotFound):
        await withdraw_interruption(desk.lawyer, case_id, recorded)


async def test_a_booked_payment_interrupts_where_the_law_says_so_and_a_bailiffs_does_not() -> None:
    desk = await a_desk(country="GB")
    paid, taken = await judged_case(desk), await judged_case(desk)
    for case_id, source in ((paid, "bank"), (taken, "bailiff")):
        row = Paid(reference=await case_reference(desk, case_id), currency="GBP", on="2026-10-05")
        brought = await bring_rows(desk.lawyer, row, source=source)
        async with db.transaction(desk.system):
            assert await db.fetch_value("SELECT 1 FROM procrastinate_jobs WHERE task_name = 'receipts.reckon'")
        await reckon_limitation_again(desk.system, brought.id, [case_id])
    assert (await standing(desk, paid)).statutory_on == date(2032, 10, 5)
    assert (await standing(desk, taken)).statutory_on == date(2030, 3, 5)


async def test_many_cases_are_judged_at_once_and_unchanged_ones_left_alone() -> None:
    desk = await a_desk(country="GB")
    cases = await open_cases(desk=desk, count=5, product="invoice", territory="england_wales")
    assert await reckon_limitation_again(desk.system, new_id()) == 5
    assert await reckon_limitation_again(desk.system, new_id()) == 0
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO interruptions (id, claim_id, tape_id, organisation_id, kind, on_date, form, proof,"
            " recorded_at) SELECT uuidv7(), k.claim_id, k.tape_id, k.organisation_id, 'acknowledged', '2026-09-01',"
            " 'signed_writing', 'a letter', now() FROM cases k WHERE k.id = ANY($1)",
            cases[:2],
        )
    assert await reckon_limitation_again(desk.system, new_id()) == 2


async def test_a_negotiation_that_lasts_leaves_no_date_until_its_end_is_entered() -> None:
    desk = await a_desk(country="GB")
    case_id = await judged_case(desk)
    talks = NewInterruption("negotiated", date(2026, 9, 1), None, "writing", "letters")
    recorded = await record_interruption(desk.lawyer, case_id, talks)
    with pytest.raises(Invalid):
        await end_interruption(desk.lawyer, case_id, recorded, until=date(2026, 8, 1))
    await end_interruption(desk.lawyer, case_id, recorded, until=date(2026, 10, 1))
    [shown] = (await interruptions_of(desk.lawyer, case_id))[1]
    assert (shown.until, shown.lasts) == (date(2026, 10, 1), False)


async def test_impossible_records_are_refused_with_every_place() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    wrong = NewInterruption("waved", date(2027, 1, 1), date(2026, 1, 1), "sung", " ")
    with pytest.raises(Invalid) as refused:
        await record_interruption(desk.lawyer, case_id, wrong)
    assert {one.where for one in refused.value.places} == {"kind", "form", "on", "until", "proof"}
    unknown = NewInterruption("demanded", date(2026, 9, 1), None, "writing", "a letter", new_id())
    with pytest.raises(Invalid, match="no such document"):
        await record_interruption(desk.lawyer, case_id, unknown)


async def test_neither_a_stranger_nor_a_member_without_the_right_records() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    stranger = await a_member(organisation_id=await an_organisation(), roles=("lawyer",), clock=desk.clock)
    administrator = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    recorded = await record_interruption(desk.lawyer, case_id, DEMAND)
    wanted: tuple[tuple[Actor, type[Exception]], ...] = ((stranger, NotFound), (administrator, Forbidden))
    for other, error in wanted:
        with pytest.raises(error):
            await record_interruption(other, case_id, DEMAND)
        with pytest.raises(error):
            await withdraw_interruption(other, case_id, recorded)
        with pytest.raises(error):
            await interruptions_of(other, case_id)
