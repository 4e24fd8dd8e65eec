"""Ordering signatures: who signs, by what authority, with which key, at what level, and which papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from uuid import UUID

from documents.signatures.facts import SigningOrdered
from documents.signatures.keys import key_named
from documents.signatures.states import SIGNING_BATCHES
from documents.vault.queries import NEWEST
from kernel import db, facts, jobs, progress
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Place, Refused
from kernel.ids import new_id
from kernel.settings import settings

type Level = Literal["B-B", "B-T"]
LEVELS: tuple[Level, ...] = ("B-B", "B-T")
MOST = 20_000
NAME = "signing"
READY = ("approved", "sealed", "filed", "served")


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and the authority it rests on; whoever appointed them knows it to be true."""

    id: UUID
    person_id: UUID
    name: str
    position: str
    authority: str


@dataclass(frozen=True, slots=True)
class Signing:
    """How the papers are to be signed. `level` is never lowered: B-T waits for its time stamp."""

    signatory: Signatory
    key: str
    level: Level
    reason: str
    place: str
    name: str = ""


async def order_signing(actor: Actor, document_ids: Sequence[UUID], signing: Signing) -> UUID:
    """Orders the signatures; a job makes them. Returns the batch.

    Invalid where something is missing, Forbidden for another person's key, NotFound for a paper out of reach, Refused
    for one that is a draft still or no PDF.
    """
    actor.must("documents.sign")
    _check(actor, document_ids, signing)
    ids = list(dict.fromkeys(document_ids))
    async with db.transaction(actor):
        await _ready(ids)
        batch_id = new_id()
        progress_id = await progress.announce(actor, batch_id, NAME, len(ids))
        await _keep(actor, batch_id, progress_id, signing, ids)
        ordered = SigningOrdered(
            subject_id=batch_id,
            signatory_id=signing.signatory.id,
            authority_sha256=sha256(signing.signatory.authority.encode()).hexdigest(),
            count=len(ids),
            digest=sha256(b"".join(sorted(one.bytes for one in ids))).hexdigest(),
        )
        await facts.record(actor, ordered)
        await sign_later(actor.organisation, batch_id)
    return batch_id


def _check(actor: Actor, document_ids: Sequence[UUID], signing: Signing) -> None:
    key = key_named(actor.organisation, signing.key, holder=signing.signatory.name)
    # A personal key stays under its holder's sole control (eIDAS art. 26 (c)); a seal is the organisation's.
    if key.holder and signing.signatory.person_id != actor.person_id:
        raise Forbidden(f"Only {signing.signatory.name} orders signatures with this key. Ask for it.")
    places = [
        Place(where, value[:80], sentence)
        for where, value, holds, sentence in (
            ("documents", "", bool(document_ids), "Choose at least one document."),
            ("documents", str(len(document_ids)), len(document_ids) <= MOST, f"At most {MOST:,} at once."),
            ("level", signing.level, signing.level in LEVELS, "Choose B-B or B-T."),
            ("reason", signing.reason, len(signing.reason) <= 200, "At most 200 letters."),
            ("place", signing.place, len(signing.place) <= 100, "At most 100 letters."),
        )
        if not holds
    ]
    if signing.level == "B-T" and not settings().timestamp_url:
        places.append(Place("level", "B-T", "No time-stamping server is named (TIMESTAMP_URL)."))
    if places:
        raise Invalid("The papers cannot be signed like this.", places=places)


async def _ready(ids: Sequence[UUID]) -> None:
    rows = await db.fetch(f"SELECT d.id, d.title, d.status, v.media_type FROM {NEWEST} WHERE d.id = ANY($1)", ids)
    if len(rows) != len(ids):
        raise NotFound("One of these documents is not here.")
    unready = next((row for row in rows if row["status"] not in READY), None)
    if unready is not None:
        raise Refused(f"“{unready['title']}” is a draft: approve it first, for a signature fixes what it says.")
    other = next((row for row in rows if row["media_type"] != "application/pdf"), None)
    if other is not None:
        raise Refused(f"“{other['title']}” is no PDF, and only PDFs are signed here. Leave it out.")


async def _keep(actor: Actor, batch_id: UUID, progress_id: UUID, signing: Signing, ids: Sequence[UUID]) -> None:
    who = signing.signatory
    await db.execute(
        "INSERT INTO signing_batches (id, organisation_id, name, signatory_id, signatory, position, authority,"
        " key_name, level, reason, place, status, progress_id, ordered_by, ordered_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'ordered', $12, $13, $14)",
        batch_id,
        actor.organisation,
        (signing.name.strip() or f"{len(ids)} papers")[:200],
        who.id,
        who.name[:200],
        who.position[:200],
        who.authority[:500],
        signing.key,
        signing.level,
        signing.reason,
        signing.place,
        progress_id,
        actor.person_id,
        actor.now(),
    )
    await db.execute(
        "INSERT INTO signing_items (id, batch_id, organisation_id, number, document_id, status)"
        " SELECT uuidv7(), $1, $2, d.number, d.id, 'waiting' FROM unnest($3::uuid[]) WITH ORDINALITY AS d(id, number)",
        batch_id,
        actor.organisation,
        ids,
    )


async def sign_later(organisation_id: UUID, batch_id: UUID) -> None:
    """Enqueues the job; jobs of one batch run one after the other."""
    await jobs.defer(
        "signatures.sign",
        queue="bulk",
        lock=f"signing:{batch_id}",
        organisation_id=organisation_id,
        batch_id=batch_id,
    )


async def try_again(actor: Actor, batch_id: UUID) -> int:
    """What waits is tried now, and so is what was refused; returns how many papers that is."""
    actor.must("documents.sign")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT status FROM signing_batches WHERE id = $1 AND organisation_id = $2", batch_id, actor.organisation
        )
        if row is None:
            raise NotFound("There is no such order here.")
        await db.execute(
            "UPDATE signing_items SET status = 'waiting', version = version + 1"
            " WHERE batch_id = $1 AND organisation_id = $2 AND status = 'refused'",
            batch_id,
            actor.organisation,
        )
        left: int = await db.fetch_value(
            "SELECT count(*) FROM signing_items WHERE batch_id = $1 AND status = 'waiting'", batch_id
        )
        if left == 0:
            raise Refused("Every paper of this order is signed.")
        if row["status"] == "done":
            await db.move("signing_batches", batch_id, SIGNING_BATCHES["reopen"])
        await sign_later(actor.organisation, batch_id)
    return left
