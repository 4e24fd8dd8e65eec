"""What happened to sales."""

from uuid import UUID

from kernel.facts import Fact


class SaleOpened(Fact, kind="settlement:sale:opened"):
    SAYS = "A sale of %(claims)s claims was opened at the price of the bid, %(price)s"
    bid_id: UUID
    listing_id: UUID
    price: str
    claims: int
    schedule_sha256: str


class DocumentAccepted(Fact, kind="settlement:document:accepted"):
    """A party accepted contract, adjusted price or deed, as its page showed it."""

    SAYS = "One side accepted the %(what)s of the sale"
    what: str
    sha256: str | None
    shown: str | None


class SaleSigned(Fact, kind="settlement:sale:signed"):
    SAYS = "Both sides signed the contract; it was sealed"
    contract_sha256: str


class FinalFileApplied(Fact, kind="settlement:file:applied"):
    SAYS = "The final file was applied: %(dropped)s claims dropped out, %(with_receipts)s had receipts of %(receipts)s"
    dropped: int
    with_receipts: int
    receipts: str
    schedule_sha256: str


class PriceAdjusted(Fact, kind="settlement:price:adjusted"):
    SAYS = "The price was adjusted to %(price)s for the %(kept)s claims that stay"
    price: str
    kept: int
    dropped: int


class PriceAgreed(Fact, kind="settlement:price:agreed"):
    SAYS = "Both sides agreed to the adjusted price of %(price)s; it is due"
    price: str


class PaymentConfirmed(Fact, kind="settlement:payment:confirmed"):
    SAYS = "The %(side)s confirmed the payment of %(amount)s"
    charge_id: UUID
    side: str
    amount: str


class DepositAgreed(Fact, kind="settlement:deposit:agreed"):
    SAYS = "Both sides agreed to a deposit of %(amount)s, held by the platform"
    amount: str


class CardChosen(Fact, kind="settlement:card:chosen"):
    SAYS = "Both sides chose that the payment provider carries the price of %(amount)s"
    charge_id: UUID
    amount: str


class CardLeft(Fact, kind="settlement:card:left"):
    SAYS = "The price of %(amount)s goes by bank again"
    charge_id: UUID
    amount: str


class PricePaid(Fact, kind="settlement:price:paid"):
    SAYS = "The price of %(amount)s is paid"
    charge_id: UUID
    amount: str


class DeedExecuted(Fact, kind="settlement:deed:executed"):
    SAYS = "Both sides executed the deed of assignment; it was sealed"
    deed_sha256: str
    schedule_sha256: str


class SaleTransferred(Fact, kind="settlement:sale:transferred"):
    SAYS = "%(claims)s claims passed to the buyer; %(cases)s cases were opened, %(deadlines)s deadlines registered"
    claims: int
    cases: int
    deadlines: int
    schedule_sha256: str


class SaleCancelled(Fact, kind="settlement:sale:cancelled"):
    """The reason stands in the sale; its words may name somebody."""

    SAYS = "The sale was called off"
    reason_sha256: str
