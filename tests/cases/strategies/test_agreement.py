"""A million cases are judged by SQL and one case in words: both by the same conditions, and both find the same rule."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from cases.strategies.conditions import conditions_of
from cases.strategies.dry_run import lay_found
from cases.strategies.ground import lay_ground
from cases.strategies.reasons import Judged
from cases.strategies.rules import Assumed, Policy, Rule, check
from kernel import db
from tests.builders.cases import a_desk, open_cases
from tests.builders.strategies import a_rule

TODAY = date(2026, 11, 20)
CASES, POLICIES = 120, 15
DRAWN = (
    "UPDATE strategy_ground g SET stopped = NULL,"
    " status = (ARRAY['amicable', 'pre-action', 'enforceable'])[1 + r.a % 3],"
    " procedure = CASE r.b % 3 WHEN 0 THEN NULL WHEN 1 THEN 'monitorio' ELSE 'european_order' END,"
    " debtor_kind = CASE r.c % 2 WHEN 0 THEN 'person' ELSE 'company' END,"
    " balance = 100 * (1 + r.d % 40) * (1 + r.e % 90),"
    " principal = 100 * (1 + r.d % 40), evidence = CASE r.e % 3 WHEN 0 THEN '{}' WHEN 1 THEN '{contract}'::text[]"
    " ELSE '{invoice,statement}'::text[] END, age = CASE WHEN r.f % 5 = 0 THEN NULL ELSE r.f % 900 END,"
    " safe_on = $1::date + nullif(r.g % 400, 0) - 50, days_left = nullif(r.g % 400, 0) - 50,"
    " given = CASE WHEN r.h % 3 = 0 THEN NULL ELSE r.h % 101 END, last_on = $1::date - r.a % 60,"
    " notice_on = CASE WHEN r.b % 4 = 0 THEN NULL ELSE $1::date - r.b % 90 END, represented = r.c % 5 = 0,"
    " events = CASE WHEN r.d % 2 = 0 THEN jsonb_build_object('masc_request_received', $1::date - r.d % 50) END,"
    " papers = CASE r.f % 3 WHEN 0 THEN '{masc_request}'::text[] ELSE '{}' END,"
    " tasks = CASE r.g % 4 WHEN 0 THEN '{Call the debtor}'::text[] ELSE '{}' END"
    " FROM unnest($2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[])"
    " AS r(id, a, b, c, d, e, f, g, h) WHERE r.id = g.case_id"
)
STEPS: tuple[dict[str, Any], ...] = (
    {"what": "prepare", "target": "masc_request", "procedure": "monitorio"},
    {"what": "prepare", "target": "monitorio_petition", "procedure": "monitorio", "stage": "filing"},
    {"what": "procedure", "target": "monitorio", "procedure": "", "stage": "pre-action"},
    {"what": "task", "target": "Call the debtor", "procedure": "", "stage": "enforcement"},
    {"what": "task", "target": "Call the debtor", "procedure": ""},
)


def a_drawn_rule(dice: random.Random) -> Rule:
    def sometimes(value: Any, otherwise: Any = None) -> Any:
        return value if dice.random() < 0.3 else otherwise

    return a_rule(
        **dice.choice(STEPS),
        least_minor=sometimes(dice.randrange(200_000)),
        most_minor=sometimes(200_000 + dice.randrange(200_000)),
        debtor_kind=sometimes(dice.choice(("person", "company")), ""),
        products=sometimes(("consumer_loan",), ()),
        evidence=sometimes(dice.choice(("any", "none", "contract", "invoice")), ""),
        age_from=sometimes(dice.randrange(400)),
        age_to=sometimes(400 + dice.randrange(400)),
        left_from=sometimes(dice.randrange(100)),
        left_to=sometimes(100 + dice.randrange(300)),
        chance_from=sometimes(Decimal(dice.randrange(100))),
        own_cost_minor=dice.randrange(20_000),
        cost_to_minor=sometimes(10_000 + dice.randrange(20_000)),
        net_from_minor=sometimes(dice.randrange(-10_000, 100_000)),
        since=dice.choice(("last", "opened", "notice", "masc_request_received")),
        wait_days=dice.randrange(60),
    )


def a_drawn_policy(dice: random.Random) -> Policy:
    assumed = (Assumed(debtor_kind="company", evidence="any", age_to=500, percent=Decimal("33.33")),)
    policy = Policy(
        rules=tuple(a_drawn_rule(dice) for _ in range(dice.randrange(1, 6))),
        margin_days=dice.randrange(60),
        assumed=assumed if dice.random() < 0.5 else (),
        basis="drawn",
    )
    check(policy)
    return policy


@pytest.mark.usefixtures("database")
async def test_sql_and_words_find_the_same_rule_moment_and_net() -> None:
    dice = random.Random(4711)
    desk = await a_desk()
    await open_cases(desk=desk, count=1)
    async with db.transaction(desk.system):
        await _copies(CASES)
        ids = [row["id"] for row in await db.fetch("SELECT id FROM cases ORDER BY id")]
        events = ["masc_request_received"]
        await lay_ground(desk.owner_id, "own", sales=(), but=(), events=events, on=TODAY)
        await db.execute(DRAWN, TODAY, ids, *([dice.randrange(10_000) for _ in ids] for _ in range(8)))
        taken = 0
        for number in range(POLICIES):
            policy = a_drawn_policy(dice)
            await lay_found(policy, version_id=None, on=TODAY, into=f"found_{number}")
            rows = await db.fetch(
                "SELECT to_jsonb(g)::text AS ground, f.rule, f.due_on, f.cost, f.net, f.why"
                f" FROM found_{number} f JOIN strategy_ground g USING (case_id)"
            )
            assert len(rows) == len(ids)
            for row in rows:
                taken += _agrees(policy, row)
    assert taken > CASES


def first_fit(policy: Policy, judged: Judged) -> int | None:
    """The rule that takes the case, counted from 1: what the set-based run finds, found for one."""
    for number, rule in enumerate(policy.rules, start=1):
        facts = judged.of(policy, rule)
        if all(one.holds(facts) for one in conditions_of(rule)):
            return number
    return None


def _agrees(policy: Policy, row: db.Row) -> bool:
    """Whether a rule took the case; both sides are compared either way."""
    judged = Judged(msgspec.json.decode(row["ground"]), TODAY)
    number = first_fit(policy, judged)
    assert number == row["rule"]
    if number is None:
        doubtful = any(
            all(one.holds(judged.of(policy, rule)) is not False for one in conditions_of(rule)) for rule in policy.rules
        )
        assert row["why"] == ("unknown" if doubtful else "none")
        return False
    rule = policy.rules[number - 1]
    facts = judged.of(policy, rule)
    assert (facts["cost"], facts["net"]) == (row["cost"], row["net"])
    moment = facts["anchor"] + timedelta(rule.wait_days)
    if facts["safe_on"] is not None:
        moment = min(moment, date.fromisoformat(facts["safe_on"]) - timedelta(policy.margin_days))
    assert max(moment, TODAY) == row["due_on"]
    assert (row["why"] == "waits") == (moment > TODAY) or row["why"] == "closed way"
    return True


async def _copies(count: int) -> None:
    """So many cases like the one there is: what is drawn later makes them differ."""
    await db.execute(
        "INSERT INTO claims SELECT (jsonb_populate_record(c, jsonb_build_object('id', uuidv7(), 'row_no', n,"
        " 'reference', 'X-' || n))).* FROM claims c, generate_series(2, $1::int) n",
        count,
    )
    await db.execute(
        "INSERT INTO cases SELECT (jsonb_populate_record(k, jsonb_build_object('id', uuidv7(), 'claim_id', c.id,"
        " 'reference', c.reference))).* FROM cases k, claims c WHERE c.reference LIKE 'X-%'"
    )
