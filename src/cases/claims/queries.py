"""Reading claims: the debt with its items, payments and chain of title, for one claim or a batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from cases.claims.told import Line, Told, decoded, lines
from kernel import db
from kernel.actor import Actor
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class ItemShown:
    kind: str
    reference: str | None
    amount: Money
    due_on: date | None
    interest_from: date | None


@dataclass(frozen=True, slots=True)
class PaymentShown:
    received_on: date
    amount: Money
    source: str


@dataclass(frozen=True, slots=True)
class HeldShown:
    """Days on which a case of the claim is held, both included; without an end it lasts."""

    ground: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class LinkShown:
    """One link of the chain of title."""

    holder_name: str
    holder_organisation_id: UUID | None
    registration_number: str | None
    from_on: date | None
    deed: str | None
    deed_document_id: UUID | None
    notice_on: date | None
    address: str | None


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim as it stood at its cut-off. `paid_before` is what had been paid by then, already in the balance."""

    id: UUID
    organisation_id: UUID
    reference: str
    product: str
    originator_kind: str
    country: str
    region: str | None
    debtor_kind: Literal["person", "company"]
    currency: str
    cut_off_on: date
    balance: Money
    paid_before: Money
    interest_rate: Decimal | None
    interest_kind: str | None
    interest_from: date | None
    contract_on: date | None
    due_on: date | None
    default_on: date | None
    original_creditor: str | None
    flags: tuple[str, ...]
    told: Told = field(default_factory=dict)
    items: tuple[ItemShown, ...] = field(default=())
    payments: tuple[PaymentShown, ...] = field(default=())
    title: tuple[LinkShown, ...] = field(default=())
    holds: tuple[HeldShown, ...] = field(default=())

    @property
    def told_lines(self) -> list[Line]:
        """What the tape told beyond all this, as label and value."""
        return lines(self.told, self.currency)

    @property
    def first_creditor(self) -> str:
        """Who made the contract: as the tape says, else the first holder of the chain."""
        return self.original_creditor or (self.title[0].holder_name if self.title else "")


async def claims_shown(actor: Actor, claim_ids: Sequence[UUID]) -> dict[UUID, ClaimShown]:
    """The claims the actor's organisation owns or works, whole, in the open transaction, by five queries."""
    wanted, here = list(claim_ids), actor.organisation
    rows = await db.fetch(
        "SELECT * FROM claims WHERE id = ANY($1) AND (organisation_id = $2 OR firm_organisation_id = $2)", wanted, here
    )
    items = await _by_claim("claim_items", "kind IN ('fee', 'cost'), due_on NULLS LAST, reference, id", wanted)
    payments = await _by_claim("claim_payments", "received_on, id", wanted, "withdrawn_at IS NULL")
    links = await db.fetch(
        "SELECT t.*, o.registration_number, nullif(concat_ws(', ', nullif(o.street, ''),"
        " nullif(concat_ws(' ', o.postcode, o.city), '')), '') AS address FROM claim_titles t"
        " LEFT JOIN organisations o ON o.id = t.holder_organisation_id WHERE t.claim_id = ANY($1) ORDER BY t.position",
        wanted,
    )
    held = await db.fetch(
        "SELECT k.claim_id, h.ground, h.from_on, h.until_on FROM case_holds h JOIN cases k ON k.id = h.case_id"
        " WHERE k.claim_id = ANY($1) AND (k.organisation_id = $2 OR k.firm_organisation_id = $2)"
        " ORDER BY h.from_on, h.id",
        wanted,
        here,
    )
    holds: dict[UUID, list[HeldShown]] = {}
    for row in held:
        holds.setdefault(row["claim_id"], []).append(HeldShown(row["ground"], row["from_on"], row["until_on"]))
    by_claim: dict[UUID, list[LinkShown]] = {}
    for row in links:
        link = LinkShown(**{name: row[name] for name in LinkShown.__dataclass_fields__})
        by_claim.setdefault(row["claim_id"], []).append(link)
    return {
        row["id"]: replace(
            _claim(row, items.get(row["id"], []), payments.get(row["id"], []), by_claim.get(row["id"], [])),
            holds=tuple(holds.get(row["id"], ())),
        )
        for row in rows
    }


async def _by_claim(table: str, order: str, claim_ids: list[UUID], only: str = "true") -> dict[UUID, list[db.Row]]:
    found: dict[UUID, list[db.Row]] = {}
    rows = await db.fetch(f"SELECT * FROM {table} WHERE claim_id = ANY($1) AND {only} ORDER BY {order}", claim_ids)
    for row in rows:
        found.setdefault(row["claim_id"], []).append(row)
    return found


def _claim(row: db.Row, items: list[db.Row], payments: list[db.Row], title: list[LinkShown]) -> ClaimShown:
    currency = row["currency"]
    same = set(ClaimShown.__dataclass_fields__) - {
        "balance",
        "paid_before",
        "flags",
        "told",
        "items",
        "payments",
        "title",
        "holds",
    }
    return ClaimShown(
        **{name: row[name] for name in same},
        balance=Money(row["balance_minor"], currency),
        paid_before=Money(row["payments_minor"], currency),
        flags=tuple(row["flags"]),
        told=decoded(row["told"]),
        items=tuple(
            ItemShown(i["kind"], i["reference"], Money(i["amount_minor"], currency), i["due_on"], i["interest_from"])
            for i in items
        ),
        payments=tuple(
            PaymentShown(p["received_on"], Money(p["amount_minor"], currency), p["source"]) for p in payments
        ),
        title=tuple(title),
    )
