"""A process that transfers one sale, for a test to kill: python -m … BUYER SALE."""

import asyncio
import sys
from uuid import UUID

from kernel import db
from kernel.settings import settings
from marketplace.settlement.transfer import transfer_sale


async def main(buyer_id: UUID, sale_id: UUID) -> None:
    here = settings()
    await db.open_pools(here.database_url, here.platform_url, size=3, limits=db.Limits(lock=60_000))
    await transfer_sale(buyer_id, sale_id)


if __name__ == "__main__":
    asyncio.run(main(UUID(sys.argv[1]), UUID(sys.argv[2])))
