"""Jobs of instructions."""

from uuid import UUID

from cases.instructions.telling import tell_instruction
from kernel.actor import Actor
from kernel.jobs import task


@task("cases.tell_instruction", queue="mail")
async def run(*, organisation_id: str, instruction_id: str, what: str) -> None:
    await tell_instruction(Actor.system(UUID(organisation_id)), UUID(instruction_id), what)
