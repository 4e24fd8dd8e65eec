"""Limitation that is over in one item of several, or whenever the day was that nobody entered."""

from datetime import date
from uuid import UUID

import pytest

from cases.desk.barred import bars_of
from cases.desk.barred_items import at_the_latest
from cases.desk.policies import who_can_leave
from cases.desk.reach import case_at_hand
from cases.jurisdictions.contract import LimitationFacts
from cases.jurisdictions.gb_ew import GB_EW
from kernel import db
from tests.builders.cases import NOW, Desk, ItemSpec, a_desk, an_open_case
from tests.cases.proceedings.test_barred import limitation_over

pytestmark = pytest.mark.usefixtures("database")
OLD, YOUNG = date(2004, 3, 5), date(2025, 3, 5)


async def standing(desk: Desk, case_id: UUID) -> tuple[str, bool, str]:
    async with db.transaction(desk.lawyer):
        case = await case_at_hand(desk.lawyer, case_id)
        bar = (await bars_of([case], on=NOW.date())).get(case_id)
        answer = (await who_can_leave(desk.lawyer, [case], "claim", on=NOW.date()))[case_id]
    return (bar.sentence if bar else "", bar is not None and bar.by_law, str(answer))


async def a_deadline_without_a_day(desk: Desk, case_id: UUID) -> None:
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, kind, rule, title, outcome,"
            " missing, verified, reckoning, status, created_at) SELECT uuidv7(), k.tape_id, k.claim_id, k.id,"
            " k.organisation_id, 'limitation', 'limitation', 'Limitation', 'unknown', 'the day the claim arose', false,"
            " '[]', 'open', now() FROM cases k WHERE k.id = $1",
            case_id,
        )


def bills(*due: date) -> tuple[ItemSpec, ...]:
    return tuple(ItemSpec(kind="invoice", reference=f"F-{number}", due_on=day) for number, day in enumerate(due))


async def test_one_old_invoice_among_young_ones_is_seen() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk, product="invoice", territory="common", items=bills(OLD, YOUNG))
    await limitation_over(desk.owner_id, case_id, ended_on=date(2030, 3, 5), outcome="date")
    sentence, by_law, _ = await standing(desk, case_id)
    assert sentence.startswith("Limitation of the item due on 2004-03-05 ended on ")
    assert not by_law


async def test_young_invoices_are_not_held_up() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk, product="invoice", territory="common", items=bills(YOUNG, date(2025, 4, 5)))
    await limitation_over(desk.owner_id, case_id, ended_on=date(2030, 3, 5), outcome="date")
    assert (await standing(desk, case_id))[0] == ""


@pytest.mark.parametrize(("due", "over"), [(OLD, True), (YOUNG, False)])
async def test_a_missing_day_hides_no_claim_that_is_over_whenever_it_was(due: date, over: bool) -> None:
    desk = await a_desk(country="SE")
    case_id = await an_open_case(desk=desk, product="utility", items=bills(due))
    await a_deadline_without_a_day(desk, case_id)
    sentence, by_law, _ = await standing(desk, case_id)
    assert ("at the latest, though the day the claim arose" in sentence) is over
    assert not by_law


def test_regulated_credit_is_over_six_years_after_its_termination_at_the_latest() -> None:
    known = LimitationFacts("credit_card", "principal", "person", due_on=date(2015, 1, 5), region="england_wales")
    assert GB_EW.limitation(at_the_latest(known), NOW.date()).outcome == "unknown"
    ended = LimitationFacts(
        "credit_card",
        "principal",
        "person",
        due_on=date(2015, 1, 5),
        termination_on=date(2015, 3, 1),
        region="england_wales",
    )
    answer = GB_EW.limitation(at_the_latest(ended), NOW.date())
    assert (answer.outcome, answer.ends_on) == ("barred", date(2021, 3, 1))
