"""Nobody writes another house's people into his own, nor makes a token or a calendar for somebody else."""

from uuid import UUID

import asyncpg
import pytest

from accounts.people.commands import change_roles
from kernel import db
from kernel.actor import Actor
from tests.builders.accounts import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")

MEMBERSHIP = (
    "INSERT INTO memberships (id, organisation_id, person_id, role, since) VALUES (uuidv7(), $1, $2, 'seller', now())"
)
TOKEN = (
    "INSERT INTO api_tokens (id, organisation_id, person_id, name, token_hash, scopes, expires_at, created_at)"
    " VALUES (uuidv7(), $1, $2, 'mine', sha256('x'), '{facts.read}', now() + interval '1 day', now())"
)
FEED = (
    "INSERT INTO calendar_feeds (id, organisation_id, person_id, token_hash, created_at)"
    " VALUES (uuidv7(), $1, $2, sha256('x'), now())"
)


async def refused(actor: Actor, sql: str, person_id: UUID | None) -> bool:
    try:
        async with db.transaction(actor):
            await db.execute(sql, actor.organisation, person_id)
    except asyncpg.InsufficientPrivilegeError:
        return True
    return False


@pytest.mark.parametrize("sql", [MEMBERSHIP, TOKEN, FEED], ids=["membership", "token", "calendar"])
async def test_a_stranger_is_not_written_into_ones_own_house(sql: str) -> None:
    own = await a_member(organisation_id=await an_organisation())
    stranger = await a_member(organisation_id=await an_organisation(name="Elsewhere"))
    assert await refused(own, sql, stranger.person_id)
    async with db.transaction(own):
        assert await db.fetch("SELECT 1 FROM people WHERE id = $1", stranger.person_id) == []


@pytest.mark.parametrize("sql", [TOKEN, FEED], ids=["token", "calendar"])
async def test_a_colleague_makes_his_own_and_nobody_for_him(sql: str) -> None:
    own = await a_member(organisation_id=await an_organisation())
    colleague = await a_member(organisation_id=own.organisation)
    assert await refused(own, sql, colleague.person_id)
    assert not await refused(own, sql, own.person_id)


async def test_roles_of_a_colleague_are_exchanged_all_the_same() -> None:
    own = await a_member(organisation_id=await an_organisation())
    colleague = await a_member(organisation_id=own.organisation, roles=("seller",))
    assert colleague.person_id is not None
    await change_roles(own, colleague.person_id, frozenset({"clerk"}))
    async with db.transaction(own):
        rows = await db.fetch(
            "SELECT role FROM memberships WHERE person_id = $1 AND until IS NULL", colleague.person_id
        )
    assert [row["role"] for row in rows] == ["clerk"]
