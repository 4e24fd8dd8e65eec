"""Instructions as both sides make them, in one line."""

from collections.abc import Sequence
from uuid import UUID

from cases.instructions.answers import accept_instruction
from cases.instructions.commands import send_instruction
from cases.instructions.conflicts import check_conflicts
from cases.instructions.drafting import draft_instruction
from cases.instructions.terms import Terms
from kernel import db
from kernel.actor import Actor
from kernel.money import Money

TERMS = Terms("EUR", whole_limit=Money(10_000_000, "EUR"))


async def a_sent_instruction(owner: Actor, firm_id: UUID, case_ids: Sequence[UUID], *, terms: Terms = TERMS) -> UUID:
    drafted = await draft_instruction(owner, firm_id, terms, case_ids)
    await send_instruction(owner, drafted.id, shown=drafted.cases)
    return drafted.id


async def an_accepted_instruction(
    owner: Actor, firm_id: UUID, case_ids: Sequence[UUID], *, terms: Terms = TERMS
) -> UUID:
    """Sent, checked without a hit, and accepted by the firm."""
    instruction_id = await a_sent_instruction(owner, firm_id, case_ids, terms=terms)
    firm = Actor.system(firm_id, owner.clock)
    await check_conflicts(firm, instruction_id)
    await accept_instruction(firm, instruction_id)
    return instruction_id


async def instruct_firm(owner: Actor, firm_id: UUID, case_ids: Sequence[UUID]) -> int:
    """The firm works the cases; returns how many it took."""
    instruction_id = await an_accepted_instruction(owner, firm_id, case_ids)
    async with db.transaction(owner):
        taken: int = await db.fetch_value(
            "SELECT count(*) FROM instruction_cases WHERE instruction_id = $1 AND status = 'taken'", instruction_id
        )
    return taken
