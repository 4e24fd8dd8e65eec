"""The job that makes a bundle: every document read back and looked at, then all of them or none.

Safe to be killed and to run twice: what is made is kept in one transaction, and nothing of it before.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from documents.bundles.annexes import annex_name
from documents.bundles.facts import BundleMade, BundleRefused, DocumentBundled
from documents.bundles.merging import About, bundle
from documents.bundles.states import BUNDLES, BundleStatus
from documents.bundles.volumes import BundledPdf
from documents.conversion.commands import rendition_of
from documents.conversion.faults import NoConverter
from documents.intake.pdf import pages_of
from documents.render.engine import Renderer
from documents.vault.commands import Put, add_document, put, seal_document
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Problem, Unavailable
from kernel.progress import Progress

LARGEST = 1 << 30
"""Bytes of all the documents of one bundle."""
TOLD_EVERY = 10


@dataclass(frozen=True, slots=True)
class Ready:
    """A document that may go in, written to a file, with the hashes of the original and of the PDF that goes in."""

    number: int
    document_id: UUID
    kind: str
    title: str
    dated_on: date | None
    path: Path
    pages: int
    sha256: bytes
    rendered_sha256: bytes
    engine: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a document ended up."""

    ready: Ready
    file_name: str | None
    volume: int
    first_page: int | None
    last_page: int | None


@dataclass(frozen=True, slots=True)
class Volume:
    """A file to keep. `pages` is None for an archive."""

    path: Path
    file_name: str
    media_type: str
    first_page: int | None
    last_page: int | None


@cache
def _renderer() -> Renderer:
    return Renderer({})


async def make_bundle(actor: Actor, bundle_id: UUID) -> None:
    """Makes what was ordered. A document that cannot go in refuses the bundle, and every such document is named."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM bundles WHERE id = $1 AND (organisation_id = $2 OR firm_organisation_id = $2)",
            bundle_id,
            actor.organisation,
        )
        sources = await db.fetch("SELECT * FROM bundle_sources WHERE bundle_id = $1 ORDER BY number", bundle_id)
    if row is None or row["status"] != BundleStatus.ORDERED:
        return
    actor = replace(actor, person_id=row["ordered_by"])
    account = Progress(actor, row["progress_id"])
    with TemporaryDirectory(prefix="recourse-bundle-") as folder:
        ready, faults = await _gathered(actor, sources, Path(folder), account)
        if not faults:
            try:
                volumes, placed = await asyncio.to_thread(_put_together, row, ready, Path(folder))
            except Invalid as problem:
                faults = _by_label(problem, row["label"])
        if faults:
            await _refuse(actor, row, faults, account)
            return
        kept = [await put(one.path, media_type=one.media_type) for one in volumes]
        await _keep(actor, row, volumes, kept, placed)
    await account.finish(len(ready), f"Made of {len(ready)} documents.")


async def _gathered(
    actor: Actor, sources: Sequence[Any], folder: Path, account: Progress
) -> tuple[list[Ready], dict[int, str]]:
    """The documents as files, and by number why others cannot go in; all are looked at."""
    ready: list[Ready] = []
    faults: dict[int, str] = {}
    total = 0
    for source in sources:
        number = source["number"]
        try:
            one = await _read(actor, source, folder)
            total += one.path.stat().st_size
            if total > LARGEST:
                raise Invalid(f"With it the bundle has more than {LARGEST >> 20} MB. Make two.")
            ready.append(one)
        except NoConverter as problem:
            faults[number] = problem.sentence
        except Unavailable:
            raise
        except Problem as problem:
            faults[number] = " ".join(place.sentence for place in problem.places) or problem.sentence
        if number % TOLD_EVERY == 0:
            await account.report(number, len(sources), "Reading the documents")
    return ready, faults


async def _read(actor: Actor, source: Any, folder: Path) -> Ready:
    made = await rendition_of(actor, source["document_id"])
    pages = await asyncio.to_thread(pages_of, made.pdf)
    path = folder / f"{source['number']}.pdf"
    await asyncio.to_thread(path.write_bytes, made.pdf)
    return Ready(
        source["number"],
        source["document_id"],
        source["class"],
        source["title"],
        source["dated_on"],
        path,
        pages,
        made.source.shown.sha256,
        made.sha256,
        made.engine,
    )


def _put_together(row: Any, ready: Sequence[Ready], folder: Path) -> tuple[list[Volume], list[Placed]]:
    out = folder / "out"
    out.mkdir()
    return (_as_one if row["form"] == "one" else _as_files)(row, ready, out)


def _label(row: Any, number: int) -> str:
    return f"{row['label']} {number}"


def _as_one(row: Any, ready: Sequence[Ready], out: Path) -> tuple[list[Volume], list[Placed]]:
    about = About(row["title"], "", row["reference"], row["language"], row["ordered_at"].date())
    documents = [BundledPdf(_label(row, one.number), one.title, one.dated_on, one.path) for one in ready]
    made = bundle(_renderer(), documents, about, out, largest=row["largest_bytes"])
    several = len(made.volumes) > 1
    volumes = [
        Volume(
            one.path,
            annex_name(number, "Bundle", row["reference"], ".pdf") if several else _file_name(row, ".pdf"),
            "application/pdf",
            one.first_page,
            one.last_page,
        )
        for number, one in enumerate(made.volumes, 1)
    ]
    placed = [
        Placed(one, None, line.volume, line.first_page, line.last_page)
        for one, line in zip(ready, made.index, strict=True)
    ]
    return volumes, placed


def _as_files(row: Any, ready: Sequence[Ready], out: Path) -> tuple[list[Volume], list[Placed]]:
    """An archive of the documents, unstamped, each named for the portal."""
    largest, path = row["largest_bytes"], out / "files.zip"
    placed = []
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for one in ready:
            size = one.path.stat().st_size
            if largest is not None and size > largest:
                sentence = f"It has {size / (1 << 20):.1f} MB and the limit is {largest / (1 << 20):.1f}."
                raise Invalid(f"“{one.title}” is too large.", places=_place(row, one, sentence))
            name = annex_name(one.number, one.kind, one.title, ".pdf")
            archive.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), one.path.read_bytes())
            placed.append(Placed(one, name, 1, None, None))
    return [Volume(path, _file_name(row, ".zip"), "application/zip", None, None)], placed


def _file_name(row: Any, ending: str) -> str:
    plain = annex_name(1, "Bundle", row["reference"], ending)
    return plain.partition(" ")[2]


def _place(row: Any, one: Ready, sentence: str) -> list[Place]:
    return [Place(_label(row, one.number), one.title, sentence)]


def _by_label(problem: Invalid, label: str) -> dict[int, str]:
    """The faults by the number of their document, which a place names as its label."""
    found = {int(place.where.removeprefix(label)): place.sentence for place in problem.places}
    return found or {1: problem.sentence}


async def _refuse(actor: Actor, row: Any, faults: dict[int, str], account: Progress) -> None:
    sentence = f"{len(faults)} of the documents cannot go in. Mend or leave them out; nothing was made."
    async with db.transaction(actor):
        await db.execute(
            "UPDATE bundle_sources s SET reason = f.reason FROM bundle_sources b LEFT JOIN"
            " unnest($2::int[], $3::text[]) AS f(number, reason) ON f.number = b.number"
            " WHERE s.id = b.id AND b.bundle_id = $1",
            row["id"],
            list(faults),
            [one[:500] for one in faults.values()],
        )
        await db.move("bundles", row["id"], BUNDLES["refuse"], reason=sentence)
        await facts.record(actor, BundleRefused(subject_id=row["id"], count=len(faults)), about=_other(actor, row))
    await account.fail(sentence)


def _other(actor: Actor, row: Any) -> UUID | None:
    """The other side of the case: the firm for the owner, the owner for the firm."""
    own = row["organisation_id"] == actor.organisation_id
    found: UUID | None = row["firm_organisation_id"] if own else row["organisation_id"]
    return found


async def _keep(
    actor: Actor, row: Any, volumes: Sequence[Volume], kept: Sequence[Put], placed: Sequence[Placed]
) -> None:
    owner = replace(actor, organisation_id=row["organisation_id"])
    async with db.transaction(actor):
        pages = volumes[-1].last_page or sum(one.ready.pages for one in placed)
        await db.move("bundles", row["id"], BUNDLES["make"], pages=pages)
        ids = []
        for number, (volume, stored) in enumerate(zip(volumes, kept, strict=True), 1):
            async with db.transaction(owner, as_system=True):
                ids.append(await _added(owner, row, volume, stored, number, len(volumes)))
            await db.execute(
                "INSERT INTO bundle_volumes (bundle_id, number, document_id, first_page, last_page)"
                " VALUES ($1, $2, $3, $4, $5)",
                row["id"],
                number,
                ids[-1],
                volume.first_page,
                volume.last_page,
            )
        await _note_places(row["id"], placed)
        digest = sha256(b"".join(one.ready.sha256 for one in placed)).hexdigest()
        made = BundleMade(subject_id=row["id"], count=len(placed), pages=pages, digest=digest, document_ids=tuple(ids))
        await facts.record(actor, made, about=_other(actor, row))
        for one in placed:
            told = DocumentBundled(subject_id=one.ready.document_id, bundle_id=row["id"], sha256=one.ready.sha256.hex())
            await facts.record(actor, told, about=_other(actor, row))


async def _added(owner: Actor, row: Any, volume: Volume, stored: Put, number: int, of: int) -> UUID:
    document_id = await add_document(
        owner,
        stored,
        subject_kind=row["subject_kind"],
        subject_id=row["subject_id"],
        kind="bundle",
        title=row["title"] if of == 1 else f"{row['title']} ({number}/{of})",
        language=row["language"],
        file_name=volume.file_name,
        pages=None if volume.last_page is None else volume.last_page - (volume.first_page or 1) + 1,
        firm_organisation_id=row["firm_organisation_id"],
    )
    await seal_document(owner, document_id, about=row["firm_organisation_id"])
    await jobs.defer("vault.lock", queue="default", organisation_id=owner.organisation, document_id=document_id)
    return document_id


async def _note_places(bundle_id: UUID, placed: Sequence[Placed]) -> None:
    await db.execute(
        "UPDATE bundle_sources s SET reason = NULL, sha256 = p.sha256, rendered_sha256 = p.rendered, engine = p.engine,"
        " file_name = p.name, volume = p.volume, first_page = p.first, last_page = p.last"
        " FROM unnest($2::int[], $3::bytea[], $4::bytea[], $5::text[], $6::text[], $7::int[], $8::int[], $9::int[])"
        " AS p(number, sha256, rendered, engine, name, volume, first, last)"
        " WHERE s.bundle_id = $1 AND s.number = p.number",
        bundle_id,
        [one.ready.number for one in placed],
        [one.ready.sha256 for one in placed],
        [one.ready.rendered_sha256 for one in placed],
        [one.ready.engine for one in placed],
        [one.file_name for one in placed],
        [one.volume for one in placed],
        [one.first_page for one in placed],
        [one.last_page for one in placed],
    )
