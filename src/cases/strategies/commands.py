"""Writing a strategy, putting a version in force, ending it, and stating chances of recovery."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from asyncpg import UniqueViolationError

from cases.desk.queries import side_of
from cases.desk.reach import COLUMN, digest_of
from cases.strategies.facts import ChancesStated, StrategyEnded, StrategyPutInForce, StrategyWritten
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


@dataclass(frozen=True, slots=True)
class Stated:
    """A chance in per cent for the case or claim of this reference."""

    reference: str
    percent: Decimal


async def state_chances(actor: Actor, stated: Sequence[Stated], *, source: str) -> tuple[int, int]:
    """Writes the chances by the reference of the case or of its claim; returns how many cases, and how many lines
    found none. A chance stated again replaces the one before."""
    actor.must(RIGHT)
    if not 0 < len(source.strip()) <= 120:
        places = [Place("source", source[:40] or None, "Say in at most 120 characters where the chances come from.")]
        raise Invalid("Chances are stated with their source.", places=places)
    wrong = [one for one in stated if not 0 <= one.percent <= 100]
    if wrong or not stated:
        told = [Place("file", f"{one.percent}", "A chance lies between 0 and 100 per cent.") for one in wrong[:5]]
        raise Invalid("The chances cannot be taken.", places=told or [Place("file", None, "There is no line.")])
    async with db.transaction(actor):
        side = await side_of(actor)
        rows = await db.fetch(
            "WITH n AS (SELECT DISTINCT ON (reference) reference, percent FROM unnest($2::text[], $3::numeric[])"
            " AS n(reference, percent)), found AS (SELECT k.id, n.percent, n.reference FROM n JOIN cases k"
            f" ON k.reference = n.reference AND k.{COLUMN[side]} = $1 AND k.status <> 'closed' UNION ALL"
            " SELECT k.id, n.percent, n.reference FROM n JOIN claims c ON c.reference = n.reference"
            f" JOIN cases k ON k.claim_id = c.id AND k.{COLUMN[side]} = $1 AND k.status <> 'closed')"
            " INSERT INTO case_chances (case_id, organisation_id, percent, source, given_by, given_at)"
            " SELECT DISTINCT ON (f.id) f.id, $1, f.percent, $4, $5, $6 FROM found f ORDER BY f.id"
            " ON CONFLICT (case_id, organisation_id) DO UPDATE SET percent = excluded.percent,"
            " source = excluded.source, given_by = excluded.given_by, given_at = excluded.given_at RETURNING case_id",
            actor.organisation,
            [one.reference for one in stated],
            [one.percent for one in stated],
            source.strip(),
            actor.person_id,
            actor.now(),
        )
        ids = [row["case_id"] for row in rows]
        if ids:
            await facts.record(actor, ChancesStated(subject_id=new_id(), count=len(ids), digest=digest_of(ids)))
    return len(ids), max(0, len({one.reference for one in stated}) - len(ids))
