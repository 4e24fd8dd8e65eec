"""What the e-court's service answers: validation of filings, cases, orders, decisions, deliveries, letters, history.

Element names are those of the service's published WSDL, its spelling mistakes included; amounts are zloty.
"""

from dataclasses import dataclass
from datetime import datetime

from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """One filing's validation: its ordinal in the batch, whether it passed, and the court's words."""

    ordinal: int | None = None
    passed: bool | None = None
    code: str | None = None
    claim_code: int | None = None
    description: str | None = None
    information: str | None = None
    reference: str | None = None
    fee: Money | None = None
    dispute_value: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    court_case_id: int | None = None
    signature: str | None = None
    reference: str | None = None
    state: str | None = None
    received: datetime | None = None
    final: datetime | None = None
    closed: datetime | None = None
    dispute_value: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order for payment; `document` is the court's own XML, untouched."""

    order_id: int | None = None
    signature: str | None = None
    reference: str | None = None
    decided: datetime | None = None
    final: datetime | None = None
    decision_code: int | None = None
    status: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    decision_id: int | None = None
    signature: str | None = None
    reference: str | None = None
    name: str | None = None
    status: str | None = None
    decided: datetime | None = None
    final: datetime | None = None
    clause_id: int | None = None
    clause_code: str | None = None
    clause_given: datetime | None = None
    instance: int | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    delivery_id: int | None = None
    signature: str | None = None
    reference: str | None = None
    sent: datetime | None = None
    delivered: datetime | None = None
    order_id: int | None = None
    decision_id: int | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    letter_id: int | None = None
    signature: str | None = None
    reference: str | None = None
    kind: str | None = None
    status: str | None = None
    dated: datetime | None = None
    closed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    at: datetime | None = None
    category: str | None = None
    description: str | None = None


type Row = Validated | Case | Order | Decision | Delivery | Letter | Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`code` is the service's (OK, Created, BadRequest, Unauthorized, NotFound, AuthenticationError,
    AuthorizationError, ValidationError); the sums only where claims were filed; of a list only page `page` of `pages`.
    """

    code: str
    description: str | None = None
    information: str | None = None
    designation: str | None = None
    claims: int | None = None
    fees: Money | None = None
    dispute_values: Money | None = None
    page: int | None = None
    pages: int | None = None
    rows: tuple[Row, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.code in {"OK", "Created"}
