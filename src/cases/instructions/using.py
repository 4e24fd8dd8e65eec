"""What of its authority a firm has used."""

from dataclasses import dataclass

from cases.instructions.authority import Room, Standing, room, spent
from cases.instructions.queries import InstructionShown
from kernel import db
from kernel.actor import Actor
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Used:
    spent: Money
    left: Room


async def money_used(actor: Actor, one: InstructionShown) -> Used:
    """Costs and court fees so far, and what is left in all."""
    async with db.transaction(actor):
        under = Standing(one.id, one.number, actor.organisation, one.terms)
        return Used(await spent(one.id, one.terms.currency), await room(under, None))
