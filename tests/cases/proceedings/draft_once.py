"""A process that prepares one chunk of filings, for a test to kill: python -m … ORGANISATION BATCH."""

import asyncio
import sys
from uuid import UUID

from cases.proceedings.drafting import draft_chunk
from kernel import db
from kernel.actor import Actor
from kernel.settings import settings


async def main(organisation_id: UUID, batch_id: UUID) -> None:
    here = settings()
    await db.open_pools(here.database_url, here.platform_url, size=3, limits=db.Limits(lock=60_000))
    await draft_chunk(Actor.system(organisation_id), batch_id, 0)


if __name__ == "__main__":
    asyncio.run(main(UUID(sys.argv[1]), UUID(sys.argv[2])))
