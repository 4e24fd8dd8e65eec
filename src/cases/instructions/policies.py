"""Who may be instructed, and who may make which move of an instruction."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from accounts.mandates.queries import has_mandate
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound

OWNERS_MOVES = frozenset({"send", "withdraw", "end"})


@dataclass(frozen=True, slots=True)
class FirmShown:
    id: UUID
    name: str


async def firms_for(actor: Actor, *, on: date) -> list[FirmShown]:
    """The firms that hold the organisation's litigation mandate that day, by name."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT o.id, o.name FROM mandates m JOIN organisations o ON o.id = m.agent_organisation_id"
            " WHERE m.organisation_id = $1 AND m.kind = 'litigation' AND m.from_on <= $2"
            " AND coalesce(m.until_on, 'infinity') >= $2 AND o.kinds && ARRAY['law_firm', 'servicer']::varchar[]"
            " ORDER BY o.name, o.id",
            actor.organisation,
            on,
        )
    return [FirmShown(**dict(row)) for row in rows]


async def can_instruct(actor: Actor, firm_id: UUID, *, on: date) -> Literal[True] | str:
    """Whether the firm may take the actor's cases that day, or the sentence why not. In the open transaction."""
    firm = await db.fetch_one("SELECT name, kinds, status FROM organisations WHERE id = $1", firm_id)
    if firm is None or firm_id == actor.organisation:
        raise NotFound("There is no such firm here.")
    if not {"law_firm", "servicer"} & set(firm["kinds"]):
        return f"{firm['name']} is neither a law firm nor a servicer."
    if not await has_mandate(principal_id=actor.organisation, agent_id=firm_id, kind="litigation", on=on):
        return f"{firm['name']} holds no litigation mandate of yours in force on {on.isoformat()}. Grant one first."
    return True


def must_move(actor: Actor, move: str) -> None:
    """Forbidden without the right: the owner's people instruct, the firm's lawyers answer."""
    actor.must("cases.instruct" if move in OWNERS_MOVES else "instructions.answer")
