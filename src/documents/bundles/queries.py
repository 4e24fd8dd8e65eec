"""Bundles that were ordered, and what became of each document in them."""

from uuid import UUID

from documents.bundles.commands import NAME
from documents.bundles.shown import BundleShown, SourceShown, VolumeShown
from kernel import db, progress
from kernel.actor import Actor
from kernel.errors import NotFound

PAGE = 50


COLUMNS = (
    "b.id, b.subject_kind, b.subject_id, b.title, b.reference, b.country, b.form, b.label, b.largest_bytes, b.status,"
    " b.reason, b.pages, b.ordered_at"
)


async def bundles(actor: Actor, *, subject_id: UUID | None = None, after: UUID | None = None) -> list[BundleShown]:
    """The organisation's bundles and those of its instructed cases, the newest first; of one subject, or all."""
    actor.must("documents.bundle")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {COLUMNS} FROM bundles b WHERE (b.organisation_id = $1 OR b.firm_organisation_id = $1)"
            " AND ($2::uuid IS NULL OR b.subject_id = $2) AND ($3::uuid IS NULL OR b.id < $3)"
            " ORDER BY b.ordered_at DESC, b.id DESC LIMIT $4",
            actor.organisation,
            subject_id,
            after,
            PAGE,
        )
    return [BundleShown(**dict(row)) for row in rows]


async def bundle_shown(actor: Actor, bundle_id: UUID) -> BundleShown:
    """One bundle with all its documents; NotFound for a stranger, Forbidden for a member without the right."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {COLUMNS} FROM bundles b WHERE b.id = $1"
            " AND (b.organisation_id = $2 OR b.firm_organisation_id = $2)",
            bundle_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such bundle here.")
        actor.must("documents.bundle")
        sources = await db.fetch(
            "SELECT number, document_id, class AS kind, title, dated_on, sha256, engine, file_name, volume, first_page,"
            " last_page, reason FROM bundle_sources WHERE bundle_id = $1 ORDER BY number",
            bundle_id,
        )
        volumes = await db.fetch(
            "SELECT o.number, o.document_id, v.file_name, v.sha256, v.size_bytes, o.first_page, o.last_page"
            " FROM bundle_volumes o JOIN document_versions v ON v.document_id = o.document_id AND v.number = 1"
            " WHERE o.bundle_id = $1 ORDER BY o.number",
            bundle_id,
        )
        work = await progress.latest(actor, bundle_id, NAME)
    return BundleShown(
        **dict(row),
        sources=tuple(SourceShown(**dict(one)) for one in sources),
        volumes=tuple(VolumeShown(**dict(one)) for one in volumes),
        work=work,
    )
