"""The figures of a demonstration, counted anew by the database's owner: none of the house's own queries is used."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import polars as pl

from documents.vault.commands import store
from kernel.keys import platform_key

STOPS = {
    "File not reconciled": "k.reconciled_at IS NULL",
    "Notice not sent": "k.notice_sent_on IS NULL",
    "Notice returned": "k.notice_returned_on IS NOT NULL",
    "No mandate": "NOT EXISTS (SELECT 1 FROM mandates m WHERE m.organisation_id = k.organisation_id"
    " AND m.agent_organisation_id = k.firm_organisation_id AND m.kind = 'litigation'"
    " AND $2 BETWEEN m.from_on AND coalesce(m.until_on, 'infinity'))",
    "No signatory": "NOT EXISTS (SELECT 1 FROM signatories s WHERE s.organisation_id = k.firm_organisation_id"
    " AND $2 BETWEEN s.from_on AND coalesce(s.until_on, 'infinity'))",
    "Documents missing": "NOT EXISTS (SELECT 1 FROM case_exhibits e WHERE e.case_id = k.id AND e.kind IN"
    " ('contract', 'invoice', 'delivery_note', 'statement'))",
    "Documents not checked": "k.documents_checked_at IS NULL",
    "No licence": "NOT EXISTS (SELECT 1 FROM licences l WHERE l.organisation_id = k.organisation_id"
    " AND l.role = 'purchaser' AND l.status = 'verified' AND l.country = c.country)",
    "Firm has no licence": "NOT EXISTS (SELECT 1 FROM licences l WHERE l.organisation_id = k.firm_organisation_id"
    " AND l.role = 'law_firm' AND l.status = 'verified' AND l.country = c.country)",
    "Disputed": "'disputed' = ANY (c.flags)",
    "Insolvency": "'insolvent' = ANY (c.flags)",
    "Death": "'deceased' = ANY (c.flags)",
    "Moratorium": "'moratorium' = ANY (c.flags)",
    "Live plan": "'live_plan' = ANY (c.flags)",
}
"""Title of a stop, and what it means of a case `k` in onboarding and its claim `c`; $2 is the day of the story."""


@dataclass(frozen=True, slots=True)
class Books:
    """One demonstration in its database, seen by the owner's login."""

    owner: asyncpg.Connection
    tape: UUID
    listing: UUID
    sale: UUID

    async def value(self, sql: str, *arguments: object) -> Any:
        return await self.owner.fetchval(sql, *arguments)

    async def counted(self, sql: str, *arguments: object) -> dict[str, int]:
        return {row[0]: row[1] for row in await self.owner.fetch(sql, *arguments)}

    async def stops(self) -> dict[str, int]:
        day = await self.value("SELECT transferred_at::date + 2 FROM sales WHERE id = $1", self.sale)
        found = {}
        for title, means in STOPS.items():
            found[title] = await self.value(
                f"SELECT count(*) FROM cases k JOIN claims c ON c.id = k.claim_id WHERE k.sale_id = $1"
                f" AND k.status = 'onboarding' AND $2::date IS NOT NULL AND {means.replace('$2', '$2::date')}",
                self.sale,
                day,
            )
        return {title: many for title, many in found.items() if many}

    async def missing(self) -> dict[str, int]:
        """Facts that stopped filings, by name, out of what each stopped filing says."""
        rows = await self.owner.fetch(
            "SELECT f.missing::text FROM filings f JOIN cases k ON k.id = f.case_id"
            " WHERE k.sale_id = $1 AND f.status = 'stopped'",
            self.sale,
        )
        return dict(Counter(one["fact"] for row in rows for one in msgspec.json.decode(row["missing"])))

    async def k(self) -> int:
        """Distinct debtors behind the rarest line of the stored anonymised tape."""
        release = await self.owner.fetchrow("SELECT * FROM releases WHERE listing_id = $1", self.listing)
        told = pl.read_csv(await self.opened(release), infer_schema=False)
        rows = await self.owner.fetch(
            "SELECT x.released_reference AS reference, encode(p.person_hash, 'hex') AS debtor FROM lot_claims x"
            " JOIN parties p ON p.claim_id = x.claim_id AND p.role = 'debtor' WHERE x.listing_id = $1",
            self.listing,
        )
        debtors = pl.DataFrame([dict(row) for row in rows])
        assert set(debtors["reference"]) == set(told["reference"])
        shown = [name for name in told.columns if name != "reference"]
        groups = told.join(debtors, on="reference").group_by(shown).agg(pl.col("debtor").n_unique())
        return int(groups["debtor"].to_list() and min(groups["debtor"]))

    async def opened(self, row: asyncpg.Record) -> bytes:
        """The stored bytes of a row with `object_key`, `data_key_id` and `sha256`, checked against the hash."""
        wrapped = await self.value("SELECT wrapped FROM data_keys WHERE id = $1", row["data_key_id"])
        secret = platform_key().unwrap(wrapped, row["data_key_id"])
        content = await store().get(row["object_key"], data_key=secret)
        assert sha256(content).digest() == row["sha256"]
        return content
