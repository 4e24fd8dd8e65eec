"""Which claims' files a shortlisted bidder learns of, and what is told of each: nothing that names anybody."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.money import Money

SAMPLE = 20
"""Claims of a sample. It is drawn by a hash of listing and claim: neither side picks the files it likes."""


@dataclass(frozen=True, slots=True)
class Item:
    kind: str
    due_on: date | None
    amount: Money


@dataclass(frozen=True, slots=True)
class Receipt:
    received_on: date
    source: str
    amount: Money


@dataclass(frozen=True, slots=True)
class FileListed:
    """A document of the claim: what it is and its hash, never its title, which may name somebody."""

    kind: str
    language: str
    pages: int | None
    made_on: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Sampled:
    claim_id: UUID
    product: str
    debtor_kind: str
    region: str | None
    balance: Money
    principal: Money
    interest: Money
    costs: Money
    payments: Money
    contract_on: date | None
    default_on: date | None
    flags: tuple[str, ...]
    stage: str | None
    items: tuple[Item, ...]
    receipts: tuple[Receipt, ...]
    files: tuple[FileListed, ...]


async def sample_of(seller: Actor, listing_id: UUID) -> list[Sampled]:
    """The listing's sample as its seller's own rows tell it, in the open transaction."""
    rows = await db.fetch(
        "SELECT c.*, r.stage FROM lot_claims x JOIN claims c ON c.id = x.claim_id"
        " LEFT JOIN proceedings r ON r.claim_id = c.id"
        " WHERE x.listing_id = $1 AND x.organisation_id = $2 AND c.organisation_id = $2"
        " ORDER BY md5($1::text || x.claim_id::text) LIMIT $3",
        listing_id,
        seller.organisation,
        SAMPLE,
    )
    return [await _sampled(row) for row in rows]


async def _sampled(row: db.Row) -> Sampled:
    claim_id, currency = row["id"], row["currency"]
    items = await db.fetch(
        "SELECT kind, due_on, amount_minor FROM claim_items WHERE claim_id = $1 ORDER BY due_on NULLS LAST, id",
        claim_id,
    )
    receipts = await db.fetch(
        "SELECT received_on, source, amount_minor FROM claim_payments WHERE claim_id = $1 ORDER BY received_on, id",
        claim_id,
    )
    files = await db.fetch(
        "SELECT d.kind, d.language, v.pages, v.created_at::date AS made_on, encode(v.sha256, 'hex') AS sha256"
        " FROM documents d JOIN LATERAL (SELECT * FROM document_versions w WHERE w.document_id = d.id"
        " ORDER BY w.number DESC LIMIT 1) v ON true"
        " WHERE d.subject_kind = 'claim' AND d.subject_id = $1 AND d.organisation_id = $2 ORDER BY d.created_at, d.id",
        claim_id,
        row["organisation_id"],
    )
    return Sampled(
        claim_id=claim_id,
        **{name: row[name] for name in ("product", "debtor_kind", "region", "contract_on", "default_on", "stage")},
        balance=Money(row["balance_minor"], currency),
        principal=Money(row["principal_minor"], currency),
        interest=Money(row["interest_minor"], currency),
        costs=Money(row["costs_minor"], currency),
        payments=Money(row["payments_minor"], currency),
        flags=tuple(row["flags"]),
        items=tuple(Item(one["kind"], one["due_on"], Money(one["amount_minor"], currency)) for one in items),
        receipts=tuple(
            Receipt(one["received_on"], one["source"], Money(one["amount_minor"], currency)) for one in receipts
        ),
        files=tuple(FileListed(**dict(one)) for one in files),
    )
