"""One step on many cases: what is shown is what is done, the rest is left out with its reason, and a job does many."""

from collections import Counter
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from cases.desk import selection
from cases.desk.bulk_steps import Step, carry_out, plan, step_named
from cases.desk.commands import close_case
from cases.desk.queries import Filters
from cases.desk.selection import Selection, order, progress_of
from cases.proceedings.batch_queries import cases_aside
from cases.teams.commands import Wanted, form_team
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Problem
from kernel.ids import new_id
from tests.builders.accounts import a_member
from tests.builders.cases import Desk, ItemSpec, a_desk, a_firm, an_open_case, open_cases, put_through_the_gate
from tests.builders.deadlines import a_deadline
from tests.builders.instructions import instruct_firm
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")
type Run = Callable[[], Awaitable[None]]


async def desks(actor: Actor, case_ids: list[UUID]) -> list[UUID | None]:
    async with db.transaction(actor):
        rows = await db.fetch("SELECT id, person_id FROM cases WHERE id = ANY($1) ORDER BY id", case_ids)
    return [row["person_id"] for row in rows]


async def lawyers(desk: Desk, count: int) -> list[UUID]:
    made = [await a_member(organisation_id=desk.owner_id, roles=("lawyer",), clock=desk.clock) for _ in range(count)]
    return [one.person_id for one in made if one.person_id]


async def test_a_person_gets_what_is_shown_with_the_deadlines_nobody_keeps() -> None:
    desk = await a_desk()
    free, closed, theirs = await open_cases(desk=desk, count=3)
    await close_case(desk.lawyer, closed, reason="paid")
    nobodys = await a_deadline(case_id=free, owner=desk.owner_id)
    (person_id,) = await lawyers(desk, 1)
    step = Step("person", str(person_id))
    await carry_out(desk.lawyer, step, [theirs])

    planned = {one.case_id: one for one in await plan(desk.lawyer, step, [free, closed, theirs])}
    outcome, batch_id = await carry_out(desk.lawyer, step, [free, closed, theirs])

    assert {one for one, how in planned.items() if how.will} == {free}
    assert planned[closed].says == "The case is closed."
    assert planned[theirs].says.startswith("It is with")
    assert (outcome.done, outcome.left_out, batch_id) == (1, 2, None)
    assert await desks(desk.lawyer, [free, theirs]) == [person_id, person_id]
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT person_id FROM deadlines WHERE id = $1", nobodys) == person_id
    assert (await carry_out(desk.lawyer, step, [free]))[0].done == 0


async def test_a_team_shares_evenly_beginning_with_whoever_keeps_least() -> None:
    desk = await a_desk()
    case_ids = await open_cases(desk=desk, count=7)
    busy, one, two = await lawyers(desk, 3)
    for _ in range(9):
        await a_deadline(case_id=case_ids[0], owner=desk.owner_id, person_id=busy)
    team_id = await form_team(desk.buyer, Wanted("Spain", (busy, one, two)))

    await carry_out(desk.lawyer, Step("team", str(team_id)), case_ids)

    assert Counter(await desks(desk.lawyer, case_ids)) in (Counter({one: 4, two: 3}), Counter({one: 3, two: 4}))


async def test_each_case_goes_to_the_team_it_fits_and_the_doubtful_ones_stay() -> None:
    desk = await a_desk()
    large = await an_open_case(desk=desk, items=(ItemSpec(amount_minor=900_000),))
    small = await an_open_case(desk=desk, items=(ItemSpec(amount_minor=100_00),))
    telecom = await an_open_case(desk=desk, product="telecom", items=(ItemSpec(amount_minor=100_00),))
    big, phone, other = await lawyers(desk, 3)
    await form_team(desk.buyer, Wanted("Large", (big,), ("es",), least_minor=500_000))
    await form_team(desk.buyer, Wanted("Phone", (phone,), ("es",), ("telecom",)))
    fitting = Step("fitting")

    said = {one.case_id: one.says for one in await plan(desk.lawyer, fitting, [large, small, telecom])}
    assert said[small] == "It fits no team."
    assert said[large].endswith(", Large")
    await form_team(desk.buyer, Wanted("Phone too", (other,), ("es",), ("telecom",)))
    outcome, _ = await carry_out(desk.lawyer, fitting, [large, small, telecom])

    assert await desks(desk.lawyer, [large, small, telecom]) == [big, None, None]
    assert dict(outcome.left) == {"It fits no team.": 1, "It fits several teams as well: Phone, Phone too.": 1}


async def test_a_procedure_is_chosen_where_there_is_one_to_choose() -> None:
    desk = await a_desk()
    without, chosen, filed = await open_cases(desk=desk, count=3)
    async with db.transaction(desk.system):
        await db.execute("UPDATE cases SET procedure = NULL WHERE id = ANY($1)", [without, filed])
        await db.execute("UPDATE cases SET status = 'filed' WHERE id = $1", filed)

    outcome, _ = await carry_out(desk.lawyer, Step("procedure", "monitorio"), [without, chosen, filed])

    assert outcome.done == 1
    assert sorted(dict(outcome.left)) == [
        "It has this procedure already.",
        "It is in court already; its procedure stays as it is.",
    ]
    assert (await carry_out(desk.lawyer, Step("procedure", "money_claim"), [without]))[0].done == 0


async def test_papers_are_prepared_for_those_that_may_have_one() -> None:
    desk = await a_desk()
    ready, onboarding = await open_cases(desk=desk, count=2)
    await put_through_the_gate(desk, [ready])
    step = Step("prepare", "masc_request")

    planned = {one.case_id: one for one in await plan(desk.lawyer, step, [ready, onboarding])}
    assert planned[ready].will
    assert planned[onboarding].says.startswith("Nothing may leave yet")
    outcome, batch_id = await carry_out(desk.lawyer, step, [ready, onboarding])
    assert (outcome.done, outcome.left_out) == (1, 1)
    assert batch_id is not None
    again, empty = await carry_out(desk.lawyer, step, [ready, onboarding])
    assert again.done == 0
    assert empty is not None
    assert {one.case_id for one in await cases_aside(desk.lawyer, empty)} == {ready, onboarding}


async def test_strangers_the_other_firm_and_readers_change_nothing() -> None:
    desk = await a_desk()
    firm, other = await a_firm(desk=desk), await a_firm(desk=desk, name="Otro Bufete SLP")
    ours, mixed = await open_cases(desk=desk, count=2)
    await instruct_firm(desk.buyer, firm.organisation_id, [ours])
    step = Step("person", str(other.lawyer.person_id))
    for act in (plan(other.lawyer, step, [ours]), carry_out(other.lawyer, step, [ours])):
        with pytest.raises(NotFound):
            await act
    with pytest.raises(NotFound):
        await carry_out(firm.lawyer, Step("person", str(firm.clerk.person_id)), [ours, mixed])
    with pytest.raises(NotFound, match="no such person"):
        await carry_out(firm.lawyer, step, [ours])
    reader = await a_member(organisation_id=desk.owner_id, roles=("seller",), clock=desk.clock)
    with pytest.raises(Forbidden):
        await plan(reader, Step("fitting"), [ours])
    assert await desks(desk.lawyer, [ours, mixed]) == [None, None]


@pytest.mark.parametrize(
    ("what", "target"), [("", "x"), ("person", ""), ("close", "x"), ("prepare", ""), ("procedure", "Núñez")]
)
def test_a_step_that_is_none(what: str, target: str) -> None:
    with pytest.raises(Invalid):
        step_named(what, target)


async def test_a_step_whose_target_is_nobody() -> None:
    desk = await a_desk()
    case_ids = await open_cases(desk=desk, count=1)
    for step in (Step("person", "x"), Step("person", str(new_id())), Step("team", str(new_id()))):
        with pytest.raises(Problem):
            await carry_out(desk.lawyer, step, case_ids)


async def test_all_that_a_list_shows_is_worked_through_by_a_job(run_jobs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = await a_desk()
    case_ids = await open_cases(desk=desk, count=5)
    await close_case(desk.lawyer, case_ids[3], reason="paid")
    (person_id,) = await lawyers(desk, 1)
    monkeypatch.setattr(selection, "AT_ONCE", 2)
    monkeypatch.setattr(selection, "CHUNK", 2)
    all_of_them = Selection((), Filters())

    ordered = await order(desk.lawyer, Step("person", str(person_id)), all_of_them)
    assert ordered.order_id is not None
    assert set(await desks(desk.lawyer, case_ids)) == {None}
    await run_jobs()

    told = await progress_of(desk.lawyer, ordered.order_id)
    assert told is not None
    assert (told.state, told.done) == ("done", 5)
    assert told.sentence == "Cases given away: 4. 1 left out: The case is closed."
    assert (await desks(desk.lawyer, case_ids)).count(person_id) == 4
    stranger = await a_desk(name="Otra DAC")
    assert await progress_of(stranger.lawyer, ordered.order_id) is None


async def test_the_page_shows_first_and_does_then() -> None:
    desk = await a_desk()
    one, other = await open_cases(desk=desk, count=2)
    (person_id,) = await lawyers(desk, 1)
    async with browser(desk.lawyer) as client:
        assert "Show what will happen" in (await client.get("/cases")).text
        nothing = (await client.get(f"/cases/bulk?what=person&person_id={person_id}")).text
        assert "Tick at least one case" in nothing
        query = f"what=person&person_id={person_id}&case={one}"
        shown = BeautifulSoup((await client.get(f"/cases/bulk?{query}")).text, "lxml")
        assert "Will be done" in shown.text
        assert await desks(desk.lawyer, [one, other]) == [None, None]
        form = shown.select_one("form[action='/cases/bulk']")
        assert form is not None
        fields = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
        done = await client.submit("/cases/bulk", fields)
        assert "Cases given away: 1" in (await client.get(done.headers["location"])).text
        by_name = (await client.get(f"/cases/bulk?what=person&person_id={person_id}&all=yes&in_q=n%C3%BA%C3%B1ez")).text
        assert "It is with" in by_name
    assert await desks(desk.lawyer, [one, other]) == [person_id, None]
