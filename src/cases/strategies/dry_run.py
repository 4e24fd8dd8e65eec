"""A policy run over a portfolio without doing anything: which rule takes which case, when, at what cost, or why none.

Set-based: one pass over the ground, whose conditions are those of `conditions`, so that a sentence about one case and
the count of a million come from the same words.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from cases.strategies.conditions import Condition, conditions_of
from cases.strategies.costs import Asked, fee_of, lay_fees
from cases.strategies.openness import close_ways
from cases.strategies.rules import Policy, Rule
from kernel import db


class Places:
    """Numbers the parameters of a statement as they are placed."""

    def __init__(self, *first: object) -> None:
        self.values: list[object] = list(first)

    def __call__(self, value: object) -> str:
        self.values.append(value)
        kind = {int: "bigint", str: "text", list: "text[]", bool: "boolean"}.get(type(value), "numeric")
        return f"${len(self.values)}::{kind}"


async def lay_found(
    policy: Policy,
    *,
    version_id: UUID | None,
    on: date,
    into: str = "strategy_found",
    only: tuple[bool, UUID | None] = (False, None),
) -> None:
    """The table `into` with one row for each case of the ground: `rule` (from 1) with `due_on`, `chance`, `cost` and
    `net`, or `why` none acts: a reason of the ground, `waits`, `declined`, `closed way`, `unknown` or `none`.

    With `only` (True, sale) for the cases of that sale alone, or of none for None. In the caller's transaction, after
    `lay_ground`.
    """
    asked = await lay_fees(policy.rules, on)
    place = Places(on, f"{version_id}/", policy.margin_days)
    within = f"x.sale_id IS NOT DISTINCT FROM {_uuid(place, only[1])}" if only[0] else "true"
    joins, known = _joins(asked), _known(policy, asked, place)
    rules = list(enumerate(policy.rules, start=1))
    fits = "\n".join(f"WHEN {_all(rule, n, place)} THEN {n}" for n, rule in rules)
    maybe = "\n".join(f"WHEN {_all(rule, n, place, doubtful=True)} THEN {n}" for n, rule in rules)
    per_rule = {
        column: "CASE f.rule " + " ".join(f"WHEN {n} THEN f.{column}_{n}" for n, _ in rules) + " END"
        for column in ("cost", "net", "anchor")
    }
    waits = "CASE f.rule " + " ".join(f"WHEN {n} THEN {place(rule.wait_days)}" for n, rule in rules) + " END"
    await db.execute(
        f"CREATE TEMP TABLE {into} ON COMMIT DROP AS"
        f" WITH c AS (SELECT x.*, {_chance(policy, place)} AS chance FROM strategy_ground x WHERE {within}),"
        f" v AS (SELECT x.*, {known} FROM c x{joins}), n AS (SELECT x.*, {_nets(rules)} FROM v x),"
        f" f AS (SELECT x.*, CASE WHEN x.stopped IS NOT NULL THEN NULL {fits} END AS rule,"
        f" CASE WHEN x.stopped IS NULL THEN CASE {maybe} END END AS doubtful FROM n x),"
        f" d AS (SELECT f.case_id, f.rule, f.doubtful, f.stopped, f.declined, f.chance, {per_rule['cost']} AS cost,"
        f" {per_rule['net']} AS net, least({per_rule['anchor']} + ({waits})::int, f.safe_on - $3::int) AS due_on"
        " FROM f) SELECT d.case_id, d.rule, d.doubtful, d.chance, d.cost, d.net,"
        " greatest(d.due_on, $1::date) AS due_on, CASE WHEN d.stopped IS NOT NULL THEN d.stopped"
        " WHEN d.rule IS NULL THEN CASE WHEN d.doubtful IS NULL THEN 'none' ELSE 'unknown' END"
        " WHEN $2 || d.rule = ANY(d.declined) THEN 'declined' WHEN d.due_on > $1::date THEN 'waits' END AS why,"
        " NULL::text AS sentence FROM d",
        *place.values,
    )
    await db.execute("DROP TABLE strategy_fees")
    await db.execute(f"ANALYZE {into}")
    await close_ways(policy, into, on)


def _uuid(place: Places, value: UUID | None) -> str:
    return place(str(value)) + "::uuid" if value is not None else "NULL"


def _chance(policy: Policy, place: Places) -> str:
    """What was stated for the case, else what the policy assumes for its like; NULL stays NULL."""
    rows = []
    for one in policy.assumed:
        asked = " AND ".join(["true", *(each.sql(f"x.{each.column}", place) for each in assumed_when(one))])
        rows.append(f"WHEN {asked} THEN {place(one.percent)}")
    assumed = f"CASE {' '.join(rows)} END" if rows else "NULL::numeric"
    return f"coalesce(x.given, {assumed})"


def assumed_when(one: object) -> list[Condition]:
    """The conditions under which an assumed chance holds."""
    found = []
    if kind := getattr(one, "debtor_kind", ""):
        found.append(Condition("debtor_kind", "=", kind, ""))
    evidence = getattr(one, "evidence", "")
    if evidence in {"any", "none"}:
        found.append(Condition("evidence", "filled" if evidence == "any" else "empty", None, ""))
    elif evidence:
        found.append(Condition("evidence", "meets", (evidence,), ""))
    if (age := getattr(one, "age_to", None)) is not None:
        found.append(Condition("age", "<=", age, ""))
    return found


def _joins(asked: Sequence[Asked]) -> str:
    return "".join(
        f" LEFT JOIN strategy_fees e{n} ON e{n}.jurisdiction = '{jurisdiction}' AND e{n}.fee = '{fee}'"
        f" AND e{n}.jurisdiction = x.jurisdiction AND e{n}.value = x.{column}"
        for n, (jurisdiction, fee, column) in enumerate(asked)
    )


def _known(policy: Policy, asked: Sequence[Asked], place: Places) -> str:
    """For each rule what its step costs, and the day its days are counted from."""
    found = []
    for number, rule in enumerate(policy.rules, start=1):
        fee = fee_of(rule)
        minor = f"e{asked.index(fee)}.minor" if fee else "0" if rule.fee is None else "NULL::bigint"
        found.append(f"{minor} + {place(rule.own_cost_minor)} AS cost_{number}")
        column = {"last": "x.last_on", "opened": "x.opened_on", "notice": "x.notice_on"}.get(rule.since)
        found.append(f"{column or f'(x.events ->> {place(rule.since)})::date'} AS anchor_{number}")
    return ", ".join(found)


def _nets(rules: Sequence[tuple[int, Rule]]) -> str:
    return ", ".join(f"round(x.balance * x.chance / 100)::bigint - x.cost_{n} AS net_{n}" for n, _ in rules)


def _all(rule: Rule, number: int, place: Places, *, doubtful: bool = False) -> str:
    """Every condition of the rule; where `doubtful`, those hold too that turn on what is not known."""
    asked = []
    for one in conditions_of(rule):
        column = f"{one.column}_{number}" if one.column in {"cost", "net", "anchor"} else one.column
        written = one.sql(f"x.{column}", place)
        asked.append(f"coalesce({written}, true)" if doubtful else written)
    return "(" + " AND ".join(asked) + ")"
