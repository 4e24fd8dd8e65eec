"""Who may act for whom."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

from accounts.mandates.commands import end_mandate, grant_mandate
from accounts.mandates.queries import has_mandate, mandates
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.ids import new_id
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sign_in import MORNING

pytestmark = pytest.mark.usefixtures("database")
TODAY = MORNING.date()


async def a_house(*kinds: str, roles: tuple[str, ...] = ("administrator",)) -> Actor:
    house = await an_organisation(kinds=kinds)
    return await a_member(organisation_id=house, roles=roles, clock=MovingClock(MORNING))


async def grant(principal: Actor, agent: Actor, *, kind: str = "servicing", until_on: date | None = None) -> object:
    return await grant_mandate(
        principal,
        agent_id=agent.organisation,
        kind=kind,
        from_on=TODAY,
        until_on=until_on,
        power_sha256=sha256(b"power").digest(),
    )


async def holds(principal: Actor, agent: Actor, on: date) -> bool:
    async with db.transaction(principal):
        return await has_mandate(
            principal_id=principal.organisation, agent_id=agent.organisation, kind="servicing", on=on
        )


async def test_a_mandate_holds_from_its_first_to_its_last_day() -> None:
    principal, agent = await a_house("purchaser"), await a_house("servicer")
    await grant(principal, agent, until_on=TODAY + timedelta(days=10))
    days = [TODAY + timedelta(days=offset) for offset in (-1, 0, 10, 11)]
    assert [await holds(principal, agent, on) for on in days] == [False, True, True, False]


async def test_either_side_ends_it_and_the_past_stays() -> None:
    principal, agent, stranger = await a_house("purchaser"), await a_house("servicer"), await a_house("servicer")
    await grant(principal, agent)
    [given], [held] = await mandates(principal), await mandates(agent)
    assert (given.given, held.given, given.id) == (True, False, held.id)
    assert await mandates(stranger) == []
    with pytest.raises(NotFound):
        await end_mandate(stranger, given.id, on=TODAY)
    with pytest.raises(Invalid, match="past"):
        await end_mandate(agent, given.id, on=TODAY - timedelta(days=1))
    await end_mandate(agent, given.id, on=TODAY + timedelta(days=1))
    assert await holds(principal, agent, TODAY + timedelta(days=1))
    assert not await holds(principal, agent, TODAY + timedelta(days=2))
    with pytest.raises(NotFound):
        await end_mandate(principal, given.id, on=TODAY + timedelta(days=5))


async def test_a_mandate_goes_to_a_vetted_house_of_the_right_kind() -> None:
    principal, servicer = await a_house("purchaser"), await a_house("servicer")
    with pytest.raises(Refused, match="not registered"):
        await grant(principal, servicer, kind="litigation")
    with pytest.raises(Refused, match="itself"):
        await grant(servicer, servicer)
    with pytest.raises(Invalid):
        await grant(principal, servicer, kind="everything")
    hidden = await a_member(organisation_id=await an_organisation(kinds=("servicer",), status="applied"))
    with pytest.raises(NotFound):
        await grant(principal, hidden)
    buyer = await a_house("purchaser", roles=("buyer",))
    with pytest.raises(Forbidden):
        await grant(buyer, servicer)


async def test_a_mandate_of_nobody_cannot_be_ended() -> None:
    with pytest.raises(NotFound):
        await end_mandate(await a_house("purchaser"), new_id(), on=TODAY)
