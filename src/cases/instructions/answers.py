"""The firm's moves of an instruction: it accepts or refuses, and may lay the cases down."""

from uuid import UUID

from accounts.mandates.queries import has_mandate
from cases.instructions.conflicts import check_again
from cases.instructions.moving import LONGEST_REASON, held, move, must_be, said_in
from cases.instructions.policies import must_move
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused

LONGEST_HANDOVER = 4000


async def accept_instruction(actor: Actor, instruction_id: UUID) -> int:
    """The firm takes the cases; returns how many. Refused while a hit is not decided, or the owner is a conflict.

    Conflicts are checked once more in the same transaction. Cases with a conflict, and those that were closed, sold or
    given away meanwhile, are left out.
    """
    must_move(actor, "accept")
    async with db.transaction(actor):
        row = await held(actor, instruction_id)
        must_be(row, "accept")
        today = actor.today("UTC")
        if not await has_mandate(
            principal_id=row["organisation_id"], agent_id=actor.organisation, kind="litigation", on=today
        ):
            raise Refused("No litigation mandate of the owner's is in force. Ask for one first.")
        if not await db.fetch_value("SELECT 1 FROM conflict_checks WHERE instruction_id = $1", instruction_id):
            raise Refused("Check for conflicts of interest first.")
        checked = await check_again(actor, instruction_id)
        if checked.undecided:
            raise Refused(f"{checked.undecided} possible conflicts wait for a decision. Check again and decide them.")
        if await db.fetch_value(
            "SELECT 1 FROM conflict_hits WHERE instruction_id = $1 AND case_id IS NULL AND decision = 'conflict'",
            instruction_id,
        ):
            raise Refused("The owner itself is a conflict of interest: refuse the instruction.")
        return await move(actor, row, "accept", accepted_at=actor.now())


async def refuse_instruction(actor: Actor, instruction_id: UUID, reason: str) -> None:
    """The firm declines, with its reason; it sees nothing of the cases from then on."""
    must_move(actor, "refuse")
    said = said_in(reason, "reason", LONGEST_REASON)
    async with db.transaction(actor):
        await move(actor, await held(actor, instruction_id), "refuse", reason=said, over_at=actor.now())


async def return_instruction(actor: Actor, instruction_id: UUID, reason: str, handover: str) -> None:
    """The firm lays the cases down, and tells the owner what the next who works them must know."""
    must_move(actor, "return")
    said, note = said_in(reason, "reason", LONGEST_REASON), said_in(handover, "handover", LONGEST_HANDOVER)
    async with db.transaction(actor):
        row = await held(actor, instruction_id)
        await move(actor, row, "return", reason=said, handover=note, over_at=actor.now())
