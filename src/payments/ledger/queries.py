"""Reading charges and the ledger."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.money import Money

PAGE = 50


@dataclass(frozen=True, slots=True)
class ChargeView:
    id: UUID
    kind: str
    method: str
    amount: Money
    reference: str
    status: str
    payer_id: UUID
    payee_account: str | None
    sale_id: UUID | None
    provider_id: str | None
    version: int
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlatformCharge:
    """What is due to the platform itself: its fee, or a deposit that it holds."""

    id: UUID
    kind: str
    method: str
    amount: Money
    reference: str
    status: str
    payer: str
    sent_at: datetime | None
    paid_at: datetime | None
    refund_asked_at: datetime | None
    refund_reason: str | None
    portfolio: str | None = None
    sale_status: str | None = None

    @property
    def receivable(self) -> bool:
        return self.status == "due" and self.method == "bank"

    @property
    def refundable(self) -> bool:
        return self.status == "paid" and self.refund_asked_at is None


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """What stands on one account of the organisation; positive is a debit balance."""

    code: str
    balance: Money


async def charge(actor: Actor, charge_id: UUID) -> ChargeView:
    """A charge of which the organisation is payer or payee; else NotFound."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM charges WHERE id = $1 AND (organisation_id = $2 OR payee_organisation_id = $2)",
            charge_id,
            actor.organisation,
        )
    if row is None:
        raise NotFound("There is no such charge here.")
    names = ("id", "kind", "method", "reference", "status", "sale_id", "provider_id", "version", "paid_at")
    amount = Money(row["amount_minor"], row["currency"])
    more = {"payer_id": row["organisation_id"], "payee_account": row["payee_account"]}
    return ChargeView(**{name: row[name] for name in names}, amount=amount, **more)


async def platform_charges(actor: Actor, *, after: UUID | None = None) -> list[PlatformCharge]:
    """What is or was due to the platform, newest first, for its operator."""
    actor.must("charges.receive")
    # The operator is no party of a charge; the platform is.
    async with db.transaction(Actor.platform(actor.clock)):
        rows = await db.fetch(
            f"{_PLATFORMS} AND ($1::uuid IS NULL OR c.id < $1) ORDER BY c.id DESC LIMIT $2", after, PAGE
        )
    return [_platform_charge(row) for row in rows]


async def platform_charge(actor: Actor, charge_id: UUID) -> PlatformCharge:
    """One of them; NotFound for what is not due to the platform."""
    actor.must("charges.receive")
    async with db.transaction(Actor.platform(actor.clock)):
        row = await db.fetch_one(f"{_PLATFORMS} AND c.id = $1", charge_id)
    if row is None:
        raise NotFound("There is no such charge here.")
    # A sale is its two sides': what it is called and how far it is, is read as the payer, who is one of them.
    async with db.transaction(Actor.system(row["organisation_id"], actor.clock)):
        sale = await db.fetch_one(
            "SELECT l.title, s.status FROM sales s JOIN listings l ON l.id = s.listing_id WHERE s.id = $1",
            row["sale_id"],
        )
    shown = _platform_charge(row)
    return shown if sale is None else replace(shown, portfolio=sale["title"], sale_status=sale["status"])


_PLATFORMS = (
    "SELECT c.*, o.name AS payer FROM charges c JOIN organisations o ON o.id = c.organisation_id"
    " WHERE c.payee_organisation_id IS NULL"
)


def _platform_charge(row: db.Row) -> PlatformCharge:
    names = ("id", "kind", "method", "reference", "status", "payer", "paid_at")
    return PlatformCharge(
        **{name: row[name] for name in (*names, "refund_asked_at", "refund_reason")},
        amount=Money(row["amount_minor"], row["currency"]),
        sent_at=row["payer_confirmed_at"],
    )


async def balances(actor: Actor) -> list[AccountBalance]:
    """The organisation's accounts with what stands on each."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT a.code, a.currency, coalesce(sum(p.amount_minor), 0)::bigint AS minor FROM ledger_accounts a"
            " LEFT JOIN ledger_postings p ON p.account_id = a.id WHERE a.organisation_id = $1"
            " GROUP BY a.code, a.currency ORDER BY a.code, a.currency",
            actor.organisation,
        )
    return [AccountBalance(row["code"], Money(row["minor"], row["currency"])) for row in rows]


async def out_of_balance() -> list[Money]:
    """What all postings of each currency add up to where that is not zero: always empty, or the ledger is broken."""
    async with db.transaction(Actor.platform()):
        rows = await db.fetch(
            "SELECT currency, sum(amount_minor)::bigint AS minor FROM ledger_postings GROUP BY currency"
            " HAVING sum(amount_minor) <> 0"
        )
    return [Money(row["minor"], row["currency"]) for row in rows]
