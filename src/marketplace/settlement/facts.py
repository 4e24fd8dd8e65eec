"""What happened to sales."""

from uuid import UUID

from kernel.facts import Fact


class SaleOpened(Fact, kind="settlement:sale:opened"):
    bid_id: UUID
    listing_id: UUID
    price: str
    claims: int
    schedule_sha256: str
