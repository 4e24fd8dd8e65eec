"""`python -m tests.marketplace.tapes.accept_in_a_process ORGANISATION TAPE`: a worker that can be killed."""

import asyncio
import sys
from uuid import UUID

from kernel.actor import Actor
from marketplace.tapes.acceptance import accept_tape
from web import house


async def main(organisation_id: str, tape_id: str) -> None:
    async with house.opened("worker"):
        await accept_tape(Actor.system(UUID(organisation_id)), UUID(tape_id))


asyncio.run(main(*sys.argv[1:]))
