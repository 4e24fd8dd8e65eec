"""The job that signs: paper by paper, each in one transaction with its version, its hash and its fact.

It may be killed anywhere and run twice: what is signed in the database is signed, and nothing else is. A device or a
time-stamping server that is away leaves its paper unsigned, with the reason, to be tried again; B-T never becomes B-B.
"""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import asyncpg

from documents.sign import PadesSigner
from documents.signatures.facts import DocumentSigned
from documents.signatures.keys import key_named, open_key
from documents.signatures.looking import look_at
from documents.signatures.states import SIGNING_BATCHES, SIGNING_ITEMS, BatchStatus
from documents.timestamps import StampRefused, TimeStampingAuthority, trusted_roots
from documents.vault.commands import Put, keep_key, put
from documents.vault.queries import NEWEST, Opened, open_document
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Problem, Refused, StaleState, Unavailable
from kernel.ids import new_id
from kernel.progress import Progress
from kernel.settings import settings

log = logging.getLogger("recourse.signatures")
CHUNK = 50
OUTAGES = 3
"""So many papers in a row that found the device or the server away end a run."""
LONGEST_WAIT = 12
"""Of the waits between runs, which double, the longest: 2¹² seconds, a little over an hour."""
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class _Item:
    id: UUID
    number: int
    document_id: UUID
    tries: int


@dataclass(frozen=True, slots=True)
class _Base:
    """The version that is signed, and whose the document is."""

    version_id: UUID
    number: int
    file_name: str
    pages: int | None
    owner_id: UUID
    firm_id: UUID | None


async def sign_batch(actor: Actor, batch_id: UUID) -> None:
    """Signs what waits of a batch and tells how far it has come."""
    async with db.transaction(actor):
        batch = await db.fetch_one(
            "SELECT * FROM signing_batches WHERE id = $1 AND organisation_id = $2", batch_id, actor.organisation
        )
    if batch is None or batch["status"] != BatchStatus.ORDERED:
        return
    actor = replace(actor, person_id=batch["ordered_by"])
    account = Progress(actor, batch["progress_id"])
    try:
        signer = _signer(actor, batch)
    except Problem as problem:
        await account.fail(f"{problem.sentence} No paper was signed by this run; order it again when that is mended.")
        raise
    run = _Run(actor, batch, signer, account)
    await run.through()
    await run.conclude()


def _signer(actor: Actor, batch: db.Row) -> PadesSigner:
    key = key_named(actor.organisation, batch["key_name"], holder=batch["signatory"])
    stamps = TimeStampingAuthority(settings().timestamp_url) if batch["level"] == "B-T" else None
    if stamps is not None and not settings().timestamp_url:
        raise Unavailable("No time-stamping server is named (TIMESTAMP_URL), and these papers are to be stamped.")
    return PadesSigner(open_key(key), stamps=stamps)


class _Run:
    """One run of the job over what waits of a batch."""

    def __init__(self, actor: Actor, batch: db.Row, signer: PadesSigner, account: Progress) -> None:
        self.actor, self.batch, self.signer, self.account = actor, batch, signer, account
        self.outages = 0

    async def through(self) -> None:
        last = 0
        await self._tell()
        while self.outages < OUTAGES and (items := await self._waiting(last)):
            for item in items:
                last = item.number
                await self._one(item)
                if self.outages == OUTAGES:
                    break
            await self._tell()

    async def _waiting(self, after: int) -> list[_Item]:
        async with db.transaction(self.actor):
            rows = await db.fetch(
                "SELECT id, number, document_id, tries FROM signing_items WHERE organisation_id = $1 AND batch_id = $2"
                " AND status = 'waiting' AND number > $3 ORDER BY number LIMIT $4",
                self.actor.organisation,
                self.batch["id"],
                after,
                CHUNK,
            )
        return [_Item(**dict(row)) for row in rows]

    async def _one(self, item: _Item) -> None:
        try:
            await self._sign(item)
        except Unavailable as problem:
            self.outages += 1
            await self._note(item, problem.sentence)
        except StaleState:
            # Another run was faster.
            return
        except Problem as problem:
            await self._refuse(item, problem.sentence)
        else:
            self.outages = 0

    async def _sign(self, item: _Item) -> None:
        base = await self._base(item)
        opened = await open_document(self.actor, item.document_id)
        content = await opened.content()
        signed = await self.signer.sign(
            content, reason=self.batch["reason"], place=self.batch["place"], name=self.batch["signatory"]
        )
        await self._prove(content, signed)
        stored = await put(signed, media_type=PDF)
        try:
            await self._keep(item, base, opened, stored)
        except asyncpg.UniqueViolationError as error:
            raise Unavailable("Another signature was being added at the same moment.") from error

    async def _base(self, item: _Item) -> _Base:
        async with db.transaction(self.actor):
            row = await db.fetch_one(
                "SELECT v.id AS version_id, v.number, v.file_name, v.pages, v.media_type,"
                f" d.organisation_id AS owner_id, d.firm_organisation_id AS firm_id FROM {NEWEST} WHERE d.id = $1",
                item.document_id,
            )
        if row is None:
            raise Refused("The document is no longer yours to sign: it went to another owner.")
        if row["media_type"] != PDF:
            raise Refused("The document is no PDF.")
        return _Base(**{name: row[name] for name in _Base.__dataclass_fields__})

    async def _prove(self, before: bytes, signed: bytes) -> None:
        """What was made is looked at as a stranger would before it is believed."""
        looked = await look_at(signed, stamp_roots=trusted_roots())
        mine = looked.signatures[-1] if looked.signatures else None
        if mine is None or mine.state != "whole" or not signed.startswith(before):
            raise Refused("The signature that was made does not hold when it is checked; it was thrown away.")
        if self.batch["level"] == "B-T" and mine.stamped_at is None:
            raise StampRefused("The time stamp that came does not hold; the paper stays unsigned.")
        if self.batch["level"] == "B-T" and trusted_roots() and not mine.stamp_trusted:
            raise StampRefused("The time stamp does not lead to a root of TIMESTAMP_ROOTS; the paper stays unsigned.")

    async def _keep(self, item: _Item, base: _Base, opened: Opened, stored: Put) -> None:
        owner = replace(self.actor, organisation_id=base.owner_id)
        version_id = new_id()
        async with db.transaction(self.actor):
            # The version belongs to the document's owner, whoever signs for him.
            async with db.transaction(owner, as_system=True):
                await keep_key(owner, stored)
                await _add_version(owner, item, base, stored, version_id, self.batch["id"])
            await db.move("signing_items", item.id, SIGNING_ITEMS["sign"], signed_version_id=version_id, reason=None)
            signed = DocumentSigned(
                subject_id=item.document_id,
                sha256=stored.sha256.hex(),
                was_sha256=opened.shown.sha256.hex(),
                batch_id=self.batch["id"],
                signatory_id=self.batch["signatory_id"],
                stamped=self.batch["level"] == "B-T",
            )
            others = {base.owner_id, base.firm_id} - {self.actor.organisation_id, None}
            await facts.record(self.actor, signed, about=next(iter(others), None))

    async def _note(self, item: _Item, sentence: str) -> None:
        async with db.transaction(self.actor):
            await db.execute(
                "UPDATE signing_items SET reason = $2, tries = tries + 1 WHERE id = $1 AND status = 'waiting'",
                item.id,
                sentence[:500],
            )

    async def _refuse(self, item: _Item, sentence: str) -> None:
        async with db.transaction(self.actor):
            await db.move("signing_items", item.id, SIGNING_ITEMS["refuse"], reason=sentence[:500])

    async def _counts(self) -> dict[str, int]:
        async with db.transaction(self.actor):
            rows = await db.fetch(
                "SELECT status, count(*) AS many FROM signing_items WHERE organisation_id = $1 AND batch_id = $2"
                " GROUP BY status",
                self.actor.organisation,
                self.batch["id"],
            )
        return {row["status"]: row["many"] for row in rows}

    async def _tell(self) -> None:
        counts = await self._counts()
        await self.account.report(counts.get("signed", 0) + counts.get("refused", 0), sum(counts.values()))

    async def conclude(self) -> None:
        """Done, or a further run later for what waits; sealed versions are locked in the store either way."""
        counts = await self._counts()
        waiting, total = counts.get("waiting", 0), sum(counts.values())
        batch_id: UUID = self.batch["id"]
        async with db.transaction(self.actor):
            await jobs.defer(
                "signatures.lock", queue="bulk", organisation_id=self.actor.organisation, batch_id=batch_id
            )
            if waiting:
                await self._again_later(batch_id)
            else:
                await db.move("signing_batches", batch_id, SIGNING_BATCHES["finish"])
        said = f"Signed: {counts.get('signed', 0)}. Refused: {counts.get('refused', 0)}."
        if not waiting:
            await self.account.finish(total, said)
            return
        waits = "The device or the time-stamping server does not answer; it is tried again by itself."
        await self.account.report(total - waiting, total, f"{said} Unsigned and waiting: {waiting}. {waits}")

    async def _again_later(self, batch_id: UUID) -> None:
        tries: int = await db.fetch_value("SELECT max(tries) FROM signing_items WHERE batch_id = $1", batch_id)
        wait = timedelta(seconds=2 ** min(LONGEST_WAIT, 5 + tries))
        await jobs.defer(
            "signatures.sign",
            queue="bulk",
            # Without the batch's lock: a job that waits for its hour would hold up the one that a person asks for now.
            once=f"signing-later:{batch_id}",
            at=self.actor.now() + wait,
            organisation_id=self.actor.organisation,
            batch_id=batch_id,
        )


async def _add_version(owner: Actor, item: _Item, base: _Base, stored: Put, version_id: UUID, batch_id: UUID) -> None:
    """The signed bytes as the document's next version; of one batch there is one at most."""
    await db.execute(
        "INSERT INTO document_versions (id, document_id, number, file_name, media_type, object_key, data_key_id,"
        " sha256, size_bytes, pages, source_digest, signature_of, made_by, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        version_id,
        item.document_id,
        base.number + 1,
        base.file_name,
        stored.media_type,
        stored.object_key,
        stored.key.id,
        stored.sha256,
        stored.size,
        base.pages,
        sha256(b"signed" + batch_id.bytes + item.document_id.bytes).digest(),
        base.version_id,
        owner.person_id,
        owner.now(),
    )
