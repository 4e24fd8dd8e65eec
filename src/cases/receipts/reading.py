"""Reading a stored file of payments: its lines matched, the certain ones booked, the others laid into the tray."""

import asyncio
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

import msgspec

from cases.receipts.booking import book_certain, tell_others
from cases.receipts.camt import read_camt
from cases.receipts.facts import ReceiptFileRefused, ReceiptsRead
from cases.receipts.lines import Fault, Line, digests
from cases.receipts.mapping import Mapping
from cases.receipts.matching import Prepared, copy_in, drop_known, judge, match
from cases.receipts.sheets import Format, read_sheet
from cases.receipts.states import RECEIPT_FILES
from documents.vault.commands import store
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.data_keys import DataKey, open_key
from kernel.errors import Invalid
from kernel.ids import new_id
from kernel.keys import ColumnSealer

MOST_FAULTS = 1000
"""So many unreadable rows are kept with their reason; the count is of all."""


class Payer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What `receipts.sealed` holds: who paid, from which account, with which words, and what the line refers to."""

    name: str = ""
    iban: str = ""
    remittance: str = ""
    reference: str = ""
    court_number: str = ""


async def read_file(actor: Actor, file_id: UUID) -> None:
    """What the job does, safe to repeat: a file that is no longer being read is left as it is."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM receipt_files WHERE id = $1 AND organisation_id = $2 AND status = 'reading'",
            file_id,
            actor.organisation,
        )
        if row is None:
            return
        keys = [await open_key(row[name]) for name in ("file_key_id", "data_key_id")]
    content = await store().get(row["object_key"], data_key=keys[0].secret)
    try:
        lines, faults = await asyncio.to_thread(_read, content, row, actor.today("UTC"))
    except Invalid as problem:
        await _refuse(actor, file_id, problem)
        return
    prepared = await asyncio.to_thread(_prepare, lines, keys[1])
    async with db.transaction(actor):
        await db.fetch_value("SELECT 1 FROM receipt_files WHERE id = $1 FOR UPDATE", file_id)
        await copy_in(prepared)
        known = await drop_known(actor)
        await match(actor)
        await judge(row["source"])
        booked = await book_certain(actor, file_id, row["source"])
        await _keep_faults(actor, file_id, faults, keys[1])
        counts = {
            "lines": len(lines) + len(faults),
            "known": known,
            "booked": booked,
            "waiting": len(lines) - known - booked,
            "faults": len(faults),
        }
        await db.move("receipt_files", file_id, RECEIPT_FILES["finish"], **counts, read_at=actor.now())
        digest = sha256(b"".join(one.digest for one in prepared)).hexdigest()
        await facts.record(actor, ReceiptsRead(subject_id=file_id, **counts, digest=digest))
        await tell_others(actor, file_id)
        if booked:
            await jobs.defer("receipts.reckon", organisation_id=actor.organisation, file_id=file_id)


def _read(content: bytes, row: db.Row, today: date) -> tuple[list[Line], list[Fault]]:
    kind: Format = row["format"]
    if kind == "camt":
        found = read_camt(content)
    else:
        mapping = msgspec.json.decode(row["mapping"], type=Mapping)
        headers = msgspec.json.decode(row["headers"], type=list[str])
        found = read_sheet(content, kind, mapping, headers, today)
    lines: list[Line] = []
    faults: list[Fault] = []
    for one in found:
        if isinstance(one, Fault):
            faults.append(one)
        elif one.received_on > today:
            faults.append(Fault(one.row_no, "date", one.received_on.isoformat(), "The day has not come yet."))
        else:
            lines.append(one)
    return lines, faults


def _prepare(lines: Sequence[Line], key: DataKey) -> list[Prepared]:
    sealer = ColumnSealer(key.secret, "receipts", "sealed")
    ids = sorted(new_id().bytes for _ in lines)  # rising, so that lists by id keep the order of the file
    encode = msgspec.msgpack.encode
    payers = (encode(Payer(one.payer, one.iban, one.remittance, one.reference, one.court_number)) for one in lines)
    sealed = sealer.seal_encoded(ids, payers)
    return [
        Prepared(line, row_id, digest, value or b"")
        for line, row_id, digest, value in zip(lines, ids, digests(lines), sealed, strict=True)
    ]


async def _keep_faults(actor: Actor, file_id: UUID, faults: Sequence[Fault], key: DataKey) -> None:
    sealer = ColumnSealer(key.secret, "receipt_faults", "sealed")
    kept = [(new_id(), one) for one in faults[:MOST_FAULTS]]
    await db.execute(
        "INSERT INTO receipt_faults (id, file_id, organisation_id, row_no, column_name, sealed, reason)"
        " SELECT f.id, $1, $2, f.row_no, f.name, f.sealed, f.reason"
        " FROM unnest($3::uuid[], $4::int[], $5::text[], $6::bytea[], $7::text[])"
        " AS f(id, row_no, name, sealed, reason)",
        file_id,
        actor.organisation,
        [fault_id for fault_id, _ in kept],
        [one.row_no for _, one in kept],
        [one.column[:60] for _, one in kept],
        [sealer.seal(fault_id, one.value) for fault_id, one in kept],
        [one.reason[:200] for _, one in kept],
    )


async def _refuse(actor: Actor, file_id: UUID, problem: Invalid) -> None:
    async with db.transaction(actor):
        await db.move("receipt_files", file_id, RECEIPT_FILES["refuse"], refused=problem.sentence[:300])
        digest = sha256(problem.sentence.encode()).hexdigest()
        await facts.record(actor, ReceiptFileRefused(subject_id=file_id, digest=digest))
