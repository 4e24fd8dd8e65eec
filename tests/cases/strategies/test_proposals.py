"""What a strategy in force proposes waits for a person, is acted on once, and is never proposed twice."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest

from cases.desk.holds import hold_case
from cases.strategies.accepting_all import accept_all
from cases.strategies.changing import changes
from cases.strategies.commands import end_strategy, put_in_force, write_version
from cases.strategies.deciding import accept_proposals, decline_proposals, plan_acceptance
from cases.strategies.jobs import refresh_all
from cases.strategies.proposing import make_proposals
from cases.strategies.queries import strategy
from cases.strategies.rules import Rule
from cases.strategies.waiting import Narrowed, waiting
from kernel import db
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from tests.builders.accounts import a_member
from tests.builders.cases import Desk, a_desk, a_firm
from tests.builders.strategies import a_free_case, a_policy, a_rule, a_strategy_in_force

pytestmark = pytest.mark.usefixtures("database")


def call_the_debtor(**given: object) -> Rule:
    return a_rule(what="task", target="Call the debtor", procedure="", **given)


async def waits(desk: Desk) -> list[UUID]:
    return [one.id for one in await waiting(desk.lawyer, Narrowed())]


async def test_proposals_are_made_once_and_follow_the_case() -> None:
    desk = await a_desk()
    strategy_id = await a_strategy_in_force(desk=desk, policy=a_policy())
    stays, moves = await a_free_case(desk=desk), await a_free_case(desk=desk)

    first = await make_proposals(desk.lawyer, strategy_id)
    again = await make_proposals(desk.lawyer, strategy_id)
    await hold_case(desk.lawyer, moves, ground="insolvency", from_on=date(2026, 11, 20), until_on=None)
    held = await make_proposals(desk.lawyer, strategy_id)

    assert (first.made, first.lapsed) == (2, 0)
    assert (again.made, again.lapsed) == (0, 0)
    assert (held.made, held.lapsed) == (0, 1)
    assert [one.case_id for one in await waiting(desk.lawyer, Narrowed())] == [stays]


async def test_yes_acts_by_the_desks_own_step_and_no_stays_no() -> None:
    desk = await a_desk()
    filed_for, declined, without = [await a_free_case(desk=desk) for _ in range(3)]
    async with db.transaction(desk.system):
        await db.execute("UPDATE cases SET procedure = NULL WHERE id = $1", without)
    choose = a_rule(what="procedure", target="monitorio", procedure="", stage="pre-action")
    strategy_id = await a_strategy_in_force(desk=desk, policy=a_policy(a_rule(), choose, call_the_debtor()))
    await make_proposals(desk.lawyer, strategy_id)
    proposals = {one.case_id: one.id for one in await waiting(desk.lawyer, Narrowed())}

    planned = await plan_acceptance(desk.lawyer, list(proposals.values()))
    outcome, batch_id = await accept_proposals(desk.lawyer, [proposals[filed_for], proposals[without]])
    with pytest.raises(Invalid, match="for a reason"):
        await decline_proposals(desk.lawyer, [proposals[declined]], reason=" ")
    await decline_proposals(desk.lawyer, [proposals[declined]], reason="the debtor answered by telephone")
    after = await make_proposals(desk.lawyer, strategy_id)

    assert all(one.will for one in planned)
    assert (outcome.done, outcome.left_out) == (2, 0)
    assert batch_id is not None
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT procedure FROM cases WHERE id = $1", without) == "monitorio"
        assert await db.fetch_value("SELECT kind FROM filings WHERE case_id = $1", filed_for) == "masc_request"
        reason = await db.fetch_value("SELECT reason FROM strategy_proposals WHERE case_id = $1", declined)
    assert reason == "the debtor answered by telephone"
    # What was accepted leads on to the next rule, what was declined does not come again.
    now = {one.case_id: one.step for one in await waiting(desk.lawyer, Narrowed())}
    assert after.made == 2
    assert set(now) == {filed_for, without}
    assert now[filed_for] == "Call the debtor"
    assert now[without].startswith("Prepare")


async def test_two_who_accept_the_same_act_once() -> None:
    desk = await a_desk()
    other = await a_member(organisation_id=desk.owner_id, roles=("lawyer",), clock=desk.clock)
    for _ in range(4):
        await a_free_case(desk=desk)
    strategy_id = await a_strategy_in_force(desk=desk, policy=a_policy(call_the_debtor()))
    await make_proposals(desk.lawyer, strategy_id)
    ids = await waits(desk)

    results = await asyncio.gather(
        accept_proposals(desk.lawyer, ids),
        accept_proposals(other, list(reversed(ids))),
        make_proposals(other, strategy_id),
    )

    done = [one[0].done for one in results[:2] if isinstance(one, tuple)]
    assert sorted(done) == [0, 4]
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM case_tasks") == 4
    assert await waits(desk) == []


async def test_who_is_a_stranger_or_has_no_right_decides_nothing() -> None:
    desk = await a_desk()
    await a_free_case(desk=desk)
    strategy_id = await a_strategy_in_force(desk=desk, policy=a_policy())
    await make_proposals(desk.lawyer, strategy_id)
    ids = await waits(desk)
    stranger = (await a_firm(desk=desk, mandate=False)).lawyer

    with pytest.raises(NotFound):
        await accept_proposals(stranger, ids)
    with pytest.raises(Forbidden):
        await accept_proposals(desk.buyer, ids)
    clerk = await a_member(organisation_id=desk.owner_id, roles=("clerk",), clock=desk.clock)
    with pytest.raises(Forbidden):
        await write_version(clerk, strategy_id, a_policy())
    assert await waiting(stranger, Narrowed()) == []


async def test_another_version_is_seen_before_it_is_in_force_and_lets_the_old_proposals_go() -> None:
    desk = await a_desk()
    small, _ = await a_free_case(desk=desk, amount_minor=30_000), await a_free_case(desk=desk)
    strategy_id = await a_strategy_in_force(desk=desk, policy=a_policy())
    await make_proposals(desk.lawyer, strategy_id)
    version_id = await write_version(
        desk.buyer, strategy_id, a_policy(a_rule(least_minor=100_000), call_the_debtor(wait_days=1))
    )

    seen = await changes(desk.lawyer, strategy_id, version_id)
    still = (await strategy(desk.lawyer, strategy_id)).in_force
    await put_in_force(desk.buyer, strategy_id, version_id)
    lapsed = await waits(desk)
    desk.clock.advance(timedelta(days=1))
    await make_proposals(desk.lawyer, strategy_id)

    assert still != version_id
    assert seen.same == 1
    assert [(one.before, one.after, one.cases) for one in seen.changed] == [
        ("Prepare: Request to negotiate before court (MASC)", "A rule fits; its moment is not there yet.", 1)
    ]
    assert lapsed == []
    assert {one.case_id: one.step for one in await waiting(desk.lawyer, Narrowed())}[small] == "Call the debtor"
    await end_strategy(desk.buyer, strategy_id)
    assert await waits(desk) == []
    with pytest.raises(Refused, match="in force"):
        await make_proposals(desk.lawyer, strategy_id)


async def test_by_night_each_organisation_is_asked_once_and_many_are_accepted_by_a_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = await a_desk()
    for _ in range(3):
        await a_free_case(desk=desk)
    strategy_id = await a_strategy_in_force(desk=desk, policy=a_policy(call_the_debtor()))
    await make_proposals(desk.lawyer, strategy_id)
    monkeypatch.setattr("cases.strategies.accepting_all.AT_ONCE", 2)

    await refresh_all()
    ordered = await accept_all(desk.lawyer, strategy_id, 1)

    assert ordered.order_id is not None
    async with db.transaction(desk.lawyer):
        rows = await db.fetch("SELECT task_name, args::text AS args FROM procrastinate_jobs ORDER BY id")
    named = [row["task_name"] for row in rows]
    assert named.count("strategies.refresh") == 1
    assert named[-1] == "strategies.accept"
    assert str(desk.owner_id) in rows[-1]["args"]
