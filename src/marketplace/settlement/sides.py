"""A sale and which side of it the actor stands on; what both sides must say before it counts."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from cases.proceedings.signatories import SignatoryShown
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.ids import new_id
from kernel.money import Money
from marketplace.settlement.facts import DocumentAccepted

Accepted = Literal["contract", "adjusted_price", "deed", "deposit", "card_payment"]


@dataclass(frozen=True, slots=True)
class Side:
    """The sale, locked for the transaction, and the parties as the actor sees them."""

    sale: db.Row
    is_seller: bool

    @property
    def other_id(self) -> UUID:
        other: UUID = self.sale["buyer_organisation_id" if self.is_seller else "seller_organisation_id"]
        return other

    def price(self) -> Money:
        return Money(self.sale["price_minor"], self.sale["currency"])

    def adjusted_price(self) -> Money | None:
        minor = self.sale["adjusted_price_minor"]
        return None if minor is None else Money(minor, self.sale["currency"])


async def side_of(actor: Actor, sale_id: UUID) -> Side:
    """Locks the sale for the open transaction. NotFound for whoever is neither seller nor buyer."""
    here = actor.organisation
    sale = await db.fetch_one(
        "SELECT * FROM sales WHERE id = $1 AND (seller_organisation_id = $2 OR buyer_organisation_id = $2) FOR UPDATE",
        sale_id,
        here,
    )
    if sale is None:
        raise NotFound("There is no such sale here.")
    return Side(sale, sale["seller_organisation_id"] == here)


async def accept(
    actor: Actor,
    side: Side,
    what: Accepted,
    *,
    statement: str,
    sha256: bytes | None = None,
    shown: Money | None = None,
    signing: SignatoryShown | None = None,
) -> bool:
    """Writes the actor's acceptance with its evidence; True once both sides have accepted the very same thing.

    `signing` is the authority recorded of the person, kept as it stands.
    """
    sale_id = side.sale["id"]
    before = await db.fetch_value(
        "SELECT 1 FROM acceptances WHERE sale_id = $1 AND what = $2 AND organisation_id = $3"
        " AND document_sha256 IS NOT DISTINCT FROM $4 AND shown_minor IS NOT DISTINCT FROM $5",
        sale_id,
        what,
        actor.organisation,
        sha256,
        shown.minor if shown else None,
    )
    if before is not None:
        raise Refused("Your side has accepted this already; the other side has not yet.")
    await db.execute(
        "INSERT INTO acceptances (id, sale_id, what, organisation_id, other_organisation_id, person_id,"
        " document_sha256, shown_minor, currency, statement, accepted_at, ip, signatory_name, signatory_position,"
        " signatory_authority) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        new_id(),
        sale_id,
        what,
        actor.organisation,
        side.other_id,
        actor.person_id,
        sha256,
        shown.minor if shown else None,
        shown.currency if shown else None,
        statement,
        actor.now(),
        actor.ip,
        *((signing.name, signing.position, signing.authority) if signing else (None, None, None)),
    )
    said = DocumentAccepted(
        subject_id=sale_id, what=what, sha256=sha256.hex() if sha256 else None, shown=str(shown) if shown else None
    )
    await facts.record(actor, said, about=side.other_id)
    return await _both_accepted(sale_id, what, sha256, shown)


async def _both_accepted(sale_id: UUID, what: Accepted, sha256: bytes | None, shown: Money | None) -> bool:
    sides = await db.fetch_value(
        "SELECT count(DISTINCT organisation_id) FROM acceptances WHERE sale_id = $1 AND what = $2"
        " AND document_sha256 IS NOT DISTINCT FROM $3 AND shown_minor IS NOT DISTINCT FROM $4",
        sale_id,
        what,
        sha256,
        shown.minor if shown else None,
    )
    return int(sides) == 2


def seller_system(actor: Actor, side: Side) -> Actor:
    """The seller's own system actor: what is the seller's (contract, deed) is sealed in its name."""
    return Actor.system(side.sale["seller_organisation_id"], actor.clock)


def buyer_system(actor: Actor, side: Side) -> Actor:
    """The buyer's own system actor: what the buyer owes is charged in its name."""
    return Actor.system(side.sale["buyer_organisation_id"], actor.clock)
