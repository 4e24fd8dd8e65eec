"""A desk whose cases are free to be worked, and policies for them."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from cases.strategies.chances import Stated, state_chances
from cases.strategies.commands import put_in_force, write_strategy
from cases.strategies.queries import strategy
from cases.strategies.rules import Policy, Rule
from kernel import db
from tests.builders.cases import Desk, ItemSpec, an_open_case, put_through_the_gate


def a_rule(**given: Any) -> Rule:
    """The request to negotiate before the monitorio, at once, for every Spanish case."""
    usual: dict[str, Any] = {
        "stage": "amicable",
        "jurisdiction": "es",
        "what": "prepare",
        "target": "masc_request",
        "procedure": "monitorio",
    }
    return Rule(**{**usual, **given})


def a_policy(*rules: Rule, **given: Any) -> Policy:
    return Policy(**{"margin_days": 30, "rules": rules or (a_rule(),), **given})


async def a_free_case(*, desk: Desk, amount_minor: int = 420_000, **claim: Any) -> UUID:
    """A case that nothing stops: through onboarding, amicable."""
    case_id = await an_open_case(desk=desk, items=(ItemSpec(amount_minor=amount_minor),), **claim)
    await put_through_the_gate(desk, [case_id])
    return case_id


async def a_strategy_in_force(*, desk: Desk, policy: Policy, name: str = "Spain") -> UUID:
    strategy_id = await write_strategy(desk.buyer, name, policy)
    await put_in_force(desk.buyer, strategy_id, (await strategy(desk.buyer, strategy_id)).newest.id)
    return strategy_id


async def a_chance(*, desk: Desk, case_id: UUID, percent: str, source: str = "scores of May 2026") -> None:
    async with db.transaction(desk.system):
        reference = await db.fetch_value("SELECT reference FROM cases WHERE id = $1", case_id)
    await state_chances(desk.buyer, [Stated(reference, Decimal(percent))], source=source)


async def a_limitation(*, desk: Desk, case_id: UUID, safe_on: date) -> None:
    """The case's open deadline of limitation, safe on that day."""
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, kind, rule, title, outcome,"
            " statutory_on, safe_on, verified, reckoning, status, created_at) SELECT uuidv7(), k.tape_id, k.claim_id,"
            " k.id, k.organisation_id, 'limitation', 'limitation', 'Limitation', 'date', $2, $2, true, '[]', 'open', $3"
            " FROM cases k WHERE k.id = $1",
            case_id,
            safe_on,
            desk.clock.now(),
        )
