"""Ownership: the one way in which claims change hands."""

from datetime import date
from uuid import UUID

import asyncpg

from cases.claims.facts import ClaimsAssigned, ItemsStayed
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Refused


async def assign(
    buyer: Actor, sale_id: UUID, *, on: date, seller_id: UUID, deed_sha256: bytes, schedule_sha256: str
) -> int:
    """Moves every claim of a sale to its buyer, with items, parties, documents and a new link of title.

    What the schedule says the law lets nobody assign stays with the seller. In the caller's transaction, as the buyer.
    The database itself checks that the price is paid, the deed sealed and every claim the seller's; Refused with its
    words otherwise, and nothing moved.
    """
    async with db.transaction(buyer):
        try:
            async with db.transaction(buyer):
                moved = int(await db.fetch_value("SELECT claims_assign($1, $2)", sale_id, on))
                stayed = int(await db.fetch_value("SELECT items_stay($1, $2)", sale_id, on))
        except (asyncpg.CheckViolationError, asyncpg.NoDataFoundError) as error:
            raise Refused(f"The claims cannot be transferred: {error.args[0]}.") from error
        assigned = ClaimsAssigned(
            subject_id=sale_id,
            count=moved,
            buyer_organisation_id=buyer.organisation,
            deed_sha256=deed_sha256.hex(),
            schedule_sha256=schedule_sha256,
        )
        await facts.record(buyer, assigned, about=seller_id)
        if stayed:
            await facts.record(buyer, ItemsStayed(subject_id=sale_id, items=stayed), about=seller_id)
    return moved
