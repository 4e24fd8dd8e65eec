"""What happened to charges."""

from uuid import UUID

from kernel.facts import Fact


class ChargeRaised(Fact, kind="payments:charge:raised"):
    charge_kind: str
    amount: str
    sale_id: UUID | None


class ChargePaid(Fact, kind="payments:charge:paid"):
    charge_kind: str
    amount: str


class ChargeRefunded(Fact, kind="payments:charge:refunded"):
    charge_kind: str
    amount: str
