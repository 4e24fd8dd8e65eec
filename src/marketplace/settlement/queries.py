"""A sale as its two sides see it."""

import csv
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Literal
from uuid import UUID

from documents.neutral import neutralised_text
from documents.vault.queries import DocumentShown, documents_of
from kernel import db, facts, progress
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.money import Money
from kernel.progress import ProgressShown
from marketplace.settlement.papers import LeftByLaw
from marketplace.settlement.schedules import left_by_law
from marketplace.settlement.states import SaleStatus

RIGHT = "sales.sign"
"""Who works on sales reads them; the schedule names debtors."""

PAGE = 50
CHANGED_ROWS = 200
CHUNK = 5_000
DEED_EXECUTED = ("deed", "transferred", "final")


@dataclass(frozen=True, slots=True)
class SaleLine:
    id: UUID
    portfolio: str
    lot: str
    is_seller: bool
    other: str
    status: str
    price: Money
    awarded_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One acceptance: by which side, of what, when."""

    what: str
    organisation: str
    mine: bool
    sha256: str | None
    shown: Money | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ChargeShown:
    """The price due from buyer to seller, the buyer's deposit, or the platform's fee on the seller."""

    id: UUID
    kind: str
    method: str
    amount: Money
    reference: str
    status: str
    payer_confirmed_at: datetime | None
    payee_confirmed_at: datetime | None
    paid_at: datetime | None
    refund_asked_at: datetime | None
    refund_reason: str | None


@dataclass(frozen=True, slots=True)
class Booked:
    """One line of the double-entry ledger: positive is a debit."""

    at: datetime
    kind: str
    account: str
    whose: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """A claim that the final file changes. Before the deed the buyer knows it by the released reference alone."""

    reference: str
    balance: Money
    receipts: Money
    price: Money
    dropped_reason: str | None


@dataclass(frozen=True, slots=True)
class Totals:
    claims: int
    kept: int
    dropped: int
    balance: Money
    receipts: Money
    left: LeftByLaw | None


@dataclass(frozen=True, slots=True)
class SaleView:
    id: UUID
    portfolio: str
    lot: str
    listing_id: UUID
    status: SaleStatus
    is_seller: bool
    seller: str
    buyer: str
    unnumbered: tuple[str, ...]
    servicer: str | None
    seller_account: str | None
    price: Money
    adjusted: Money | None
    cut_off_on: date
    putback_days: int
    putback_until: date | None
    reference: str
    awarded_at: datetime
    transferred_at: datetime | None
    cancelled_reason: str | None
    contract_id: UUID | None
    contract_sha256: str | None
    deed_id: UUID | None
    deed_sha256: str | None
    totals: Totals
    said: tuple[Said, ...]
    charges: tuple[ChargeShown, ...]
    booked: tuple[Booked, ...]
    changed: tuple[ChangedClaim, ...]
    documents: tuple[DocumentShown, ...]
    transfer: ProgressShown | None

    @property
    def other(self) -> str:
        return self.buyer if self.is_seller else self.seller

    def charge(self, kind: Literal["price", "platform_fee", "deposit"]) -> ChargeShown | None:
        return next((one for one in self.charges if one.kind == kind and one.status != "cancelled"), None)

    def have_said(self, what: str) -> bool:
        """Whether the reader's side accepted what now stands."""
        return self._said(what, mine=True)

    def others_said(self, what: str) -> bool:
        return self._said(what, mine=False)

    def _said(self, what: str, *, mine: bool) -> bool:
        current = {"contract": self.contract_sha256, "deed": self.deed_sha256}.get(what)
        return any(
            one.what == what
            and one.mine == mine
            and (one.shown == self.adjusted if what in ("adjusted_price", "card_payment") else one.sha256 == current)
            for one in self.said
        )

    def proposed(self, *, mine: bool) -> Money | None:
        """The deposit that one side proposed last."""
        return next((one.shown for one in reversed(self.said) if one.what == "deposit" and one.mine == mine), None)

    @property
    def reading_copy(self) -> DocumentShown | None:
        return next((one for one in self.documents if one.kind == "deed_reading_copy"), None)


async def sales(actor: Actor, *, after: UUID | None = None) -> list[SaleLine]:
    """The organisation's sales on either side, newest first."""
    actor.must(RIGHT)
    here = actor.organisation
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT s.*, l.title, t.name AS lot, o.name AS other FROM sales s JOIN listings l ON l.id = s.listing_id"
            " JOIN lots t ON t.id = s.lot_id LEFT JOIN organisations o ON o.id ="
            " CASE WHEN s.seller_organisation_id = $1 THEN s.buyer_organisation_id ELSE s.seller_organisation_id END"
            " WHERE (s.seller_organisation_id = $1 OR s.buyer_organisation_id = $1) AND ($2::uuid IS NULL OR s.id < $2)"
            " ORDER BY s.id DESC LIMIT $3",
            here,
            after,
            PAGE,
        )
    return [
        SaleLine(
            row["id"],
            row["title"],
            row["lot"],
            row["seller_organisation_id"] == here,
            row["other"] or "–",
            row["status"],
            Money(row["adjusted_price_minor"] or row["price_minor"], row["currency"]),
            row["awarded_at"],
        )
        for row in rows
    ]


async def sale(actor: Actor, sale_id: UUID) -> SaleView:
    """Everything the sale's page shows. NotFound for whoever is neither seller nor buyer."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT s.*, l.title, t.name AS lot, a.name AS seller, a.bank_account, b.name AS buyer, v.name AS servicer,"
            " btrim(a.registration_number) AS seller_number, btrim(b.registration_number) AS buyer_number"
            " FROM sales s JOIN listings l ON l.id = s.listing_id JOIN lots t ON t.id = s.lot_id"
            " LEFT JOIN organisations a ON a.id = s.seller_organisation_id"
            " LEFT JOIN organisations b ON b.id = s.buyer_organisation_id"
            " LEFT JOIN organisations v ON v.id = s.servicer_organisation_id"
            " WHERE s.id = $1 AND (s.seller_organisation_id = $2 OR s.buyer_organisation_id = $2)",
            sale_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such sale here.")
        said, charges, booked = await _said(actor, sale_id), await _charges(actor, row), await _booked(sale_id)
        totals, changed = await _schedule(actor, row)
        moving = await progress.latest(actor, sale_id, "transfer")
    currency = row["currency"]
    adjusted = row["adjusted_price_minor"]
    return SaleView(
        **{name: row[name] for name in ("id", "lot", "listing_id", "servicer", "cut_off_on", "putback_days")},
        **{name: row[name] for name in ("putback_until", "awarded_at", "transferred_at", "cancelled_reason")},
        portfolio=row["title"],
        status=SaleStatus(row["status"]),
        is_seller=row["seller_organisation_id"] == actor.organisation,
        seller=row["seller"] or "–",
        buyer=row["buyer"] or "–",
        unnumbered=tuple(row[one] for one in ("seller", "buyer") if row[one] and not row[f"{one}_number"]),
        seller_account=row["bank_account"],
        price=Money(row["price_minor"], currency),
        adjusted=None if adjusted is None else Money(adjusted, currency),
        reference=row["creditor_reference"],
        contract_id=row["contract_document_id"],
        contract_sha256=_hex(row["contract_sha256"]),
        deed_id=row["deed_document_id"],
        deed_sha256=_hex(row["deed_sha256"]),
        totals=totals,
        said=said,
        charges=charges,
        booked=booked,
        changed=changed,
        documents=tuple(await documents_of(actor, sale_id)),
        transfer=moving,
    )


async def _said(actor: Actor, sale_id: UUID) -> tuple[Said, ...]:
    rows = await db.fetch(
        "SELECT a.*, o.name FROM acceptances a LEFT JOIN organisations o ON o.id = a.organisation_id"
        " WHERE a.sale_id = $1 ORDER BY a.accepted_at, a.id",
        sale_id,
    )
    return tuple(
        Said(
            row["what"],
            row["name"] or "–",
            row["organisation_id"] == actor.organisation,
            _hex(row["document_sha256"]),
            None if row["shown_minor"] is None else Money(row["shown_minor"], row["currency"]),
            row["accepted_at"],
        )
        for row in rows
    )


async def _charges(actor: Actor, sale: db.Row) -> tuple[ChargeShown, ...]:
    """The reader's own, and the deposit for both: the seller is no party of it and waits for it all the same."""
    all_of_one = "SELECT * FROM charges WHERE sale_id = $1 ORDER BY created_at, id"
    rows = await db.fetch(all_of_one, sale["id"])
    if sale["seller_organisation_id"] == actor.organisation:
        async with db.transaction(Actor.system(sale["buyer_organisation_id"], actor.clock), as_system=True):
            rows += [row for row in await db.fetch(all_of_one, sale["id"]) if row["kind"] == "deposit"]
    names = (
        *("id", "kind", "method", "reference", "status", "payer_confirmed_at", "payee_confirmed_at", "paid_at"),
        *("refund_asked_at", "refund_reason"),
    )
    return tuple(
        ChargeShown(**{name: row[name] for name in names}, amount=Money(row["amount_minor"], row["currency"]))
        for row in rows
    )


async def _booked(sale_id: UUID) -> tuple[Booked, ...]:
    rows = await db.fetch(
        "SELECT e.at, e.kind, a.code, o.name, p.amount_minor, p.currency FROM charges c"
        " JOIN ledger_entries e ON e.charge_id = c.id JOIN ledger_postings p ON p.entry_id = e.id"
        " LEFT JOIN ledger_accounts a ON a.id = p.account_id LEFT JOIN organisations o ON o.id = a.organisation_id"
        " WHERE c.sale_id = $1 ORDER BY e.at, e.id, p.amount_minor DESC",
        sale_id,
    )
    return tuple(
        Booked(
            row["at"], row["kind"], row["code"] or "", row["name"] or "", Money(row["amount_minor"], row["currency"])
        )
        for row in rows
    )


async def _schedule(actor: Actor, row: db.Row) -> tuple[Totals, tuple[ChangedClaim, ...]]:
    """Counts and changes of the schedule, read for both sides as the seller: no name leaves here."""
    named = row["seller_organisation_id"] == actor.organisation or row["status"] in DEED_EXECUTED
    currency = row["currency"]
    async with db.transaction(Actor.system(row["seller_organisation_id"], actor.clock), as_system=True):
        sums = await db.fetch_sure(
            "SELECT count(*) AS claims, count(*) FILTER (WHERE dropped_reason IS NOT NULL) AS dropped,"
            " coalesce(sum(balance_minor), 0)::bigint AS balance,"
            " coalesce(sum(receipts_minor) FILTER (WHERE dropped_reason IS NULL), 0)::bigint AS receipts"
            " FROM sale_claims WHERE sale_id = $1",
            row["id"],
        )
        left = await left_by_law(row)
        changed = await db.fetch(
            f"SELECT {'x.reference' if named else 'l.released_reference'} AS reference, x.balance_minor,"
            " x.receipts_minor, x.price_minor, x.dropped_reason FROM sale_claims x"
            " LEFT JOIN lot_claims l ON l.lot_id = $2 AND l.claim_id = x.claim_id"
            " WHERE x.sale_id = $1 AND (x.receipts_minor > 0 OR x.dropped_reason IS NOT NULL)"
            " ORDER BY x.position LIMIT $3",
            row["id"],
            row["lot_id"],
            CHANGED_ROWS,
        )
    totals = Totals(
        sums["claims"],
        sums["claims"] - sums["dropped"],
        sums["dropped"],
        Money(sums["balance"], currency),
        Money(sums["receipts"], currency),
        left,
    )
    return totals, tuple(
        ChangedClaim(
            one["reference"] or "–",
            Money(one["balance_minor"], currency),
            Money(one["receipts_minor"], currency),
            Money(one["price_minor"], currency),
            one["dropped_reason"],
        )
        for one in changed
    )


async def schedule_csv(actor: Actor, sale_id: UUID) -> AsyncIterator[bytes]:
    """The schedule as a CSV file, cells harmless to spreadsheets, in chunks; each chunk in a transaction of its own.

    The seller's any time, the buyer's from the deed on; before, the buyer's has released references and no names.
    """
    shown = await sale(actor, sale_id)
    named = shown.is_seller or shown.status in DEED_EXECUTED

    async def chunks() -> AsyncIterator[bytes]:
        header = ["position", "reference", *(["debtor"] if named else []), "product", "balance", "receipts"]
        more = ["price_share", "currency", "dropped_reason", "left_with_seller", "left_law"]
        yield b"\xef\xbb\xbf" + _csv([[*header, *more]])
        after = 0
        while rows := await _rows(actor, sale_id, after, named=named):
            yield _csv(_cells(row, named=named) for row in rows)
            after = rows[-1]["position"]

    return chunks()


async def _rows(actor: Actor, sale_id: UUID, after: int, *, named: bool) -> list[db.Row]:
    sql = (
        "SELECT x.claim_id, x.position, x.reference, x.debtor_name, x.product, x.balance_minor, x.receipts_minor,"
        " x.price_minor, x.currency, x.dropped_reason, x.left_minor, x.left_law, l.released_reference"
        " FROM sale_claims x JOIN sales s ON s.id = x.sale_id"
        " LEFT JOIN lot_claims l ON l.lot_id = s.lot_id AND l.claim_id = x.claim_id"
        " WHERE x.sale_id = $1 AND x.position > $2 ORDER BY x.position LIMIT $3"
    )
    async with db.transaction(actor):
        if named:
            rows = await db.fetch(sql, sale_id, after, CHUNK)
            await facts.record_read(actor, claim_ids=[row["claim_id"] for row in rows], purpose="schedule of a sale")
            return rows
        seller_id = await db.fetch_value("SELECT seller_organisation_id FROM sales WHERE id = $1", sale_id)
        async with db.transaction(Actor.system(seller_id, actor.clock), as_system=True):
            return await db.fetch(sql, sale_id, after, CHUNK)


def _cells(row: db.Row, *, named: bool) -> list[str]:
    amounts = [Money(row[f"{name}_minor"], row["currency"]).text() for name in ("balance", "receipts", "price")]
    who = [row["reference"], row["debtor_name"]] if named else [row["released_reference"] or ""]
    left = Money(row["left_minor"], row["currency"]).text() if row["left_minor"] else ""
    known = [row["currency"], row["dropped_reason"] or "", left, row["left_law"] or ""]
    return [str(row["position"]), *who, row["product"], *amounts, *known]


def _csv(rows: Iterable[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([neutralised_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _hex(digest: bytes | None) -> str | None:
    return digest.hex() if digest is not None else None
