"""The port to whoever carries a payment. Banks need no port: their transfers are confirmed by both sides."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Checkout:
    """A payment to be asked for. `key` makes asking twice one payment.

    `payee_account` is the payee's own account with the provider; without one the payment is the platform's.
    """

    charge_id: UUID
    amount: Money
    wording: str
    back_to: str
    key: str
    payee_account: str | None = None


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """Where the payer pays. A page that is not open takes no payment any more."""

    provider_id: str
    address: str
    open: bool


class PaymentProvider(Protocol):
    """Errors of the provider are `Unavailable` (try again) or `Refused` (it will not)."""

    async def begin(self, asked: Checkout) -> CheckoutPage: ...

    async def page(self, provider_id: str) -> CheckoutPage: ...

    async def refund(self, provider_id: str, *, charge_id: UUID, key: str) -> None:
        """Gives the whole amount back; a webhook tells that it did."""
        ...
