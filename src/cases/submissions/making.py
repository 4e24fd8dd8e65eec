"""The job that makes files of a chunk of sealed papers: cut, lodged by the court's limits, kept in one transaction.

Killed anywhere, the next run finds what still waits and begins again; the worst that remains is an object in the store
that no row names, encrypted with a key that nobody has.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec

from cases.desk.reach import digest_of, for_owner
from cases.jurisdictions.court_channel import CourtFile, Lodgement, Occasion, Part
from cases.submissions.anew import approve_as_before
from cases.submissions.chunks import NOT_OURS, Chunk, Waiting, chunk_of
from cases.submissions.cutting import Cut, cut
from cases.submissions.facts import SubmissionsMade
from cases.submissions.fees import sum_of
from cases.submissions.left_out import Reason, leave_out, reasons_of
from cases.submissions.states import SUBMISSION_BATCHES
from documents.vault.commands import Put, add_document, put, seal_document
from documents.vault.queries import open_document
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import day_in
from kernel.errors import Invalid, NotFound, Problem, Refused, StaleState
from kernel.ids import new_id
from kernel.progress import Progress

TOLD_EVERY = 50
TRIES = 5
"""How often the files of a chunk are begun again in one run."""
MEDIA = {".xml": "application/xml"}


@dataclass(frozen=True, slots=True)
class Made:
    """A file that lies in the store."""

    file: CourtFile
    stored: Put


async def make_files(actor: Actor, batch_id: UUID, chunk: int) -> int:
    """Makes the files of what still waits in the chunk; returns how many filings are in them. Safe to repeat.

    Begun again where another run was faster, whose files stand, or another house took some of the cases: of the others.
    Refused, and to be tried again, where that never ends.
    """
    for _ in range(TRIES):
        here = await chunk_of(actor, batch_id, chunk)
        if here is None or not here.waiting:
            return 0
        try:
            return await _make(replace(actor, person_id=here.batch["ordered_by"]), here, chunk)
        except StaleState:
            continue
    raise Refused(
        f"The papers of this part changed hands each of the {TRIES} times its files were made. Try the job again;"
        " nothing of it is lost, and every paper still waits."
    )


async def _make(actor: Actor, here: Chunk, chunk: int) -> int:
    account = Progress(actor, here.batch["progress_id"])
    cuts: dict[str, Cut] = {}
    left: dict[UUID, tuple[Reason, ...]] = {}
    async for one, found in _cut(actor, here, account):
        if isinstance(found, Cut):
            cuts[one.request_id] = found
        else:
            left[one.part_id] = tuple(Reason("paper", why, "") for why in found)
    day = day_in(here.batch["ordered_at"], here.way.jurisdiction.time_zone)
    occasion = Occasion(_reference(here.batch, chunk), day, here.taken)
    by_request = {one.request_id: one for one in here.waiting}
    parts = [Part(one, by_request[one].case.reference, found.content) for one, found in cuts.items()]
    try:
        lodged = (
            await asyncio.to_thread(here.way.channel.lodge, parts, here.account.fields, occasion) if parts else None
        )
    except Invalid as problem:
        await _refuse(actor, here, problem, account)
        return 0
    if lodged is not None:
        left |= {by_request[one.request_id].part_id: reasons_of(one) for one in lodged.left_out}
    files = [
        Made(one, await put(one.content, media_type=_media(one.name))) for one in (lodged or Lodgement((), ())).files
    ]
    over = await _keep(actor, here, chunk, files, cuts, left)
    kept = sum(len(one.file.request_ids) for one in files)
    await _told(account, here, here.done_before + kept + len(left), over=over)
    return kept


async def _cut(actor: Actor, here: Chunk, account: Progress) -> AsyncIterator[tuple[Waiting, Cut | tuple[str, ...]]]:
    """Each paper's machine part, or why it has none to go; the sealed bytes are held against their hash."""
    for number, one in enumerate(here.waiting, start=1):
        yield one, tuple(one.judged.stops) or await _cut_one(actor, here, one)
        if number % TOLD_EVERY == 0:
            await account.report(here.done_before + number, here.batch["filings"], "Cutting the sealed papers")


async def _cut_one(actor: Actor, here: Chunk, one: Waiting) -> Cut | tuple[str, ...]:
    try:
        pdf = await (await open_document(actor, one.document_id)).content()
    except NotFound:
        return (NOT_OURS,)
    found = await asyncio.to_thread(cut, pdf, here.way.channel)
    if isinstance(found, str):
        return (found,)
    return one.judged.of_part(found.digest) or found


def _reference(batch: db.Row, chunk: int) -> str:
    """Unlike any other: the day, the batch's last ten digits, the chunk. Letters, digits and `-` alone."""
    return f"R{batch['ordered_at']:%y%m%d}-{batch['id'].hex[-10:]}-{chunk + 1}"


def _media(name: str) -> str:
    return MEDIA.get(name[name.rfind(".") :].lower(), "application/octet-stream")


async def _keep(
    actor: Actor,
    here: Chunk,
    chunk: int,
    files: Sequence[Made],
    cuts: dict[str, Cut],
    left: dict[UUID, tuple[Reason, ...]],
) -> bool:
    """Documents, files and parts in one transaction; whether the batch is made then. StaleState where another run was
    faster.
    """
    by_request = {one.request_id: one for one in here.waiting}
    async with db.transaction(actor):
        held = await db.fetch(
            "SELECT id FROM submission_parts WHERE batch_id = $1 AND chunk = $2 AND outcome = 'waiting' FOR UPDATE",
            here.batch["id"],
            chunk,
        )
        if {row["id"] for row in held} != {one.part_id for one in here.waiting}:
            raise StaleState("This chunk was made meanwhile.")
        for one in files:
            submission_id = await _keep_file(actor, here, one, cuts, by_request)
            if here.batch["instead_of"] is not None:
                await approve_as_before(actor, here.batch["instead_of"], submission_id)
        await leave_out(left)
        # Papers of another part may go to other hands at this moment: whoever sees the last of both ends the batch.
        await db.execute("SELECT 1 FROM submission_batches WHERE id = $1 FOR UPDATE", here.batch["id"])
        waits = await db.fetch_value(
            "SELECT 1 FROM submission_parts WHERE batch_id = $1 AND outcome = 'waiting' LIMIT 1", here.batch["id"]
        )
        if waits is None:
            await db.move("submission_batches", here.batch["id"], SUBMISSION_BATCHES["make"])
        requests = [id_ for one in files for id_ in one.file.request_ids]
        made = SubmissionsMade(
            subject_id=here.batch["id"],
            channel=here.way.channel.code,
            files=len(files),
            filings=len(requests),
            left_out=len(left),
            digest=digest_of([by_request[one].part_id for one in requests]),
        )
        await facts.record(actor, made, about=_other(actor, here.batch))
    return waits is None


async def _keep_file(
    actor: Actor, here: Chunk, made: Made, cuts: dict[str, Cut], by_request: dict[str, Waiting]
) -> UUID:
    inside = [by_request[one] for one in made.file.request_ids]
    document_id = await _keep_document(actor, here, made)
    submission_id = new_id()
    fee = sum_of([one.fee for one in inside], here.way.jurisdiction)
    await db.execute(
        "INSERT INTO submissions (id, batch_id, organisation_id, firm_organisation_id, account_id, channel, connector,"
        " reference, name, document_id, parts, controls, fee_minor, currency, without_fee, status, made_by, made_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'ready', $16, $17)",
        submission_id,
        here.batch["id"],
        here.batch["organisation_id"],
        here.batch["firm_organisation_id"],
        here.account.id,
        here.way.channel.code,
        here.account.connector,
        made.file.reference,
        made.file.name,
        document_id,
        len(inside),
        msgspec.json.encode(made.file.controls).decode(),
        fee.minor,
        fee.currency,
        sum(1 for one in inside if one.fee is None),
        actor.person_id,
        actor.now(),
    )
    done = await db.execute(
        "UPDATE submission_parts p SET submission_id = $1, outcome = 'ready', machine = n.machine,"
        " machine_sha256 = n.digest, fee_minor = n.fee, currency = n.currency"
        " FROM unnest($2::uuid[], $3::text[], $4::bytea[], $5::bigint[], $6::text[])"
        " AS n(id, machine, digest, fee, currency) WHERE p.id = n.id AND p.outcome = 'waiting'",
        submission_id,
        [one.part_id for one in inside],
        [cuts[one.request_id].name for one in inside],
        [cuts[one.request_id].digest for one in inside],
        [one.fee.minor if one.fee else None for one in inside],
        [one.fee.currency if one.fee else None for one in inside],
    )
    if done != len(inside):
        raise StaleState("A paper of this file lies in another one.")
    return submission_id


async def _keep_document(actor: Actor, here: Chunk, made: Made) -> UUID:
    """The file in the vault of the cases' owner, sealed."""
    owner = for_owner(actor, here.batch["organisation_id"])
    async with db.transaction(owner, as_system=True):
        document_id = await add_document(
            owner,
            made.stored,
            subject_kind="organisation",
            subject_id=here.batch["organisation_id"],
            kind="court_file",
            title=f"{here.way.channel.name}: {made.file.reference}",
            language="mul",
            file_name=made.file.name,
            firm_organisation_id=here.batch["firm_organisation_id"],
        )
        await seal_document(owner, document_id, about=here.batch["firm_organisation_id"])
    return document_id


async def _refuse(actor: Actor, here: Chunk, problem: Problem, account: Progress) -> None:
    """No file can be made at all, for what the account lacks: every paper is free again, files made before stand."""
    said = problem.in_full[:1000]
    async with db.transaction(actor):
        await db.move("submission_batches", here.batch["id"], SUBMISSION_BATCHES["refuse"], reason=said)
        await db.execute(
            "UPDATE submission_parts SET outcome = 'released' WHERE batch_id = $1 AND outcome = 'waiting'",
            here.batch["id"],
        )
    await account.fail(said)


async def _told(account: Progress, here: Chunk, done: int, *, over: bool) -> None:
    """Of a made batch every paper is accounted for, though some may have gone to other hands meanwhile."""
    if over:
        await account.finish(here.batch["filings"], "The files are made.")
    else:
        await account.report(done, here.batch["filings"], "Making the files")


def _other(actor: Actor, row: db.Row) -> UUID | None:
    owner: UUID = row["organisation_id"]
    firm: UUID | None = row["firm_organisation_id"]
    return firm if actor.organisation_id == owner else owner
