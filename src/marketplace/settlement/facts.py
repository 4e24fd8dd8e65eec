"""What happened to sales."""

from uuid import UUID

from kernel.facts import Fact


class SaleOpened(Fact, kind="settlement:sale:opened"):
    bid_id: UUID
    listing_id: UUID
    price: str
    claims: int
    schedule_sha256: str


class DocumentAccepted(Fact, kind="settlement:document:accepted"):
    """A party accepted contract, adjusted price or deed, as its page showed it."""

    what: str
    sha256: str | None
    shown: str | None


class SaleSigned(Fact, kind="settlement:sale:signed"):
    contract_sha256: str


class FinalFileApplied(Fact, kind="settlement:file:applied"):
    dropped: int
    with_receipts: int
    receipts: str
    schedule_sha256: str


class PriceAdjusted(Fact, kind="settlement:price:adjusted"):
    price: str
    kept: int
    dropped: int


class PriceAgreed(Fact, kind="settlement:price:agreed"):
    price: str


class PaymentConfirmed(Fact, kind="settlement:payment:confirmed"):
    charge_id: UUID
    side: str
    amount: str


class PricePaid(Fact, kind="settlement:price:paid"):
    charge_id: UUID
    amount: str


class DeedExecuted(Fact, kind="settlement:deed:executed"):
    deed_sha256: str
    schedule_sha256: str


class SaleTransferred(Fact, kind="settlement:sale:transferred"):
    claims: int
    cases: int
    deadlines: int
    schedule_sha256: str


class SaleCancelled(Fact, kind="settlement:sale:cancelled"):
    """The reason stands in the sale; its words may name somebody."""

    reason_sha256: str
