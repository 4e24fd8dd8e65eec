"""Turning what a version in force would do today into proposals; again the same day, nothing twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.desk.reach import Side
from cases.strategies.facts import ProposalsMade
from cases.strategies.queries import strategy
from cases.strategies.running import run
from cases.strategies.states import PROPOSALS
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Refused

LAPSE = PROPOSALS["lapse"]
SAME = "f.why IS NULL AND f.rule = p.rule AND p.version_id = $2"
TOO_OLD = "The rules propose it no more."


@dataclass(frozen=True, slots=True)
class Made:
    """How many proposals are new, and how many were let go because the rules propose them no more."""

    made: int
    lapsed: int


async def make_proposals(actor: Actor, strategy_id: UUID) -> Made:
    """Proposals of the version in force, for the cases whose moment has come. Refused where none is in force.

    What is proposed already stays as it is; what the rules propose no more lapses. Nothing is done to any case.
    """
    actor.must("cases.work")
    on = actor.today("UTC")
    shown = await strategy(actor, strategy_id)
    version = next((one for one in shown.versions if one.id == shown.in_force), None)
    if version is None:
        raise Refused("No version of the strategy is in force. Look at its preview, and put one in force first.")
    async with db.transaction(actor):
        # Two runs at once would propose twice: the second waits, and then finds everything there.
        await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"strategies:{actor.organisation}")
        async with run(actor, shown.side, version, on):
            lapsed = await _let_go(actor, shown.side, version.id)
            made = await _propose(actor, strategy_id, version.id)
        if made or lapsed:
            fact = ProposalsMade(subject_id=strategy_id, version_id=version.id, made=made, lapsed=lapsed)
            await facts.record(actor, fact)
    return Made(made, lapsed)


async def _let_go(actor: Actor, side: Side, version_id: UUID) -> int:
    """Those of this strategy's cases that the run does not propose again, and those whose case is out of its reach."""
    return await db.execute(
        "UPDATE strategy_proposals p SET status = $3, version = version + 1, decided_at = $4, reason = $5"
        " WHERE p.organisation_id = $1 AND p.status = ANY($6) AND (p.version_id = $2 OR EXISTS"
        " (SELECT 1 FROM strategy_found f WHERE f.case_id = p.case_id))"
        f" AND NOT EXISTS (SELECT 1 FROM strategy_found f WHERE f.case_id = p.case_id AND {SAME})",
        actor.organisation,
        version_id,
        LAPSE.target,
        actor.now(),
        TOO_OLD,
        list(LAPSE.sources),
    )


async def _propose(actor: Actor, strategy_id: UUID, version_id: UUID) -> int:
    return await db.execute(
        "INSERT INTO strategy_proposals (id, organisation_id, case_id, strategy_id, version_id, rule, what, target,"
        " due_on, ground, balance_minor, currency, cost_minor, net_minor, status, proposed_on)"
        " SELECT uuidv7(), $1, f.case_id, $2, $3, f.rule, r.rule ->> 'what', r.rule ->> 'target', f.due_on,"
        " to_jsonb(g) - 'claim_id' - 'organisation_id', g.balance, g.currency, f.cost, f.net, 'proposed', $4::date"
        " FROM strategy_found f JOIN strategy_ground g USING (case_id) JOIN (SELECT x.n, x.rule FROM"
        " strategy_versions v, jsonb_array_elements(v.policy -> 'rules') WITH ORDINALITY AS x(rule, n)"
        " WHERE v.id = $3) r ON r.n = f.rule WHERE f.why IS NULL ORDER BY f.case_id"
        " ON CONFLICT (organisation_id, case_id) WHERE status = 'proposed' DO NOTHING",
        actor.organisation,
        strategy_id,
        version_id,
        actor.today("UTC"),
    )


async def lapse_all(actor: Actor, version_ids: Sequence[UUID]) -> int:
    """What these versions proposed and nobody decided. In the open transaction."""
    return await db.execute(
        "UPDATE strategy_proposals SET status = $3, version = version + 1, decided_at = $4, reason = $5"
        " WHERE organisation_id = $1 AND version_id = ANY($2) AND status = ANY($6)",
        actor.organisation,
        list(version_ids),
        LAPSE.target,
        actor.now(),
        "The strategy is in force no more.",
        list(LAPSE.sources),
    )


async def refresh(actor: Actor) -> None:
    """Every strategy of the organisation in force, one after the other, each in a transaction of its own."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT strategy_id FROM strategies_in_force WHERE organisation_id = $1 AND until_at IS NULL",
            actor.organisation,
        )
    for row in rows:
        await make_proposals(actor, row["strategy_id"])
