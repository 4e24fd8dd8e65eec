"""The moves of an instruction's owner. A trigger moves the cases in the same statement."""

from uuid import UUID

from cases.instructions.moving import LONGEST_REASON, held, move
from cases.instructions.policies import can_instruct, must_move
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused


async def send_instruction(actor: Actor, instruction_id: UUID, *, shown: int) -> None:
    """The firm is asked. `shown`: how many cases the page showed; refused if it is another number now."""
    must_move(actor, "send")
    async with db.transaction(actor):
        row = await held(actor, instruction_id)
        answer = await can_instruct(actor, row["firm_organisation_id"], on=actor.today("UTC"))
        if isinstance(answer, str):
            raise Refused(answer)
        many = await db.fetch_value(
            "SELECT count(*) FROM instruction_cases WHERE instruction_id = $1 AND status = 'proposed'", instruction_id
        )
        if many != shown:
            raise Refused(f"It has {many} cases now, not {shown} as was shown. Look again before you send it.")
        await move(actor, row, "send", sent_at=actor.now())


async def withdraw_instruction(actor: Actor, instruction_id: UUID, reason: str = "") -> None:
    """The owner takes the cases back, at whatever stage; a draft is thrown away."""
    must_move(actor, "withdraw")
    said = reason.strip()[:LONGEST_REASON] or None
    async with db.transaction(actor):
        await move(actor, await held(actor, instruction_id), "withdraw", reason=said, over_at=actor.now())


async def end_instruction(actor: Actor, instruction_id: UUID, reason: str = "") -> None:
    """The work is done: the owner ends the instruction, and the cases are his alone again."""
    must_move(actor, "end")
    said = reason.strip()[:LONGEST_REASON] or None
    async with db.transaction(actor):
        await move(actor, await held(actor, instruction_id), "end", reason=said, over_at=actor.now())
