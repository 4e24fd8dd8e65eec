"""Facts are sealed once, whatever order their transactions end in, and no rewriting goes unnoticed."""

import asyncio

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import db, facts, seals
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.merkle import leaf_hash, proof, proven, root_hash
from kernel.settings import Settings
from tests.builders.accounts import a_member, an_organisation


class ThingLookedAt(facts.Fact, kind="test:thing:looked"):
    times: int


async def write(actor: Actor, count: int) -> None:
    async with db.transaction(actor):
        for i in range(count):
            await facts.record(actor, ThingLookedAt(subject_id=new_id(), times=i))


async def seal_until(count: int) -> list[seals.Seal]:
    """Seals until so many facts are sealed: other databases of the cluster may hold the horizon back for a moment."""
    made: list[seals.Seal] = []
    for _ in range(1_200):
        one = await seals.seal()
        made += [one] if one else []
        if sum(seal.facts_count for seal in made) >= count:
            return made
        await asyncio.sleep(0.05)
    raise AssertionError(f"only {made} were sealed")


async def findings() -> list[str]:
    found, previous = [], seals.FIRST
    async for one in seals.all_seals():
        found += [finding.sentence for finding in await seals.verify_seal(one, previous)]
        previous = one.chain
    return found


async def rewrite(settled: Settings, sql: str) -> None:
    owner = await asyncpg.connect(settled.migrations_url)
    await owner.execute(sql)
    await owner.close()


async def test_a_fact_of_a_transaction_that_ends_late_is_sealed_later_and_not_lost(database: Settings) -> None:
    actor = await a_member(organisation_id=await an_organisation())
    async with db.transaction(actor):
        await facts.record(actor, ThingLookedAt(subject_id=new_id(), times=1))
        async with db.aside(actor):
            await facts.record(actor, ThingLookedAt(subject_id=new_id(), times=2))
    other = await asyncpg.connect(database.migrations_url)
    open_one = other.transaction()
    await open_one.start()
    await other.fetchval("SELECT pg_current_xact_id()")
    await write(actor, 3)
    first = (await seal_until(2))[-1]
    assert await seals.seal() is None
    assert await seals.waiting() == 3
    await open_one.rollback()
    await other.close()
    second = (await seal_until(3))[0]
    assert second.previous_chain == first.chain
    assert await seals.waiting() == 0
    assert await findings() == []


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("UPDATE facts SET data = '{\"times\": 99}' WHERE id = 2", "the fact was changed"),
        (
            "ALTER TABLE fact_leaves DROP CONSTRAINT fact_leaves_fact_id_fkey; DELETE FROM facts WHERE id = 2",
            "the fact was deleted",
        ),
        ("UPDATE fact_seals SET root = sha256('x') WHERE id = 1", "the hashes of its facts do not give its root"),
        (
            "DELETE FROM fact_leaves WHERE seal_id = 1; DELETE FROM fact_seals WHERE id = 1",
            "it does not follow the seal before it",
        ),
    ],
)
async def test_even_the_owner_of_the_database_cannot_rewrite_what_was_sealed(
    database: Settings, tampering: str, sentence: str
) -> None:
    actor = await a_member(organisation_id=await an_organisation())
    await write(actor, 3)
    await seal_until(3)
    await write(actor, 2)
    await seal_until(2)
    assert await findings() == []
    await rewrite(database, tampering)
    assert any(found.startswith(sentence) for found in await findings())


@pytest.mark.parametrize("statement", ["UPDATE facts SET kind = 'a:b:c'", "DELETE FROM facts"])
async def test_the_application_may_only_add_facts(database: Settings, statement: str) -> None:
    for actor in (await a_member(organisation_id=await an_organisation()), Actor.platform()):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(actor):
                await db.execute(statement)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_every_leaf_has_a_proof_and_no_other_content_fits_it(contents: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf_hash(content) for content in contents]
    position = data.draw(st.integers(0, len(leaves) - 1))
    path, root = proof(leaves, position), root_hash(leaves)
    assert proven(leaves[position], path, root)
    assert not proven(leaf_hash(contents[position] + b"!"), path, root)
