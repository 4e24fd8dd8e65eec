"""Writing a strategy, putting a version in force, and ending it."""

from hashlib import sha256
from uuid import UUID

from asyncpg import UniqueViolationError

from cases.desk.queries import side_of
from cases.strategies.facts import StrategyEnded, StrategyPutInForce, StrategyWritten
from cases.strategies.proposing import lapse_all
from cases.strategies.queries import strategy, version_of
from cases.strategies.rules import Policy, check, written
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

RIGHT = "strategies.set"
LONGEST_NAME = 80


async def write_strategy(actor: Actor, name: str, policy: Policy) -> UUID:
    """A new strategy with its first version; it is in force for nothing. Refused where one has the name."""
    actor.must(RIGHT)
    check(policy)
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        places = [Place("name", name[:40] or None, f"Give it a name of at most {LONGEST_NAME} characters.")]
        raise Invalid("The strategy needs a name.", places=places)
    strategy_id, side = new_id(), await side_of(actor)
    async with db.transaction(actor):
        try:
            async with db.transaction(actor):
                await db.execute(
                    "INSERT INTO strategies (id, organisation_id, name, side, created_by, created_at)"
                    " VALUES ($1, $2, $3, $4, $5, $6)",
                    strategy_id,
                    actor.organisation,
                    name.strip(),
                    side,
                    actor.person_id,
                    actor.now(),
                )
        except UniqueViolationError:
            raise Refused(f"There is a strategy called {name.strip()} already.") from None
        await _version(actor, strategy_id, policy)
    return strategy_id


async def write_version(actor: Actor, strategy_id: UUID, policy: Policy) -> UUID:
    """A further version; the others stay as they are, and what is in force stays in force."""
    actor.must(RIGHT)
    check(policy)
    async with db.transaction(actor):
        await _at_hand(actor, strategy_id)
        return await _version(actor, strategy_id, policy)


async def _at_hand(actor: Actor, strategy_id: UUID) -> str:
    """The side of an open strategy, locked. NotFound for strangers, Refused once it is closed."""
    row = await db.fetch_one(
        "SELECT side, closed_at FROM strategies WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
        strategy_id,
        actor.organisation,
    )
    if row is None:
        raise NotFound("There is no such strategy here.")
    if row["closed_at"] is not None:
        raise Refused("The strategy is closed. Write a new one.")
    return str(row["side"])


async def _version(actor: Actor, strategy_id: UUID, policy: Policy) -> UUID:
    version_id, text = new_id(), written(policy)
    known = {one.id for one in (await strategy(actor, strategy_id)).portfolios}
    if not set(policy.sales) <= known:
        raise Invalid("A portfolio is not one of ours.", places=[Place("sales", None, "Choose from the list.")])
    number: int = await db.fetch_value(
        "INSERT INTO strategy_versions (id, strategy_id, organisation_id, number, policy, written_by, written_at)"
        " SELECT $1, $2, $3, coalesce(max(v.number), 0) + 1, $4::jsonb, $5, $6 FROM strategy_versions v"
        " WHERE v.strategy_id = $2 RETURNING number",
        version_id,
        strategy_id,
        actor.organisation,
        text,
        actor.person_id,
        actor.now(),
    )
    digest = sha256(text.encode()).hexdigest()
    fact = StrategyWritten(subject_id=strategy_id, version_id=version_id, number=number, policy_sha256=digest)
    await facts.record(actor, fact)
    return version_id


async def put_in_force(actor: Actor, strategy_id: UUID, version_id: UUID) -> None:
    """The version decides for its portfolios from now on; what was in force for them ends, its proposals lapse."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        side = await _at_hand(actor, strategy_id)
        version = await version_of(actor, strategy_id, version_id)
        sales: list[UUID | None] = list(version.policy.sales) or [None]
        # Two who put a strategy in force at once take their turns: one of them is in force for a portfolio.
        await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"strategies:{actor.organisation}")
        ended = await db.fetch(
            "UPDATE strategies_in_force SET until_at = $3 WHERE organisation_id = $1 AND until_at IS NULL"
            " AND side = $5 AND (strategy_id = $2 OR sale_id = ANY($4::uuid[]) OR (sale_id IS NULL AND $6))"
            " RETURNING version_id",
            actor.organisation,
            strategy_id,
            actor.now(),
            list(version.policy.sales),
            side,
            not version.policy.sales,
        )
        await db.execute(
            "INSERT INTO strategies_in_force (id, organisation_id, strategy_id, version_id, side, sale_id, from_at,"
            " put_by) SELECT uuidv7(), $1, $2, $3, $4, s, $6, $7 FROM unnest($5::uuid[]) s",
            actor.organisation,
            strategy_id,
            version_id,
            side,
            sales,
            actor.now(),
            actor.person_id,
        )
        await lapse_all(actor, [row["version_id"] for row in ended if row["version_id"] != version_id])
        fact = StrategyPutInForce(
            subject_id=strategy_id, version_id=version_id, number=version.number, portfolios=len(version.policy.sales)
        )
        await facts.record(actor, fact)


async def end_strategy(actor: Actor, strategy_id: UUID) -> None:
    """It proposes nothing any more, and what it proposed lapses. What was accepted stays done."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        await _at_hand(actor, strategy_id)
        ended = await db.fetch(
            "UPDATE strategies_in_force SET until_at = $3 WHERE organisation_id = $1 AND strategy_id = $2"
            " AND until_at IS NULL RETURNING version_id",
            actor.organisation,
            strategy_id,
            actor.now(),
        )
        if not ended:
            raise Refused("The strategy is not in force.")
        await lapse_all(actor, [row["version_id"] for row in ended])
        await facts.record(actor, StrategyEnded(subject_id=strategy_id))
