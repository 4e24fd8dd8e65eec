"""Ordering documents together, fetching them, and letting the file go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal
from uuid import UUID

from documents.packages.facts import PackageExpired, PackageFetched, PackageOrdered
from documents.packages.states import PACKAGES
from documents.search.queries import RIGHT
from documents.vault.commands import store
from documents.vault.queries import NEWEST, SCANNED, DocumentShown, Opened
from kernel import data_keys, db, facts, jobs, progress
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id
from kernel.progress import ProgressShown

MOST = 2_000
WORK = "package"
LASTS = timedelta(days=7)
PAGE = 50

type Form = Literal["zip", "bundle"]


@dataclass(frozen=True, slots=True)
class PackageShown:
    """`included` is how many documents are in it, None until it is made."""

    id: UUID
    form: str
    title: str
    status: str
    wanted: int
    included: int | None
    reason: str | None
    sha256: bytes | None
    size_bytes: int | None
    ordered_at: datetime
    expires_at: datetime | None


SHOWN = (
    "id, form, title, status, cardinality(document_ids) AS wanted, cardinality(included) AS included, reason, sha256,"
    " size_bytes, ordered_at, expires_at"
)
READABLE = (
    f"SELECT d.id FROM {NEWEST} JOIN data_keys k ON k.id = v.data_key_id WHERE d.id = ANY($1) AND k.wrapped IS NOT NULL"
    f" AND {SCANNED} IS DISTINCT FROM 'infected'"
)
"""Those of the documents ($1) that the organisation may read at this moment, that are there, and harm nobody."""


async def order_package(actor: Actor, document_ids: Sequence[UUID], *, form: Form, title: str) -> UUID:
    """Has a job put these documents together, in their order. Invalid for none, too many, or what is not one's own."""
    actor.must(RIGHT)
    wanted = list(dict.fromkeys(document_ids))
    if not 1 <= len(wanted) <= MOST:
        place = Place("document", str(len(wanted)), f"Choose 1 to {MOST:,} documents.")
        raise Invalid("So many documents cannot be put together.", places=[place])
    package_id = new_id()
    async with db.transaction(actor):
        known = {row["id"] for row in await db.fetch("SELECT id FROM documents WHERE id = ANY($1)", wanted)}
        if len(known) < len(wanted):
            raise NotFound("There is no such document here.")
        await db.execute(
            "INSERT INTO document_packages (id, organisation_id, form, title, status, document_ids, ordered_by,"
            " ordered_at) VALUES ($1, $2, $3, $4, 'waiting', $5, $6, $7)",
            package_id,
            actor.organisation,
            form,
            title.strip()[:200] or "Documents",
            wanted,
            actor.person_id,
            actor.now(),
        )
        ordered = PackageOrdered(subject_id=package_id, count=len(wanted), digest=digest_of(wanted))
        await facts.record(actor, ordered)
        progress_id = await progress.announce(actor, package_id, WORK, len(wanted))
        await jobs.defer(
            "packages.make", organisation_id=actor.organisation, package_id=package_id, progress_id=progress_id
        )
    return package_id


def digest_of(ids: Sequence[UUID]) -> str:
    """SHA-256 over the ids in their order."""
    return sha256(b"".join(one.bytes for one in ids)).hexdigest()


async def packages(actor: Actor) -> list[PackageShown]:
    """The organisation's newest packages."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {SHOWN} FROM document_packages WHERE organisation_id = $1"
            " ORDER BY ordered_at DESC, id DESC LIMIT $2",
            actor.organisation,
            PAGE,
        )
    return [PackageShown(**dict(row)) for row in rows]


async def package(actor: Actor, package_id: UUID) -> tuple[PackageShown, ProgressShown | None]:
    """One package, and how far its making has come."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {SHOWN} FROM document_packages WHERE organisation_id = $1 AND id = $2",
            actor.organisation,
            package_id,
        )
        if row is None:
            raise NotFound("There is no such package here.")
        work = await progress.latest(actor, package_id, WORK)
    return PackageShown(**dict(row)), work


async def fetch_package(actor: Actor, package_id: UUID) -> Opened:
    """The file, for as long as every document in it may still be read by the organisation; the fetching is a fact."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM document_packages WHERE organisation_id = $1 AND id = $2", actor.organisation, package_id
        )
        if row is None:
            raise NotFound("There is no such package here.")
        if row["status"] != "ready" or row["expires_at"] <= actor.now():
            raise Refused("This package is not there: it is not made yet, failed, or its time is over. Order it anew.")
        readable = await db.fetch(READABLE, row["included"])
        lost = len(row["included"]) - len(readable)
        if lost:
            raise Refused(f"Documents in this package that you may no longer read: {lost}. Order it anew without them.")
        key = await open_key(row["data_key_id"])
        await facts.record(actor, PackageFetched(subject_id=package_id, count=len(row["included"])))
    ending, media_type = (".zip", "application/zip") if row["form"] == "zip" else (".pdf", "application/pdf")
    shown = DocumentShown(
        id=package_id,
        kind="package",
        title=row["title"],
        language="mul",
        status=row["status"],
        file_name=f"documents-{package_id.hex[-8:]}{ending}",
        media_type=media_type,
        sha256=bytes(row["sha256"]),
        size_bytes=row["size_bytes"],
        pages=None,
        created_at=row["ordered_at"],
        sealed_at=None,
    )
    return Opened(shown, row["object_key"], key)


async def expire_package(actor: Actor, package_id: UUID) -> None:
    """Destroys the file's key and then its bytes. Safe to repeat; what is gone already stays so."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT status, data_key_id, object_key, included FROM document_packages"
            " WHERE organisation_id = $1 AND id = $2",
            actor.organisation,
            package_id,
        )
        if row is None or row["data_key_id"] is None:
            return
        if row["status"] == "ready":
            await db.move("document_packages", package_id, PACKAGES["expire"])
            await data_keys.destroy(actor, row["data_key_id"])
            await facts.record(actor, PackageExpired(subject_id=package_id, count=len(row["included"])))
    await store().delete(row["object_key"])
