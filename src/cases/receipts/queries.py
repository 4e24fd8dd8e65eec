"""Files of payments and the tray of those that wait, each list of the organisation that brought them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from cases.receipts.lines import SOURCES
from cases.receipts.mapping import Mapping, proposed
from cases.receipts.reading import Payer
from kernel import db, facts
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import NotFound, Refused
from kernel.keys import ColumnSealer
from kernel.money import Money

PAGE = 50
MATCHED_BY: dict[str, str] = {
    "case_reference": "it names the case",
    "claim_reference": "it names the claim",
    "court_number": "it names the court’s number",
    "iban": "it comes from the debtor’s account",
    "name": "the debtor’s name fits",
    "name_and_amount": "name and balance fit",
}


@dataclass(frozen=True, slots=True)
class FileLine:
    id: UUID
    source: str
    file_name: str
    status: str
    refused: str | None
    lines: int | None
    known: int | None
    booked: int | None
    waiting: int | None
    faults: int | None
    uploaded_at: datetime

    @property
    def source_name(self) -> str:
        return SOURCES[self.source]


@dataclass(frozen=True, slots=True)
class FaultShown:
    row_no: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileShown:
    line: FileLine
    sha256: str
    headers: tuple[str, ...]
    mapping: Mapping | None
    proposal: Mapping
    faults: tuple[FaultShown, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    case_id: UUID
    reference: str
    claim_reference: str
    balance: Money
    matched_by: str

    @property
    def how(self) -> str:
        return MATCHED_BY[self.matched_by]


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """A payment; `payer` is empty where what it said was erased."""

    id: UUID
    file_id: UUID
    row_no: int
    source: str
    received_on: date
    amount: Money
    status: str
    confidence: str
    why: str
    reason: str | None
    case_id: UUID | None
    case_reference: str | None
    payer: Payer
    candidates: tuple[Candidate, ...]

    @property
    def source_name(self) -> str:
        return SOURCES[self.source]


_NAMES = ", ".join(FileLine.__dataclass_fields__)


async def files_of(actor: Actor, *, after: UUID | None = None) -> list[FileLine]:
    """The newest first, a page of them."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {_NAMES} FROM receipt_files WHERE organisation_id = $1 AND ($2::uuid IS NULL OR id < $2)"
            f" ORDER BY id DESC LIMIT {PAGE}",
            actor.organisation,
            after,
        )
    return [FileLine(**dict(row)) for row in rows]


async def file_shown(actor: Actor, file_id: UUID) -> FileShown:
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM receipt_files WHERE id = $1 AND organisation_id = $2", file_id, actor.organisation
        )
        if row is None:
            raise NotFound("There is no such file here.")
        headers = tuple(msgspec.json.decode(row["headers"], type=list[str]))
        return FileShown(
            line=FileLine(**{name: row[name] for name in FileLine.__dataclass_fields__}),
            sha256=row["sha256"].hex(),
            headers=headers,
            mapping=msgspec.json.decode(row["mapping"], type=Mapping) if row["mapping"] else None,
            proposal=await _proposal(actor, row["headers"], headers),
            faults=await _faults(file_id, row["data_key_id"]),
        )


async def _proposal(actor: Actor, text: str, headers: tuple[str, ...]) -> Mapping:
    """As the last file with this header was mapped, else by the words of the header."""
    known = await db.fetch_value(
        "SELECT mapping FROM receipt_files WHERE organisation_id = $1 AND headers = $2::jsonb AND mapping IS NOT NULL"
        " AND status = 'read' ORDER BY id DESC LIMIT 1",
        actor.organisation,
        text,
    )
    if known is not None:
        return msgspec.json.decode(known, type=Mapping)
    return Mapping(columns=proposed(headers), days="iso", decimal=".", currency="EUR")


async def _faults(file_id: UUID, key_id: UUID) -> tuple[FaultShown, ...]:
    rows = await db.fetch(
        "SELECT id, row_no, column_name, sealed, reason FROM receipt_faults WHERE file_id = $1 ORDER BY row_no, id"
        " LIMIT 200",
        file_id,
    )
    if not rows:
        return ()
    sealer = ColumnSealer((await open_key(key_id)).secret, "receipt_faults", "sealed")
    return tuple(
        FaultShown(
            row["row_no"],
            row["column_name"],
            sealer.open(row["id"], row["sealed"], str) if row["sealed"] else "",
            row["reason"],
        )
        for row in rows
    )


async def waiting_count(actor: Actor) -> int:
    actor.must("cases.read")
    async with db.transaction(actor):
        return int(
            await db.fetch_value(
                "SELECT count(*) FROM receipts WHERE organisation_id = $1 AND status = 'waiting'", actor.organisation
            )
        )


async def tray(actor: Actor, *, after: UUID | None = None) -> list[ReceiptShown]:
    """Payments that wait for a person, the oldest first. Recorded as a reading of the debtors they name."""
    return await _receipts(actor, "r.status = 'waiting' AND $3::uuid IS NULL", after, None, "payments tray")


async def receipts_of_file(actor: Actor, file_id: UUID, *, after: UUID | None = None) -> list[ReceiptShown]:
    """The lines of one file in their order."""
    return await _receipts(actor, "r.file_id = $3", after, file_id, "payments of a file")


async def _receipts(
    actor: Actor, only: str, after: UUID | None, file_id: UUID | None, purpose: str
) -> list[ReceiptShown]:
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT r.*, f.source, f.data_key_id, k.reference AS case_reference, k.claim_id FROM receipts r"
            " JOIN receipt_files f ON f.id = r.file_id LEFT JOIN cases k ON k.id = r.case_id"
            f" WHERE r.organisation_id = $1 AND {only} AND ($2::uuid IS NULL OR r.id > $2) ORDER BY r.id LIMIT {PAGE}",
            actor.organisation,
            after,
            file_id,
        )
        candidates, claims = await _candidates(actor, [row["id"] for row in rows])
        payers = await _payers(rows)
        claims |= {row["claim_id"] for row in rows if row["claim_id"] is not None}
        if claims:
            await facts.record_read(actor, claim_ids=sorted(claims), purpose=purpose)
    same = set(ReceiptShown.__dataclass_fields__) - {"amount", "payer", "candidates"}
    return [
        ReceiptShown(
            **{name: row[name] for name in same},
            amount=Money(row["amount_minor"], row["currency"]),
            payer=payers[row["id"]],
            candidates=tuple(candidates.get(row["id"], ())),
        )
        for row in rows
    ]


async def _candidates(actor: Actor, receipt_ids: list[UUID]) -> tuple[dict[UUID, list[Candidate]], set[UUID]]:
    rows = await db.fetch(
        "SELECT x.receipt_id, x.case_id, x.claim_id, x.matched_by, k.reference, c.reference AS claim_reference,"
        " c.balance_minor, c.currency FROM receipt_candidates x JOIN cases k ON k.id = x.case_id"
        " JOIN claims c ON c.id = x.claim_id WHERE x.receipt_id = ANY($1)"
        " AND (k.organisation_id = $2 OR k.firm_organisation_id = $2) ORDER BY k.reference",
        receipt_ids,
        actor.organisation,
    )
    found: dict[UUID, list[Candidate]] = {}
    for row in rows:
        balance = Money(row["balance_minor"], row["currency"])
        one = Candidate(row["case_id"], row["reference"], row["claim_reference"], balance, row["matched_by"])
        found.setdefault(row["receipt_id"], []).append(one)
    return found, {row["claim_id"] for row in rows}


async def _payers(rows: list[db.Row]) -> dict[UUID, Payer]:
    sealers: dict[UUID, ColumnSealer | None] = {}
    for key_id in {row["data_key_id"] for row in rows}:
        try:
            sealers[key_id] = ColumnSealer((await open_key(key_id)).secret, "receipts", "sealed")
        except Refused:
            sealers[key_id] = None
    return {
        row["id"]: sealer.open(row["id"], row["sealed"], Payer)
        if (sealer := sealers[row["data_key_id"]]) is not None and row["sealed"]
        else Payer()
        for row in rows
    }
