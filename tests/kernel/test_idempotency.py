"""A binding request sent twice acts once, also when both arrive at the same time."""

import asyncio

import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.idempotency import Answer, once
from kernel.ids import new_id
from tests.builders.accounts import a_member, an_organisation
from tests.kernel.test_house_transaction import PROGRESS, count

pytestmark = pytest.mark.usefixtures("database")


async def send(actor: Actor, key: str, request: bytes = b"10.00 EUR") -> Answer:
    async def act() -> Answer:
        await db.execute(PROGRESS, new_id(), actor.organisation)
        await asyncio.sleep(0.05)
        return Answer(303, f"/done/{new_id()}")

    return await once(actor, key, route="POST /bids", request=request, act=act)


async def test_five_at_once_act_once_and_get_the_same_answer() -> None:
    actor = await a_member(organisation_id=await an_organisation())
    answers = await asyncio.gather(*(send(actor, "k1") for _ in range(5)))
    assert len({answer.location for answer in answers}) == 1
    assert await count(actor) == 1


async def test_another_request_under_the_same_key_is_refused() -> None:
    actor = await a_member(organisation_id=await an_organisation())
    await send(actor, "k1")
    with pytest.raises(Refused, match="used for another request"):
        await send(actor, "k1", b"11.00 EUR")
    assert await count(actor) == 1


async def test_a_refused_act_leaves_its_key_free() -> None:
    actor = await a_member(organisation_id=await an_organisation())

    async def refuse() -> Answer:
        raise Refused("not now")

    with pytest.raises(Refused, match="not now"):
        await once(actor, "k1", route="POST /bids", request=b"", act=refuse)
    assert (await once(actor, "k1", route="POST /bids", request=b"", act=lambda: _done())).status == 204


async def _done() -> Answer:
    return Answer(204)


@pytest.mark.parametrize("key", ["", "x" * 81])
async def test_a_key_is_needed_and_short(key: str) -> None:
    actor = await a_member(organisation_id=await an_organisation())
    with pytest.raises(Invalid):
        await send(actor, key)
