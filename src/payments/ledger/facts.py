"""What happened to charges."""

from uuid import UUID

from kernel.facts import Fact


class ChargeRaised(Fact, kind="payments:charge:raised"):
    SAYS = "%(amount)s fell due: %(charge_kind)s"
    charge_kind: str
    amount: str
    sale_id: UUID | None


class PaymentSent(Fact, kind="payments:payment:sent"):
    """The payer's own word; the charge is paid once the platform has received it."""

    SAYS = "The payer sent %(amount)s by bank: %(charge_kind)s"
    charge_kind: str
    amount: str


class ChargePaid(Fact, kind="payments:charge:paid"):
    SAYS = "%(amount)s was paid and booked: %(charge_kind)s"
    charge_kind: str
    amount: str


class RefundAsked(Fact, kind="payments:refund:asked"):
    """The operator's reason stands in the charge; its words may name somebody."""

    SAYS = "The platform gives %(amount)s back: %(charge_kind)s"
    charge_kind: str
    amount: str
    reason_sha256: str


class RefundFailed(Fact, kind="payments:refund:failed"):
    """The money did not arrive: the provider has it, and the operator asks anew."""

    SAYS = "The refund of %(amount)s failed at the provider: %(charge_kind)s"
    charge_kind: str
    amount: str


class ChargeRefunded(Fact, kind="payments:charge:refunded"):
    SAYS = "%(amount)s was given back and booked: %(charge_kind)s"
    charge_kind: str
    amount: str
