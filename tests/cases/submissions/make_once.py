"""A process that makes the files of one chunk, for a test to kill: python -m … ORGANISATION BATCH."""

import asyncio
import sys
from uuid import UUID

from cases.submissions.making import make_files
from kernel import db
from kernel.actor import Actor
from kernel.settings import settings


async def main(organisation_id: UUID, batch_id: UUID) -> None:
    here = settings()
    await db.open_pools(here.database_url, here.platform_url, size=3, limits=db.Limits(lock=60_000))
    await make_files(Actor.system(organisation_id), batch_id, 0)


if __name__ == "__main__":
    asyncio.run(main(UUID(sys.argv[1]), UUID(sys.argv[2])))
