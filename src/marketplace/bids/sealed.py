"""What is in the sealed box of a bid, and the one place that opens it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from kernel.keys import closing_public_key, open_sealed, seal_to
from kernel.settings import settings


class Offer(msgspec.Struct, frozen=True):
    """Amount in minor units of the listing's currency; the per cent of the balance at cut-off follows from it."""

    amount_minor: int
    currency: str
    valid_until: date
    funding: str

    def per_cent_of(self, balance_minor: int) -> Decimal:
        return (Decimal(100) * self.amount_minor / balance_minor).quantize(Decimal("0.0001"))


def seal_offer(offer: Offer, *, bid_id: UUID, lot_id: UUID) -> bytes:
    """A box for the closing worker, padded to one length so that its size tells nothing."""
    plain = msgspec.msgpack.encode(offer)
    here = settings()
    public = closing_public_key(here.closing_public_key, here.var)
    return seal_to(public, len(plain).to_bytes(2) + plain.ljust(BOX, b"\0"), _context(bid_id, lot_id))


LONGEST_FUNDING = 200
BOX = 1024
"""Bytes: what the longest funding takes in UTF-8, and the rest. A longer offer would show by its size."""


def open_offer(private_key: bytes, box: bytes, *, bid_id: UUID, lot_id: UUID) -> Offer:
    """Refused if the box was moved from another bid or lot, or changed."""
    plain = open_sealed(private_key, box, _context(bid_id, lot_id))
    length = int.from_bytes(plain[:2])
    return msgspec.msgpack.decode(plain[2 : 2 + length], type=Offer)


def _context(bid_id: UUID, lot_id: UUID) -> bytes:
    return b"recourse/bid" + bid_id.bytes + lot_id.bytes
