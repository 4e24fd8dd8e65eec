"""The house transaction: savepoints, row-level security, and what happens when things fail."""

import asyncpg
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.settings import Settings
from tests.builders.accounts import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")

PROGRESS = (
    "INSERT INTO progress (id, organisation_id, subject_id, what, done, state, started_at, updated_at)"
    " VALUES ($1, $2, $1, 'test', 0, 'working', now(), now())"
)


async def count(actor: Actor) -> int:
    async with db.transaction(actor):
        return int(await db.fetch_value("SELECT count(*) FROM progress"))


async def test_an_inner_failure_that_is_caught_keeps_only_the_outer_rows() -> None:
    actor = await a_member(organisation_id=await an_organisation())
    async with db.transaction(actor):
        await db.execute(PROGRESS, new_id(), actor.organisation)
        with pytest.raises(ZeroDivisionError):
            async with db.transaction(actor):
                await db.execute(PROGRESS, new_id(), actor.organisation)
                raise ZeroDivisionError
    assert await count(actor) == 1


async def test_an_inner_statement_that_fails_leaves_the_outer_transaction_usable() -> None:
    actor = await a_member(organisation_id=await an_organisation())
    same = new_id()
    async with db.transaction(actor):
        await db.execute(PROGRESS, same, actor.organisation)
        with pytest.raises(asyncpg.UniqueViolationError):
            async with db.transaction(actor):
                await db.execute(PROGRESS, same, actor.organisation)
        await db.execute(PROGRESS, new_id(), actor.organisation)
    assert await count(actor) == 2


async def test_an_organisation_sees_and_writes_only_its_own_rows() -> None:
    one = await a_member(organisation_id=await an_organisation())
    other = await a_member(organisation_id=await an_organisation())
    async with db.transaction(one):
        await db.execute(PROGRESS, new_id(), one.organisation)
    assert await count(other) == 0
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(other):
            await db.execute(PROGRESS, new_id(), one.organisation)


async def test_leaving_a_nested_transaction_restores_the_former_organisation() -> None:
    one = await a_member(organisation_id=await an_organisation())
    other = await a_member(organisation_id=await an_organisation())
    async with db.transaction(one):
        with pytest.raises(RuntimeError, match="as_system"):
            async with db.transaction(other):
                pass
        async with db.transaction(other, as_system=True):
            await db.execute(PROGRESS, new_id(), other.organisation)
        seen = await db.fetch_value("SELECT current_organisation()")
        assert seen == one.organisation
        assert await db.fetch_value("SELECT count(*) FROM progress") == 0


async def test_a_failed_commit_returns_the_connection_and_clears_the_context() -> None:
    actor = Actor.platform()
    with pytest.raises(asyncpg.PostgresError):
        async with db.transaction(actor):
            await db.execute("CREATE TEMP TABLE t (n int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP")
            await db.execute("INSERT INTO t VALUES (1), (1)")
    assert not db.in_transaction()
    assert db.DB.current_transaction.get() is None
    async with db.transaction(actor):
        assert await db.fetch_value("SELECT 1") == 1


async def test_a_query_outside_a_transaction_is_refused(database: Settings) -> None:
    from accounts.people.tables import Person

    with pytest.raises(RuntimeError, match="outside"):
        await Person.select()


async def test_the_application_role_cannot_move_a_row_to_another_organisation() -> None:
    actor = await a_member(organisation_id=await an_organisation())
    for table in ("claims", "parties", "cases", "documents"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(actor):
                await db.execute(f"UPDATE {table} SET organisation_id = $1", new_id())
