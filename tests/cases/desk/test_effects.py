"""What a hold stops: by law where a rule was read, by our practice where none was, each called what it is."""

from datetime import date

import pytest

from cases.desk.effects import PRACTICE, effect_of
from cases.desk.holds import EFFECTS, hold_case
from cases.proceedings.preparing import prepare_filings, send_notices
from kernel import db
from kernel.errors import Refused
from tests.builders.cases import a_desk, an_open_case, put_through_the_gate
from tests.web.client import browser

TODAY = date(2026, 11, 20)


def test_breathing_space_stops_by_law_what_no_practice_stops_and_ends_by_law() -> None:
    person, company = (effect_of("gb_ew", "moratorium", kind, date(2026, 11, 1)) for kind in ("person", "company"))
    assert set(person.by_law) == {"interest", "fees", "contact", "enforcement"}
    assert person.law is not None
    assert not person.law.verified
    assert person.until_by_law == date(2026, 12, 30)
    assert person.by_practice == ("steps",)
    assert (company.by_law, company.law) == ((), None)


def test_without_a_rule_that_was_read_nothing_but_our_practice_stops() -> None:
    assert set(PRACTICE) == set(EFFECTS)
    for ground in PRACTICE:
        effect = effect_of("es", ground, "person", TODAY)
        assert effect.by_law == ()
        assert not {"interest", "fees"} & set(effect.by_practice)


@pytest.mark.usefixtures("database")
async def test_a_vulnerable_debtor_gets_no_letter_and_the_page_says_by_what() -> None:
    desk = await a_desk()
    case_id, waiting = await an_open_case(desk=desk), await an_open_case(desk=desk)
    await put_through_the_gate(desk, [case_id])
    for one in (case_id, waiting):
        await hold_case(desk.lawyer, one, ground="vulnerability", from_on=TODAY, until_on=None)

    with pytest.raises(Refused, match="is vulnerable"):
        await prepare_filings(desk.lawyer, [case_id], "masc_request")
    async with db.transaction(desk.system):
        await db.execute("UPDATE cases SET reconciled_at = now() WHERE id = $1", waiting)
    assert (await send_notices(desk.lawyer, [waiting])).outcome.done == 1
    async with browser(desk.lawyer) as lawyer:
        shown = (await lawyer.get(f"/cases/{case_id}")).text
    assert "By our practice it stops: letters to the debtor" in shown
