"""The claims of a lot as the frame that anonymisation and tables take. Nothing here leaves the seller."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import date
from uuid import UUID

import polars as pl

from kernel import db
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import Refused
from kernel.keys import ColumnSealer
from marketplace.anonymity import DEBTOR_KEY
from marketplace.tapes.acceptance.parties import Protected

CHUNK = 20_000
"""Claims read and decrypted at a time."""
SLICES = 1024
"""Debtors fall into that many slices by a hash; a share of the lot is some of them."""

SCHEMA = {
    "claim_id": pl.String,
    DEBTOR_KEY: pl.String,
    "product": pl.String,
    "debtor_kind": pl.String,
    "currency": pl.String,
    "balance_minor": pl.Int64,
    "principal_minor": pl.Int64,
    "interest_minor": pl.Int64,
    "costs_minor": pl.Int64,
    "payments_minor": pl.Int64,
    "last_payment_amount_minor": pl.Int64,
    "contract_on": pl.Date,
    "due_on": pl.Date,
    "default_on": pl.Date,
    "termination_on": pl.Date,
    "last_payment_on": pl.Date,
    "acknowledged_on": pl.Date,
    "interest_from_on": pl.Date,
    "interest_rate": pl.Float64,
    "interest_kind": pl.String,
    "flags": pl.String,
    "stage": pl.String,
    "title_kind": pl.String,
    "title_on": pl.Date,
    "codebtor_role": pl.String,
    "country": pl.String,
    "region": pl.String,
    "postcode": pl.String,
    "city": pl.String,
    "birth_on": pl.Date,
}
ALWAYS = (DEBTOR_KEY, "product", "debtor_kind", "currency", "balance_minor")

_READ = """
    SELECT c.id::text AS claim_id, coalesce(encode(p.person_hash, 'hex'), '') AS debtor_key, c.product, c.debtor_kind,
        c.currency, c.balance_minor, c.principal_minor, c.interest_minor, c.costs_minor, c.payments_minor,
        c.last_payment_minor AS last_payment_amount_minor, c.contract_on, c.due_on, c.default_on, c.termination_on,
        c.last_payment_on, c.acknowledged_on, c.interest_from AS interest_from_on,
        c.interest_rate::float8 AS interest_rate, c.interest_kind, array_to_string(c.flags, ', ') AS flags,
        r.stage, r.title_kind, r.title_on, o.role AS codebtor_role,
        c.country, coalesce(p.region, c.region) AS region, p.postcode, p.city,
        p.id AS party_id, p.sealed, p.data_key_id
    FROM lot_claims x JOIN claims c ON c.id = x.claim_id
    LEFT JOIN LATERAL (SELECT * FROM parties q WHERE q.claim_id = c.id AND q.role = 'debtor' ORDER BY q.id LIMIT 1) p
        ON true
    LEFT JOIN LATERAL (SELECT q.role FROM parties q WHERE q.claim_id = c.id AND q.role <> 'debtor' ORDER BY q.id
        LIMIT 1) o ON true
    LEFT JOIN proceedings r ON r.claim_id = c.id
    WHERE x.lot_id = $1 AND x.organisation_id = $2 AND c.organisation_id = $2 AND x.claim_id > $3
        AND ($5::bigint >= 1024 OR hashtextextended(coalesce(encode(p.person_hash, 'hex'), c.id::text), 0) & 1023 < $5)
    ORDER BY x.claim_id LIMIT $4
"""


async def portfolio_of(
    actor: Actor, lot_id: UUID, *, share: float = 1.0, heard: Callable[[int], Awaitable[None]] | None = None
) -> pl.DataFrame:
    """One row a claim of the lot, with `claim_id` and the debtor's key; columns without any value are left out.

    `share` below 1 reads about that share of the debtors, each with all claims, always the same ones. `heard` is told
    how many claims were read, chunk by chunk.
    """
    parts: list[pl.DataFrame] = []
    if heard is not None:
        await heard(0)
    async for part in _chunks(actor, lot_id, share):
        parts.append(part)
        if heard is not None:
            await heard(sum(one.height for one in parts))
    if not parts:
        raise Refused("The lot has no claims of yours any more.")
    whole = pl.concat(parts)
    filled = [name for name in whole.columns if name in ALWAYS or whole[name].null_count() < whole.height]
    return whole.select(filled)


async def _chunks(actor: Actor, lot_id: UUID, share: float) -> AsyncIterator[pl.DataFrame]:
    after = UUID(int=0)
    ciphers: dict[UUID, ColumnSealer] = {}
    while True:
        async with db.transaction(actor):
            rows = await db.fetch(_READ, lot_id, actor.organisation, after, CHUNK, round(share * SLICES))
            for key_id in {row["data_key_id"] for row in rows if row["sealed"] is not None} - set(ciphers):
                ciphers[key_id] = ColumnSealer((await open_key(key_id)).secret, "parties", "sealed")
        if rows:
            yield await asyncio.to_thread(_frame, rows, ciphers)
            after = UUID(rows[-1]["claim_id"])
        if len(rows) < CHUNK:
            return


def _frame(rows: Iterable[db.Row], ciphers: dict[UUID, ColumnSealer]) -> pl.DataFrame:
    names = [name for name in SCHEMA if name != "birth_on"]
    records = [(*(row[name] for name in names), _born(row, ciphers)) for row in rows]
    return pl.DataFrame(records, schema=SCHEMA, orient="row")


def _born(row: db.Row, ciphers: dict[UUID, ColumnSealer]) -> date | None:
    """The birth date is sealed with the party's identifiers; a company has none."""
    if row["sealed"] is None:
        return None
    born = ciphers[row["data_key_id"]].open(row["party_id"], row["sealed"], Protected).birth_date
    return date.fromisoformat(born) if born else None
