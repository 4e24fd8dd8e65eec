"""Teams and absences: who may enter them, whose deadlines they show, and who is reminded."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from cases.deadlines.commands import meet_deadline
from cases.deadlines.queries import EVERYBODYS, NOBODYS, Whose, deadlines_in
from cases.deadlines.reminders import reminders_due, send_reminders
from cases.teams.commands import (
    Wanted,
    change_team,
    close_team,
    end_absence,
    enter_absence,
    form_team,
    set_reminders,
)
from cases.teams.queries import absences, covered_by, reminders_set, team, teams
from cases.teams.whose import whose_named
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.ids import new_id
from tests.builders.accounts import a_member, an_organisation
from tests.builders.deadlines import a_case, a_deadline

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def morning(days: int = 0) -> MovingClock:
    return MovingClock(datetime(2026, 11, 20, 8, tzinfo=UTC) + timedelta(days=days))


class House:
    """A firm with a head and two lawyers."""

    owner: UUID
    head: Actor
    ana: Actor
    pau: Actor


@pytest.fixture
async def house() -> House:
    here = House()
    here.owner = await an_organisation(kinds=("law_firm",))
    here.head = await a_member(organisation_id=here.owner, roles=("administrator", "lawyer"), clock=morning())
    here.ana = await a_member(organisation_id=here.owner, roles=("lawyer",), name="Ana Vega", clock=morning())
    here.pau = await a_member(organisation_id=here.owner, roles=("clerk",), name="Pau Riera", clock=morning())
    return here


def who(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


async def reminded(clock: MovingClock) -> dict[UUID, list[str | None]]:
    """Whom the day's mails go to, and whose deadlines they are where not their own."""
    due = await reminders_due(today=clock.now().date(), clock=clock)
    return {one.person_id: [this.keeper for this in one.due] for one in due}


async def test_a_teams_list_is_that_of_its_people(house: House) -> None:
    case_id = await a_case(owner=house.owner)
    mine = await a_deadline(case_id=case_id, owner=house.owner, safe_on=day(0), person_id=who(house.ana))
    await a_deadline(case_id=case_id, owner=house.owner, safe_on=day(0), person_id=who(house.head))
    team_id = await form_team(house.head, Wanted("Spain", (who(house.ana), who(house.pau)), ("es",)))

    whose = await whose_named(house.pau, f"team:{team_id}", on=TODAY)
    assert [one.id for one in await deadlines_in(house.pau, "today", today=TODAY, whose=whose)] == [mine]
    await change_team(house.head, team_id, Wanted("Iberia", (who(house.pau),)))
    changed = await team(house.ana, team_id)
    assert (changed.name, [person for person, _ in changed.people]) == ("Iberia", [who(house.pau)])
    await close_team(house.head, team_id)
    assert await teams(house.head) == []
    await form_team(house.head, Wanted("Iberia", (who(house.pau),)))


async def test_a_team_cannot_be_anything(house: House) -> None:
    await form_team(house.head, Wanted("Spain", (who(house.ana),)))
    stranger = await a_member(organisation_id=await an_organisation(), roles=("administrator", "lawyer"))
    with pytest.raises(Refused, match="called spain already"):
        await form_team(house.head, Wanted("spain", (who(house.pau),)))
    with pytest.raises(Forbidden):
        await form_team(house.ana, Wanted("Mine", (who(house.ana),)))
    for wanted, where in (
        (Wanted("", (who(house.ana),)), "name"),
        (Wanted("None", ()), "people"),
        (Wanted("Theirs", (who(stranger),)), "people"),
        (Wanted("Nowhere", (who(house.ana),), ("xx",)), "jurisdictions"),
        (Wanted("Sizes", (who(house.ana),), least_minor=2, most_minor=1), "most"),
    ):
        with pytest.raises(Invalid) as refused:
            await form_team(house.head, wanted)
        assert [one.where for one in refused.value.places] == [where]
    (known,) = await teams(house.head)
    assert await teams(stranger) == []
    for act in (change_team(stranger, known.id, Wanted("Ours", (who(stranger),))), close_team(stranger, known.id)):
        with pytest.raises(NotFound):
            await act


async def test_who_covers_sees_and_is_reminded_while_the_colleague_is_away(house: House) -> None:
    case_id = await a_case(owner=house.owner)
    theirs = await a_deadline(case_id=case_id, owner=house.owner, safe_on=day(0), person_id=who(house.ana))
    assert await reminded(morning()) == {who(house.ana): [None]}
    absence_id = await enter_absence(
        house.ana, person_id=who(house.ana), cover_person_id=who(house.pau), from_on=day(-1), until_on=day(3)
    )

    covered = await whose_named(house.pau, "covered", on=TODAY)
    assert [one.id for one in await deadlines_in(house.pau, "today", today=TODAY, whose=covered)] == [theirs]
    assert await covered_by(house.pau, on=day(4)) == []
    assert await reminded(morning()) == {who(house.ana): [None], who(house.pau): ["Ana Vega"]}
    assert await send_reminders(clock=morning()) == 2
    assert await send_reminders(clock=morning()) == 0

    await end_absence(house.ana, absence_id)
    await end_absence(house.ana, absence_id)
    assert await covered_by(house.pau, on=TODAY) == []
    assert await reminded(morning(1)) == {who(house.ana): [None]}


async def test_nobodys_cover_is_away_too(house: House) -> None:
    away = {"from_on": day(0), "until_on": day(5)}
    await enter_absence(house.head, person_id=who(house.ana), cover_person_id=who(house.pau), **away)
    with pytest.raises(Refused, match="Somebody who is away then counts on this person"):
        await enter_absence(house.pau, person_id=who(house.pau), cover_person_id=who(house.head), **away)
    with pytest.raises(Refused, match="The colleague is away"):
        await enter_absence(house.head, person_id=who(house.head), cover_person_id=who(house.ana), **away)
    with pytest.raises(Forbidden):
        await enter_absence(house.pau, person_id=who(house.ana), cover_person_id=who(house.head), **away)
    with pytest.raises(Invalid):
        await enter_absence(house.ana, person_id=who(house.ana), cover_person_id=who(house.ana), **away)
    (entered,) = await absences(house.pau, on=TODAY)
    with pytest.raises(Forbidden):
        await end_absence(house.pau, entered.id)
    with pytest.raises(NotFound):
        await end_absence(await a_member(organisation_id=await an_organisation(), roles=("lawyer",)), entered.id)


async def test_a_firm_has_its_own_intervals_and_the_other_side_keeps_the_houses(house: House) -> None:
    client = await an_organisation(kinds=("purchaser",))
    theirs = await a_member(organisation_id=client, roles=("lawyer",), clock=morning())
    case_id = await a_case(owner=client, firm=house.owner)
    await a_deadline(case_id=case_id, owner=client, safe_on=day(60), person_id=who(house.ana))
    own = await a_case(owner=client)
    await a_deadline(case_id=own, owner=client, safe_on=day(30), person_id=who(theirs))
    await set_reminders(house.head, days_before=[60, 1, 0], escalate_after=None, escalate_to=None)

    assert await reminded(morning()) == {who(house.ana): [None], who(theirs): [None]}
    await send_reminders(clock=morning())
    assert await reminded(morning(23)) == {who(theirs): [None]}


async def test_what_stays_open_is_told_on_once(house: House) -> None:
    case_id = await a_case(owner=house.owner)
    await a_deadline(case_id=case_id, owner=house.owner, safe_on=day(-2), person_id=who(house.ana))
    await set_reminders(house.head, days_before=[0, -9], escalate_after=2, escalate_to=who(house.head))

    assert await reminded(morning(-1)) == {who(house.ana): [None]}
    assert await reminded(morning()) == {who(house.ana): [None], who(house.head): ["Ana Vega"]}
    await send_reminders(clock=morning())
    assert await reminded(morning(1)) == {}


async def test_what_is_still_open_before_its_safe_date_is_told_on_so_many_days_ahead(house: House) -> None:
    case_id = await a_case(owner=house.owner)
    deadline_id = await a_deadline(case_id=case_id, owner=house.owner, safe_on=day(45), person_id=who(house.ana))
    await set_reminders(house.head, days_before=[30, 0], escalate_after=-40, escalate_to=who(house.head))

    told: dict[UUID, list[int]] = {}
    for days in (4, 5, 6, 14, 15, 16, 20, 45):
        for person in await reminded(morning(days)):
            told.setdefault(person, []).append(days)
        await send_reminders(clock=morning(days))
        if days == 20:
            await meet_deadline(house.ana, deadline_id, reason="filed")
    assert told == {who(house.head): [5], who(house.ana): [15]}


async def test_who_leads_the_team_is_told_as_well_as_the_partner_and_a_strangers_lead_is_not(house: House) -> None:
    await form_team(house.head, Wanted("Dunning", (who(house.ana),), lead_person_id=who(house.pau)))
    await form_team(house.head, Wanted("Trials", (who(house.pau),), lead_person_id=who(house.head)))
    with pytest.raises(Invalid):
        await form_team(house.head, Wanted("Third", (who(house.ana),), lead_person_id=new_id()))
    case_id = await a_case(owner=house.owner)
    await a_deadline(case_id=case_id, owner=house.owner, safe_on=day(-2), person_id=who(house.ana))
    await set_reminders(house.head, days_before=[0, -9], escalate_after=2, escalate_to=who(house.head))

    told = await reminded(morning())
    assert told == {who(house.ana): [None], who(house.head): ["Ana Vega"], who(house.pau): ["Ana Vega"]}
    assert [(one.name, one.lead_person_id) for one in await teams(house.ana)] == [
        ("Dunning", who(house.pau)),
        ("Trials", who(house.head)),
    ]


async def test_intervals_that_would_leave_somebody_without_word_are_refused(house: House) -> None:
    for days, after, to, where in (
        ([], None, None, "days_before"),
        ([7], None, None, "days_before"),
        ([999, 0], None, None, "days_before"),
        ([0], 3, None, "escalate_to"),
        ([0], 999, who(house.head), "escalate_after"),
        ([0], 3, new_id(), "escalate_to"),
    ):
        with pytest.raises(Invalid) as refused:
            await set_reminders(house.head, days_before=days, escalate_after=after, escalate_to=to)
        assert [one.where for one in refused.value.places] == [where]
    with pytest.raises(Forbidden):
        await set_reminders(house.ana, days_before=[0], escalate_after=None, escalate_to=None)
    assert (await reminders_set(house.ana)).escalate_to is None


async def test_words_for_whose(house: House) -> None:
    assert await whose_named(house.ana, "", on=TODAY) == EVERYBODYS
    assert await whose_named(house.ana, "nobody", on=TODAY) == NOBODYS
    assert await whose_named(house.ana, "mine", on=TODAY) == Whose((who(house.ana),))
    assert await whose_named(house.ana, f"person:{who(house.pau)}", on=TODAY) == Whose((who(house.pau),))
    with pytest.raises(NotFound):
        await whose_named(house.ana, f"team:{new_id()}", on=TODAY)
    for word in ("somebody", "team:x"):
        with pytest.raises(Invalid):
            await whose_named(house.ana, word, on=TODAY)
