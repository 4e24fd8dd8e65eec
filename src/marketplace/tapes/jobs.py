"""The work on a tape that is too long for a request."""

from uuid import UUID

from kernel.actor import Actor
from kernel.jobs import task
from marketplace.tapes.acceptance import accept_tape
from marketplace.tapes.commands_check import check_tape


@task("tapes.check", queue="bulk")
async def check(*, organisation_id: str, tape_id: str) -> None:
    await check_tape(Actor.system(UUID(organisation_id)), UUID(tape_id))


@task("tapes.accept", queue="bulk")
async def accept(*, organisation_id: str, tape_id: str) -> None:
    await accept_tape(Actor.system(UUID(organisation_id)), UUID(tape_id))
