"""A policy run over a portfolio: the first rule that fits takes a case, and every other case is told why none does."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from cases.desk.holds import hold_case
from cases.strategies.commands import write_strategy
from cases.strategies.rules import Assumed, Policy
from cases.strategies.running import CaseShown, Preview, Wanted, preview
from kernel import db
from kernel.money import Money
from tests.builders.cases import Desk, a_desk, a_firm, an_open_case
from tests.builders.instructions import instruct_firm
from tests.builders.strategies import a_chance, a_free_case, a_limitation, a_policy, a_rule

pytestmark = pytest.mark.usefixtures("database")


async def run(desk: Desk, policy: Policy, wanted: Wanted | None = None, *, name: str = "Spain") -> Preview:
    strategy_id = await write_strategy(desk.buyer, name, policy)
    return await preview(desk.lawyer, strategy_id, None, wanted or Wanted())


def told(found: Preview) -> dict[str | int | None, int]:
    return {one.why or one.rule: one.cases for one in found.groups}


async def test_the_first_rule_that_fits_decides() -> None:
    desk = await a_desk()
    small, large = await a_free_case(desk=desk, amount_minor=40_000), await a_free_case(desk=desk, amount_minor=900_000)
    policy = a_policy(
        a_rule(what="task", target="Call the debtor", procedure="", most_minor=100_000),
        a_rule(least_minor=50_000),
        a_rule(what="task", target="Never reached", procedure=""),
    )

    first = await run(desk, policy, Wanted(rule=1))
    second = await run(desk, policy, Wanted(rule=2), name="Spain again")

    assert told(first) == {1: 1, 2: 1}
    assert [one.case_id for one in first.shown] == [small]
    assert [one.case_id for one in second.shown] == [large]
    assert "a balance of at least €500.00 (it is €9,000.00)" in " ".join(second.shown[0].says)


async def test_what_stops_a_case_is_told_before_any_rule_is_asked() -> None:
    desk = await a_desk()
    held, vulnerable, barred, paid = [await a_free_case(desk=desk) for _ in range(4)]
    theirs = await a_free_case(desk=desk)
    await an_open_case(desk=desk)
    await hold_case(desk.lawyer, held, ground="dispute", from_on=date(2026, 11, 1), until_on=None)
    await hold_case(desk.lawyer, vulnerable, ground="vulnerability", from_on=date(2026, 11, 1), until_on=None)
    await a_limitation(desk=desk, case_id=barred, safe_on=date(2026, 6, 1))
    firm = await a_firm(desk=desk)
    await instruct_firm(desk.buyer, firm.organisation_id, [theirs])
    await _pay(desk, paid, 420_000)

    found = await run(desk, a_policy())

    assert told(found) == {
        "dispute": 1,
        "vulnerability": 1,
        "over": 1,
        "firm": 1,
        "paid": 1,
        "reconciliation": 1,
    }
    assert found.cases == 6
    assert found.taken == 0


async def _pay(desk: Desk, case_id: UUID, minor: int) -> None:
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO claim_payments (id, claim_id, tape_id, organisation_id, received_on, amount_minor, currency,"
            " source, recorded_at) SELECT uuidv7(), claim_id, tape_id, organisation_id, '2026-06-01', $2, 'EUR',"
            " 'bank', $3 FROM cases WHERE id = $1",
            case_id,
            minor,
            desk.clock.now(),
        )


async def test_a_moment_is_policy_but_never_later_than_limitation_allows() -> None:
    desk = await a_desk()
    patient, urgent = await a_free_case(desk=desk), await a_free_case(desk=desk)
    await a_limitation(desk=desk, case_id=patient, safe_on=date(2028, 1, 1))
    await a_limitation(desk=desk, case_id=urgent, safe_on=date(2026, 12, 5))
    policy = a_policy(a_rule(wait_days=90), margin_days=30)

    waiting = await run(desk, policy, Wanted(rule=1, why="waits"))
    due = await run(desk, policy, Wanted(rule=1), name="again")

    assert [one.case_id for one in waiting.shown] == [patient]
    assert waiting.shown[0].due_on == date(2027, 2, 18)
    assert [one.case_id for one in due.shown] == [urgent]
    assert "never later than 2026-11-05, 30 days before the safe date of limitation" in " ".join(due.shown[0].says)


def says(one: CaseShown) -> str:
    return " ".join(one.says)


async def test_what_is_expected_is_chance_times_balance_less_cost_and_no_chance_is_invented() -> None:
    desk = await a_desk()
    stated, unknown = await a_free_case(desk=desk), await a_free_case(desk=desk)
    await a_chance(desk=desk, case_id=stated, percent="40")
    filing = a_rule(
        stage="filing", target="monitorio_petition", own_cost_minor=15_000, net_from_minor=100_000, since="opened"
    )

    found = await run(desk, a_policy(filing), Wanted(rule=1))
    left = await run(desk, a_policy(filing), Wanted(why="unknown"), name="again")

    # 40 % of 4 200.00 is 1 680.00; a company pays 100.00 (unverified), and 150.00 of its own.
    assert [one.case_id for one in found.shown] == [stated]
    assert found.shown[0].cost == Money(25_000, "EUR")
    assert found.shown[0].net == Money(143_000, "EUR")
    assert "40 % (stated for the case) of €4,200.00" in says(found.shown[0])
    assert "Not verified against the official text" in says(found.shown[0])
    assert [one.case_id for one in left.shown] == [unknown]
    assert "not known is the expected net, which needs a chance of recovery and a court fee" in says(left.shown[0])


async def test_an_assumed_chance_is_said_to_be_assumed() -> None:
    desk = await a_desk()
    case_id = await a_free_case(desk=desk)
    policy = a_policy(
        a_rule(chance_from=Decimal(20)),
        assumed=(Assumed(debtor_kind="person", evidence="contract", percent=Decimal(25)),),
        basis="our results with consumer loans, 2022 to 2025",
    )

    found = await run(desk, policy, Wanted(rule=1))

    assert [one.case_id for one in found.shown] == [case_id]
    assert "25 % (assumed: our results with consumer loans, 2022 to 2025)" in says(found.shown[0])
    assert found.shown[0].net == Money(105_000, "EUR")


async def test_a_case_no_rule_takes_is_told_what_each_of_them_asked() -> None:
    desk = await a_desk()
    case_id = await a_free_case(desk=desk, amount_minor=30_000)
    policy = a_policy(a_rule(least_minor=50_000), a_rule(debtor_kind="company"))

    found = await run(desk, policy, Wanted(why="none"))

    assert [one.case_id for one in found.shown] == [case_id]
    assert found.shown[0].says == (
        "No rule fits.",
        "Rule 1 asks for a balance of at least €500.00 (it is €300.00).",
        "Rule 2 asks for the kind of debtor (company).",
    )


async def test_a_debtor_in_scotland_is_never_proposed_for_an_english_claim() -> None:
    desk = await a_desk(country="GB")
    leeds = await a_free_case(desk=desk)
    glasgow = await a_free_case(desk=desk, territory="scotland")
    claim = a_rule(jurisdiction="gb_ew", stage="filing", target="claim", procedure="money_claim")

    found = await run(desk, a_policy(claim), Wanted(rule=1, why="closed way"))

    assert told(found) == {1: 1, "closed way": 1}
    assert [one.case_id for one in found.shown] == [glasgow]
    assert leeds not in {one.case_id for one in found.shown}
    assert "Scot" in says(found.shown[0])
