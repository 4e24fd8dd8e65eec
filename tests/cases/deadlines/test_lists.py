"""The tracker's lists: each deadline in one view, pages without gaps, each statement by its own index."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from cases.deadlines import cursors, queries
from cases.deadlines.calendar_feed import EVENTS
from cases.deadlines.commands import miss_deadline
from cases.deadlines.queries import EVERYBODYS, LENSES, NOBODYS, VIEWS, After, Counts, LensCounts, View, Whose
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.ids import new_id
from kernel.settings import Settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.deadlines import a_case, a_deadline, an_event

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


async def a_lawyer(organisation_id: UUID, *, roles: tuple[str, ...] = ("lawyer",)) -> Actor:
    return await a_member(organisation_id=organisation_id, roles=roles, clock=MovingClock(NOON))


async def shown(actor: Actor, view: View, **more: Any) -> list[UUID]:
    return [one.id for one in await queries.deadlines_in(actor, view, today=TODAY, **more)]


async def test_each_deadline_stands_in_one_view_and_the_tabs_count_the_same() -> None:
    owner = await an_organisation(kinds=("purchaser",))
    lawyer = await a_lawyer(owner)
    case_id = await a_case(owner=owner)
    expected: dict[str, list[UUID]] = {
        "overdue": [await a_deadline(case_id=case_id, owner=owner, safe_on=day(-1))],
        "today": [await a_deadline(case_id=case_id, owner=owner, safe_on=day(0), statutory_on=day(3))],
        "week": [await a_deadline(case_id=case_id, owner=owner, safe_on=day(n)) for n in (1, 7)],
        "later": [await a_deadline(case_id=case_id, owner=owner, safe_on=day(8))],
        "ready": [
            await a_deadline(case_id=case_id, owner=owner, safe_on=day(n - 1), who="debtor", opens_on=day(n))
            for n in (-40, 0)
        ],
        "waiting": [await a_deadline(case_id=case_id, owner=owner, safe_on=day(0), opens_on=day(1))],
        "dateless": [
            await a_deadline(case_id=case_id, owner=owner, outcome="barred", safe_on=day(-90), statutory_on=day(-60)),
            await a_deadline(case_id=case_id, owner=owner, outcome="unknown", safe_on=None, missing="The default."),
            await a_deadline(
                case_id=case_id, owner=owner, outcome="no rule", safe_on=None, missing="No folder for US."
            ),
        ],
        "closed": [await a_deadline(case_id=case_id, owner=owner, safe_on=day(-1))],
    }
    cautious = await a_deadline(case_id=case_id, owner=owner, outcome="unknown", safe_on=day(9), missing="The default.")
    expected["later"].append(cautious)
    await miss_deadline(lawyer, expected["closed"][0], reason="Late.")
    for view in VIEWS:
        assert await shown(lawyer, view) == expected[view], view
    counts = await queries.deadline_counts(lawyer, today=TODAY)
    assert counts == Counts(**{view: len(expected[view]) for view in VIEWS})


async def test_a_case_of_a_country_without_rules_says_its_reason() -> None:
    owner = await an_organisation(kinds=("purchaser",))
    lawyer = await a_lawyer(owner)
    reason = "No jurisdiction of this platform answers for US."
    await a_deadline(
        case_id=await a_case(owner=owner, country="us", jurisdiction=None),
        owner=owner,
        outcome="no rule",
        safe_on=None,
        missing=reason,
        verified=False,
    )
    (one,) = await queries.deadlines_in(lawyer, "dateless", today=TODAY)
    assert (one.outcome, one.missing, one.safe_on, one.statutory_on) == ("no rule", reason, None, None)


@pytest.mark.parametrize("view", ["later", "dateless", "closed"])
async def test_pages_go_on_without_gap_or_repetition_where_many_share_a_day(view: View) -> None:
    owner = await an_organisation(kinds=("purchaser",))
    lawyer = await a_lawyer(owner)
    case_id = await a_case(owner=owner)
    outcome, safe_on = ("no rule", None) if view == "dateless" else ("date", day(20))
    made = {await a_deadline(case_id=case_id, owner=owner, outcome=outcome, safe_on=safe_on) for _ in range(7)}
    if view == "closed":
        for one in made:
            await miss_deadline(lawyer, one, reason="Late.")
    found: list[UUID] = []
    after: After | None = None
    while rows := await queries.deadlines_in(lawyer, view, today=TODAY, after=after, most=3):
        found += [row.id for row in rows]
        after = cursors.read(view, cursors.write(view, rows[-1]))
    assert len(found) == 7
    assert set(found) == made


async def test_mine_are_those_given_to_me() -> None:
    owner = await an_organisation(kinds=("purchaser",))
    lawyer, colleague = await a_lawyer(owner), await a_lawyer(owner)
    case_id = await a_case(owner=owner)
    own = await a_deadline(case_id=case_id, owner=owner, safe_on=day(0), person_id=lawyer.person_id)
    theirs = await a_deadline(case_id=case_id, owner=owner, safe_on=day(0), person_id=colleague.person_id)
    nobodys = await a_deadline(case_id=case_id, owner=owner, safe_on=day(0))
    assert await shown(lawyer, "today", mine=True) == [own]
    assert await shown(lawyer, "today") == sorted([own, theirs, nobodys])
    assert (await queries.deadline_counts(lawyer, today=TODAY, mine=True)).today == 1


async def test_a_teams_are_those_of_its_people_and_nobodys_are_nobodys() -> None:
    owner = await an_organisation(kinds=("purchaser",))
    one, two, other = [await a_lawyer(owner) for _ in range(3)]
    case_id = await a_case(owner=owner)
    given = [await a_deadline(case_id=case_id, owner=owner, safe_on=day(0), person_id=p.person_id) for p in (one, two)]
    await a_deadline(case_id=case_id, owner=owner, safe_on=day(0), person_id=other.person_id)
    nobodys = await a_deadline(case_id=case_id, owner=owner, safe_on=day(0))
    team = Whose(tuple(one.person_id for one in (one, two) if one.person_id))
    assert await shown(other, "today", whose=team) == sorted(given)
    assert await shown(other, "today", whose=NOBODYS) == [nobodys]
    assert await shown(other, "today", whose=Whose(())) == []
    assert (await queries.deadline_counts(other, today=TODAY, whose=team)).today == 2
    assert (await queries.deadline_counts(other, today=TODAY, whose=NOBODYS)).today == 1


async def test_a_lens_shows_limitation_that_is_near_dates_that_may_move_and_law_not_verified() -> None:
    owner = await an_organisation(kinds=("purchaser",))
    lawyer = await a_lawyer(owner)
    cases = [await a_case(owner=owner) for _ in range(3)]
    near, far, late = [
        await a_deadline(case_id=case_id, owner=owner, kind="limitation", safe_on=day(n))
        for case_id, n in zip(cases, (90, 91, -2), strict=True)
    ]
    moving = await a_deadline(case_id=cases[0], owner=owner, safe_on=day(40), provisional="Calendar of 2027 incomplete")
    doubtful = await a_deadline(case_id=cases[0], owner=owner, safe_on=day(50), verified=False)
    assert await shown(lawyer, "limitation") == [late, near]
    assert far in await shown(lawyer, "later")
    assert await shown(lawyer, "provisional") == [moving]
    assert await shown(lawyer, "unverified") == [doubtful]
    assert await queries.lens_counts(lawyer, today=TODAY) == LensCounts(2, 1, 1)


async def test_owner_and_firm_see_the_same_and_two_firms_never() -> None:
    owner = await an_organisation(kinds=("purchaser",), name="Cantábrica Activos DAC")
    firms = [await an_organisation(kinds=("law_firm",)) for _ in range(2)]
    owners = await a_lawyer(owner)
    ours, theirs = [await a_lawyer(firm) for firm in firms]
    cases = [await a_case(owner=owner, firm=firm) for firm in firms]
    first, second = [await a_deadline(case_id=case_id, owner=owner, safe_on=day(0)) for case_id in cases]
    assert await shown(owners, "today") == sorted([first, second])
    assert await shown(ours, "today") == [first]
    assert await shown(theirs, "today") == [second]
    assert (await queries.deadline(ours, first)).shown.owner == "Cantábrica Activos DAC"
    with pytest.raises(NotFound):
        await queries.deadline(ours, second)
    assert await queries.deadlines_of_case(theirs, cases[0]) == []


async def test_a_firm_that_owns_debts_itself_sees_both_and_none_twice() -> None:
    both = await an_organisation(kinds=("purchaser", "law_firm"))
    client = await an_organisation(kinds=("purchaser",))
    lawyer = await a_lawyer(both)
    own = await a_deadline(case_id=await a_case(owner=both, firm=both), owner=both, safe_on=day(0))
    instructed = await a_deadline(case_id=await a_case(owner=client, firm=both), owner=client, safe_on=day(0))
    assert await shown(lawyer, "today") == sorted([own, instructed])
    assert (await queries.deadline_counts(lawyer, today=TODAY)).today == 2


async def test_the_reckoning_says_where_it_came_from() -> None:
    owner = await an_organisation(kinds=("purchaser",))
    lawyer = await a_lawyer(owner)
    case_id = await a_case(owner=owner)
    event_id = await an_event(case_id=case_id, owner=owner, event="opposed", on=day(-3), by=lawyer.person_id)
    deadline_id = await a_deadline(case_id=case_id, owner=owner, event_id=event_id)
    found = await queries.deadline(lawyer, deadline_id)
    assert (found.event, found.event_on, found.provenance) == ("opposed", day(-3), "LexNET receipt 2026-118")
    assert found.entered_by == "Ana Ruiz"
    assert found.zone == "Europe/Madrid"
    assert [step.sentence for step in found.steps] == ["The period ends on Friday 20 November 2026."]


async def test_without_the_right_to_read_cases_there_is_no_tracker() -> None:
    owner = await an_organisation(kinds=("purchaser",))
    administrator = await a_lawyer(owner, roles=("administrator",))
    with pytest.raises(Forbidden, match=r"cases\.read"):
        await queries.deadlines_in(administrator, "today", today=TODAY)
    with pytest.raises(Forbidden, match=r"cases\.read"):
        await queries.deadline_counts(administrator, today=TODAY)


async def test_today_is_the_persons_own_day() -> None:
    owner = await an_organisation(kinds=("purchaser",))
    late = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
    madrid = await a_member(organisation_id=owner, roles=("lawyer",), clock=MovingClock(late))
    assert await queries.today_of(madrid) == TODAY
    assert await queries.today_of(Actor.system(owner, MovingClock(late))) == TODAY


@pytest.mark.parametrize(
    ("view", "text"),
    [
        ("today", "x"),
        ("today", "2026-13-01_01a20189-5e6d-78c2-8de1-c1d9fdcf62d7"),
        ("closed", "2026-11-20T10:00:00_01a20189-5e6d-7f1b-8e22-bc7920830310"),
        ("later", "_"),
    ],
)
def test_a_place_that_cannot_be_read_is_refused(view: View, text: str) -> None:
    with pytest.raises(Invalid):
        cursors.read(view, text)


MOST_WASTED = 500
"""Rows a list may read in vain: a tenth of what is read when the wrong half of the index is walked."""
MOST_SORTED = 3000
"""Rows that may be read by the reader's index and then sorted, where the planner takes them for fewer than a walk."""
MANY = (
    "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, firm_organisation_id, kind, rule, title,"
    " outcome, statutory_on, safe_on, authority, verified, provisional, reckoning, status, closed_at, closed_reason,"
    " person_id, created_at, who, opens_on) SELECT uuidv7(), k.tape_id, k.claim_id, k.id, k.organisation_id,"
    " k.firm_organisation_id,"
    " CASE WHEN n % 20 = 11 THEN 'limitation' ELSE 'procedure' END, 'r', 'Deadline',"
    " CASE WHEN n % 10 = 7 THEN 'barred' WHEN n % 10 = 8 THEN 'no rule' ELSE 'date' END,"
    " CASE WHEN n % 10 <> 8 THEN $2::date + n % 400 - 60 END, CASE WHEN n % 10 <> 8 THEN $2::date + n % 400 - 60 END,"
    " 'LEC', n % 50 <> 3, CASE WHEN n % 50 = 3 THEN 'No calendar' END, '[]',"
    " CASE WHEN n % 10 = 9 THEN 'missed' ELSE 'open' END,"
    " CASE WHEN n % 10 = 9 THEN now() - n * interval '1 minute' END, NULL,"
    " CASE WHEN n % 100 IN (1, 15) THEN $3::uuid END, now(), 'creditor',"
    " CASE WHEN n % 10 IN (4, 5) THEN $2::date + n % 400 - 100 END"
    " FROM cases k, generate_series(1, $4) n WHERE k.id = $1"
)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


async def test_every_list_walks_an_index_that_begins_with_its_reader(database: Settings) -> None:
    """One organisation with fifty thousand deadlines, half of them worked by one firm, and small ones beside it."""
    owner = await an_organisation(kinds=("purchaser",))
    firm = await an_organisation(kinds=("law_firm",))
    readers = [await a_lawyer(owner), await a_lawyer(firm)]
    owner_role = await asyncpg.connect(database.migrations_url)
    # One case stands for many here.
    await owner_role.execute("DROP INDEX deadlines_one_limitation")
    for case_id in (await a_case(owner=owner), await a_case(owner=owner, firm=firm)):
        async with db.transaction(Actor.system(owner)):
            await db.execute(MANY, case_id, TODAY, readers[0].person_id, 25_000)
    for _ in range(30):
        small = await an_organisation(kinds=("purchaser",))
        async with db.transaction(Actor.system(small)):
            await db.execute(MANY, await a_case(owner=small), TODAY, None, 20)
        readers = [*readers[:2], await a_lawyer(small)]
    await owner_role.execute("ANALYZE")
    await owner_role.close()
    for reader in readers:
        for name, sql, arguments in statements(reader):
            async with db.transaction(reader):
                text = await db.fetch_value(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", *arguments)
            plan = msgspec.json.decode(text)[0]["Plan"]
            touched = [node for node in nodes(plan) if node.get("Relation Name") == "deadlines"]
            assert touched, name
            for node in touched:
                by_index = node.get("Index Cond") or node.get("Recheck Cond", "")
                assert "organisation_id = " in by_index, (name, node)
                if node["Node Type"] == "Bitmap Heap Scan":
                    assert node["Actual Rows"] <= MOST_SORTED, (name, node)
                else:
                    assert node["Node Type"] in ("Index Scan", "Index Only Scan"), (name, node["Node Type"])
                assert node.get("Rows Removed by Filter", 0) <= MOST_WASTED, (name, node)


def statements(reader: Actor) -> Iterator[tuple[str, str, list[object]]]:
    days = {"overdue": -30, "today": 0, "week": 3, "ready": -60, "later": 40, "waiting": 20}
    place = {view: After(day(days[view]) if view in days else NOON, new_id()) for view in VIEWS}
    place |= {lens: After(day(0), new_id()) for lens in LENSES}
    whose = (EVERYBODYS, queries.my_own(reader), Whose((reader.person_id or new_id(), new_id(), new_id())))
    for view in (*VIEWS, *LENSES):
        # A lens on one person's own reads all of them, which are few.
        for shown_of in whose if view in VIEWS else whose[:1]:
            for after in (None, place[view]):
                sql, arguments = queries.list_query(
                    reader.organisation, view, today=TODAY, after=after, whose=shown_of, most=51
                )
                yield f"{view} of={shown_of} after={after}", sql, arguments
    for shown_of in whose:
        for views in (VIEWS, LENSES) if shown_of is EVERYBODYS else (VIEWS,):
            yield f"counts {shown_of}", *queries.count_query(reader.organisation, views, today=TODAY, whose=shown_of)
    yield "calendar", EVENTS, [reader.organisation, reader.person_id]
