"""A process that carries out one chunk of a decision, for a test to kill: python -m … ORGANISATION DECISION."""

import asyncio
import sys
from uuid import UUID

from cases.proceedings.carrying_out import carry_out
from kernel import db
from kernel.actor import Actor
from kernel.settings import settings


async def main(organisation_id: UUID, decision_id: UUID) -> None:
    here = settings()
    await db.open_pools(here.database_url, here.platform_url, size=3, limits=db.Limits(lock=60_000))
    await carry_out(Actor.system(organisation_id), decision_id, 0)


if __name__ == "__main__":
    asyncio.run(main(UUID(sys.argv[1]), UUID(sys.argv[2])))
