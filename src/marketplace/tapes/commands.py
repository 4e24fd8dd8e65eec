"""What a seller does with a tape. Each command is one transaction; reading files happens before it opens."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec

from cases.claims.facts import ClaimsUnaccepted
from documents.vault.commands import keep_key, put
from kernel import data_keys, db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused, StaleState
from kernel.ids import new_id
from marketplace.tapes.facts import (
    TapeAcceptanceBegun,
    TapeMapped,
    TapeRejected,
    TapeSuperseded,
    TapeUndone,
    TapeUploaded,
)
from marketplace.tapes.issues import has_documents
from marketplace.tapes.looking import digest_of_headers, look_at, without_samples
from marketplace.tapes.mapping import Mapping, confirm, saved
from marketplace.tapes.policies import can_accept, can_check
from marketplace.tapes.reading import Format
from marketplace.tapes.reading.templates.tables import is_archive_of_csv
from marketplace.tapes.states import TAPES, TapeStatus
from marketplace.tapes.stored import look_sealer, stored_tape

MEDIA_TYPES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.SET: "application/zip",
}
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class UploadedTape:
    id: UUID
    sha256: str
    size_bytes: int


async def upload_tape(
    actor: Actor, file: Path, *, name: str, cut_off_on: date, supersedes: UUID | None = None
) -> UploadedTape:
    """Stores the file as it came and opens a tape for it. Its originator is the organisation's kind.

    `file` keeps the name the seller gave it. Invalid, and nothing is kept, for a file that is no tape; Refused if
    the tape it replaces has another cut-off date. An accepted tape stays so until this one is accepted in its place.
    """
    actor.must("tapes.upload")
    _refuse_unnamed(name, cut_off_on, actor)
    look = await asyncio.to_thread(look_at, file)
    kind = look.layout.format
    media_type = MEDIA_TYPES[Format.XLSX if kind is Format.SET and not is_archive_of_csv(file) else kind]
    originator_kind = await _originator_kind(actor)
    stored = await put(file, media_type=media_type)
    tape_id = new_id()
    async with db.transaction(actor):
        await keep_key(actor, stored)
        key = await data_keys.make(actor, "tape")
        if supersedes is not None:
            await _supersede(actor, supersedes, by=tape_id, cut_off_on=cut_off_on)
        await db.execute(
            "INSERT INTO tapes (id, organisation_id, name, originator_kind, cut_off_on, file_name, media_type,"
            " size_bytes, sha256, object_key, file_key_id, data_key_id, status, layout, look, supersedes_tape_id,"
            " uploaded_by, uploaded_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'uploaded', $13, $14, $15, $16, $17)",
            tape_id,
            actor.organisation,
            name.strip(),
            originator_kind,
            cut_off_on,
            file.name[-LONGEST_NAME:],
            media_type,
            stored.size,
            stored.sha256,
            stored.object_key,
            stored.key.id,
            key.id,
            msgspec.json.encode(without_samples(look.layout)).decode(),
            look_sealer(key).seal(tape_id, look),
            supersedes,
            actor.person_id,
            actor.now(),
        )
        told = TapeUploaded(
            subject_id=tape_id, sha256=stored.sha256.hex(), size_bytes=stored.size, supersedes_tape_id=supersedes
        )
        await facts.record(actor, told)
    return UploadedTape(tape_id, stored.sha256.hex(), stored.size)


def _refuse_unnamed(name: str, cut_off_on: date, actor: Actor) -> None:
    places = []
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        places.append(Place("name", name, f"Give the tape a name of 1 to {LONGEST_NAME} characters."))
    # A day later than ours may already have begun where the seller is.
    if cut_off_on > actor.today("UTC") + timedelta(days=1):
        places.append(Place("cut_off_on", str(cut_off_on), "Balances stand at a day that has come."))
    if places:
        raise Invalid(f"The tape was not taken: {places[0].sentence}", places=places)


async def _originator_kind(actor: Actor) -> str:
    async with db.transaction(actor):
        kind: str | None = await db.fetch_value(
            "SELECT originator_kind FROM organisations WHERE id = $1", actor.organisation
        )
    if kind is None:
        raise Refused("Your organisation does not say what kind of originator it is. Complete its details first.")
    return kind


async def _supersede(actor: Actor, tape_id: UUID, *, by: UUID, cut_off_on: date) -> None:
    row = await db.fetch_one(
        "SELECT status, cut_off_on FROM tapes WHERE id = $1 AND organisation_id = $2", tape_id, actor.organisation
    )
    if row is None:
        raise NotFound("There is no such tape to replace.")
    if row["cut_off_on"] != cut_off_on:
        raise Refused(f"A tape replaces another of the same cut-off date; that one's is {row['cut_off_on']}.")
    if row["status"] == "accepting":
        raise Refused("The tape to replace is being accepted. Wait until that is done.")
    # An accepted one stands until its later issue is accepted in its place.
    if row["status"] not in ("rejected", "accepted"):
        await db.move("tapes", tape_id, TAPES["supersede"])
        await facts.record(actor, TapeSuperseded(subject_id=tape_id, by_tape_id=by))


async def map_tape(actor: Actor, tape_id: UUID, mapping: Mapping, *, shown_version: int | None = None) -> None:
    """Confirms what the columns mean, remembers it for the seller's files of the same header, and starts the checks.

    Invalid with one place for each thing to mend. `shown_version` refuses a mapping made on an older page.
    """
    actor.must("tapes.upload")
    tape = await stored_tape(actor, tape_id)
    confirm(mapping, tape.layout)
    if shown_version is not None and shown_version != tape.version:
        raise StaleState("Somebody changed the tape since your page was loaded. Load it again.")
    text = saved(mapping)
    async with db.transaction(actor):
        await db.move("tapes", tape_id, TAPES["map"], mapping=text, failure=None)
        await db.execute(
            "INSERT INTO tape_mappings (id, organisation_id, name, header_digest, mapping, saved_by, saved_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organisation_id, header_digest)"
            " DO UPDATE SET mapping = excluded.mapping, saved_by = excluded.saved_by, saved_at = excluded.saved_at",
            new_id(),
            actor.organisation,
            tape.name,
            digest_of_headers(tape.layout),
            text,
            actor.person_id,
            actor.now(),
        )
        await facts.record(actor, TapeMapped(subject_id=tape_id, mapping_sha256=sha256(text.encode()).hexdigest()))
        await _defer("tapes.check", actor, tape_id)


async def recheck_tape(actor: Actor, tape_id: UUID) -> None:
    """Has a mapped tape checked again; a check that failed for a reason outside the file is repeated this way."""
    actor.must("tapes.upload")
    async with db.transaction(actor):
        row = await _own(actor, tape_id)
        answer = can_check(actor, TapeStatus(row["status"]))
        if answer is not True:
            raise Refused(f"The tape is {row['status']}. {answer}")
        await db.execute("UPDATE tapes SET failure = NULL WHERE id = $1 AND failure IS NOT NULL", tape_id)
        await _defer("tapes.check", actor, tape_id)


async def begin_accepting(actor: Actor, tape_id: UUID) -> None:
    """Starts the acceptance of a checked tape; the job writes the claims. Refused with the reason it cannot."""
    actor.must("tapes.accept")
    async with db.transaction(actor):
        row = await _own(actor, tape_id)
        answer = can_accept(actor, TapeStatus(row["status"]), row["rows_accepted"])
        if answer is not True:
            raise Refused(f"The tape is {row['status']}. {answer}")
        await db.move("tapes", tape_id, TAPES["begin_accepting"], failure=None)
        await facts.record(actor, TapeAcceptanceBegun(subject_id=tape_id, rows_accepted=row["rows_accepted"]))
        await _defer("tapes.accept", actor, tape_id)


async def undo_acceptance(actor: Actor, tape_id: UUID) -> int:
    """Takes the tape's claims back with all that hangs on them. Refused once a listing ever used one."""
    actor.must("tapes.accept")
    async with db.transaction(actor):
        await _own(actor, tape_id)
        await db.move("tapes", tape_id, TAPES["undo"], accepted_at=None, claims_count=None, balances=None, failure=None)
        if await has_documents(actor, tape_id):
            raise Refused("Documents were delivered for claims of this tape, so its acceptance stands.")
        try:
            async with db.transaction(actor):
                gone = int(await db.fetch_value("SELECT claims_unaccept($1)", tape_id))
        except (asyncpg.CheckViolationError, asyncpg.ForeignKeyViolationError) as error:
            raise Refused("A listing uses claims of this tape, so its acceptance stands.") from error
        await facts.record(actor, TapeUndone(subject_id=tape_id, claims=gone))
        await facts.record(actor, ClaimsUnaccepted(subject_id=tape_id, claims=gone))
        await _defer("tapes.check", actor, tape_id)
    return gone


async def reject_tape(actor: Actor, tape_id: UUID) -> None:
    """Puts a tape aside that became no claims. Its file, findings and rejected rows stay."""
    actor.must("tapes.upload")
    async with db.transaction(actor):
        await _own(actor, tape_id)
        await db.move("tapes", tape_id, TAPES["reject"])
        await facts.record(actor, TapeRejected(subject_id=tape_id))


async def _own(actor: Actor, tape_id: UUID) -> db.Row:
    row = await db.fetch_one("SELECT * FROM tapes WHERE id = $1 AND organisation_id = $2", tape_id, actor.organisation)
    if row is None:
        raise NotFound("There is no such tape here.")
    return row


async def _defer(task: str, actor: Actor, tape_id: UUID) -> None:
    await jobs.defer(task, queue="bulk", lock=f"tape:{tape_id}", organisation_id=actor.organisation, tape_id=tape_id)
