"""Ordering a bundle: which documents, in which order, under which names, in which form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal
from uuid import UUID

from documents.bundles.facts import BundleOrdered
from documents.bundles.forms import FORMS, Form, form_of
from documents.bundles.states import BUNDLES
from kernel import db, facts, jobs, progress
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place
from kernel.ids import new_id

MOST = 2_000
SMALLEST_LIMIT = 1 << 20
NAME = "bundle"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the order; `kind` is its class in words, for its file's name."""

    document_id: UUID
    kind: str
    title: str
    dated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted. Whoever calls has shown that the actor reaches the subject, whose owner gets the bundle."""

    subject_kind: Literal["case", "organisation"]
    subject_id: UUID
    owner_id: UUID
    firm_id: UUID | None
    country: str
    title: str
    reference: str
    entries: Sequence[Entry]
    form: Form | None = None
    largest: int | None = None


async def order_bundle(actor: Actor, wanted: Wanted) -> UUID:
    """Orders it; a job makes it. Invalid with every place that is wrong, NotFound for a document out of reach."""
    actor.must("documents.bundle")
    _check(wanted)
    court = form_of(wanted.country)
    async with db.transaction(actor):
        ids = [one.document_id for one in wanted.entries]
        known = await db.fetch_value("SELECT count(*) FROM documents WHERE id = ANY($1)", ids)
        if known != len(set(ids)):
            raise NotFound("One of these documents is not here.")
        bundle_id = new_id()
        progress_id = await progress.announce(actor, bundle_id, NAME, len(ids))
        await db.execute(
            "INSERT INTO bundles (id, organisation_id, firm_organisation_id, subject_kind, subject_id, title,"
            " reference, country, form, label, language, largest_bytes, status, progress_id, ordered_by, ordered_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'ordered', $13, $14, $15)",
            bundle_id,
            wanted.owner_id,
            wanted.firm_id,
            wanted.subject_kind,
            wanted.subject_id,
            wanted.title.strip(),
            wanted.reference.strip(),
            wanted.country.upper(),
            wanted.form or court.form,
            court.label,
            court.language,
            wanted.largest,
            progress_id,
            actor.person_id,
            actor.now(),
        )
        await _keep_entries(bundle_id, wanted)
        digest = sha256(b"".join(one.bytes for one in ids)).hexdigest()
        other = wanted.firm_id if wanted.owner_id == actor.organisation else wanted.owner_id
        await facts.record(actor, BundleOrdered(subject_id=bundle_id, count=len(ids), digest=digest), about=other)
        await _make_later(actor, bundle_id)
    return bundle_id


def _check(wanted: Wanted) -> None:
    ids = [one.document_id for one in wanted.entries]
    places = [
        Place(where, value, sentence)
        for where, value, holds, sentence in (
            ("documents", "", bool(ids), "Choose at least one document."),
            ("documents", str(len(ids)), len(ids) <= MOST, f"At most {MOST:,} documents in one bundle."),
            ("documents", "", len(set(ids)) == len(ids), "One document is chosen twice."),
            ("title", wanted.title, 0 < len(wanted.title.strip()) <= 200, "Say what the bundle is, in 200 letters."),
            ("reference", wanted.reference, 0 < len(wanted.reference.strip()) <= 100, "At most 100 letters."),
            ("form", str(wanted.form), wanted.form in (None, *FORMS), "Choose one bundle or separate files."),
            (
                "largest",
                str(wanted.largest),
                wanted.largest is None or wanted.largest >= SMALLEST_LIMIT,
                "A limit below 1 MB holds no document.",
            ),
        )
        if not holds
    ]
    places += [
        Place(f"title_{number}", one.title, "Give the document a title of at most 300 letters.")
        for number, one in enumerate(wanted.entries, 1)
        if not 0 < len(one.title.strip()) <= 300
    ]
    if places:
        raise Invalid("The bundle cannot be ordered like this.", places=places)


async def _keep_entries(bundle_id: UUID, wanted: Wanted) -> None:
    await db.execute(
        "INSERT INTO bundle_sources (id, bundle_id, organisation_id, firm_organisation_id, number, document_id, class,"
        " title, dated_on) SELECT uuidv7(), $1, $2, $3, e.number, e.id, e.class, e.title, e.dated_on"
        " FROM unnest($4::uuid[], $5::text[], $6::text[], $7::date[]) WITH ORDINALITY"
        " AS e(id, class, title, dated_on, number)",
        bundle_id,
        wanted.owner_id,
        wanted.firm_id,
        [one.document_id for one in wanted.entries],
        [one.kind[:60] for one in wanted.entries],
        [one.title.strip() for one in wanted.entries],
        [one.dated_on for one in wanted.entries],
    )


async def _make_later(actor: Actor, bundle_id: UUID) -> None:
    await jobs.defer(
        "bundles.make",
        queue="bulk",
        lock=f"bundle:{bundle_id}",
        organisation_id=actor.organisation,
        bundle_id=bundle_id,
    )


async def order_again(actor: Actor, bundle_id: UUID) -> None:
    """Makes a refused bundle again, of the documents as they are now."""
    actor.must("documents.bundle")
    async with db.transaction(actor):
        many = await db.fetch_value("SELECT count(*) FROM bundle_sources WHERE bundle_id = $1", bundle_id)
        progress_id = await progress.announce(actor, bundle_id, NAME, many)
        await db.move("bundles", bundle_id, BUNDLES["order_again"], reason=None, progress_id=progress_id)
        await _make_later(actor, bundle_id)
