"""Putting documents together, each read back whole and compared with its hash before it goes in."""

import asyncio
import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

from documents.bundle import bundle
from documents.bundles.annexes import annex_name
from documents.bundles.volumes import BundledPdf
from documents.cipher import Unreadable
from documents.neutral import neutralised_text
from documents.packages.commands import LASTS, Form
from documents.packages.facts import PackageMade
from documents.packages.states import PACKAGES
from documents.render.engine import Renderer
from documents.store_errors import Mismatch, NotStored
from documents.vault.commands import Put, keep_key, put
from documents.vault.queries import GUARDED, DocumentShown, open_document
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Problem, Refused, Unavailable
from kernel.progress import Progress

LARGEST = 4 << 30
LARGEST_BUNDLE = 300 << 20
"""A bundle is laid out in memory."""
TOLD_EVERY = 20
HEADS = (
    "number",
    "file",
    "document",
    "title",
    "class",
    "original name",
    "sha256",
    "bytes",
    "sealed",
    "left out because",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the package's index; `name` is empty and `why` given for a document that was left out."""

    document_id: UUID
    shown: DocumentShown | None
    name: str
    why: str


async def make_package(actor: Actor, package_id: UUID, progress_id: UUID) -> None:
    """Makes what was ordered and is not made yet; killed anywhere, it begins anew."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM document_packages WHERE organisation_id = $1 AND id = $2", actor.organisation, package_id
        )
    if row is None or row["status"] != "waiting":
        return
    told = Progress(actor, progress_id)
    with TemporaryDirectory(prefix="recourse-package-") as folder:
        try:
            made, lines = await _put_together(actor, row, Path(folder), told)
        except Unavailable:
            raise
        except Problem as problem:
            await _fail(actor, package_id, problem.sentence)
            await told.fail(problem.sentence)
            return
        stored = await put(made, media_type="application/zip" if row["form"] == "zip" else "application/pdf")
    await _keep(actor, package_id, stored, lines)
    await told.finish(len(lines))


async def _put_together(actor: Actor, row: db.Row, folder: Path, told: Progress) -> tuple[Path, list[Line]]:
    form: Form = row["form"]
    most = LARGEST if form == "zip" else LARGEST_BUNDLE
    lines, files, size = list[Line](), list[Path](), 0
    for number, document_id in enumerate(row["document_ids"], 1):
        path = folder / f"{number}"
        line = await _taken(actor, document_id, path, number, only_pdf=form == "bundle")
        lines.append(line)
        if line.shown and line.name:
            files.append(path)
            size += path.stat().st_size
        if size > most:
            raise Refused(f"The documents have more than {most >> 20:,} MB together. Order fewer at once.")
        if number % TOLD_EVERY == 0:
            await told.report(number)
    if not files:
        raise Refused(f"None of the documents can be put together. The first: {lines[0].why}")
    if form == "zip":
        return await asyncio.to_thread(_packed, lines, files, folder / "package.zip"), lines
    on = actor.today("UTC")
    made = await asyncio.to_thread(_bound, lines, files, row["title"], package_reference(row["id"]), on)
    target = folder / "bundle.pdf"
    await asyncio.to_thread(target.write_bytes, made)
    return target, lines


async def _taken(actor: Actor, document_id: UUID, path: Path, number: int, *, only_pdf: bool) -> Line:
    """Writes the document's bytes to `path`, if it may be read and is what was put in."""
    try:
        opened = await open_document(actor, document_id)
    except Problem as problem:
        return Line(document_id, None, "", problem.sentence)
    shown = opened.shown
    if shown.kind in GUARDED:
        return Line(document_id, shown, "", "A court's file speaks of many people: it is opened alone, not packed.")
    if only_pdf and shown.media_type != "application/pdf":
        return Line(document_id, shown, "", "Only PDFs go into a bundle: order a ZIP for this one.")
    digest = sha256()
    try:
        with path.open("wb") as file:
            async for frame in opened.stream():
                digest.update(frame)
                file.write(frame)
    except (Unreadable, NotStored, Mismatch) as problem:
        return Line(document_id, shown, "", problem.sentence)
    if digest.digest() != shown.sha256:
        await asyncio.to_thread(path.unlink)
        return Line(document_id, shown, "", "The stored file is not the one that was put in: its hash differs.")
    ending = PurePosixPath(shown.file_name).suffix.lower()[:10]
    plain = ending if ending[1:].isascii() and ending[1:].isalnum() else ".bin"
    return Line(document_id, shown, annex_name(number, shown.kind, shown.title, plain), "")


def _packed(lines: Iterable[Line], files: Iterable[Path], target: Path) -> Path:
    """The documents as they are, not packed tighter (they are packed already), and the index as the first file."""
    names = [line.name for line in lines if line.name]
    with ZipFile(target, "w", ZIP_STORED, allowZip64=True) as archive:
        archive.writestr("index.csv", index_of(lines))
        for name, path in zip(names, files, strict=True):
            archive.write(path, f"documents/{name}")
            path.unlink()
    return target


def index_of(lines: Iterable[Line]) -> bytes:
    """The index of a package: UTF-8 with a mark for spreadsheets, no cell of which they run."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADS)
    for number, line in enumerate(lines, 1):
        shown = line.shown
        told = (
            (shown.title, shown.kind, shown.file_name, shown.sha256.hex(), str(shown.size_bytes))
            if shown
            else ("",) * 5
        )
        sealed = shown.sealed_at.isoformat() if shown and shown.sealed_at else ""
        cells = [line.name and f"documents/{line.name}", str(line.document_id), *told, sealed, line.why]
        writer.writerow([number, *map(neutralised_text, cells)])
    return text.getvalue().encode("utf-8-sig")


@cache
def _renderer() -> Renderer:
    return Renderer({"documents": "documents"})


def _bound(lines: Iterable[Line], files: Iterable[Path], title: str, reference: str, on: date) -> bytes:
    held = [line for line in lines if line.name and line.shown]
    papers = [
        BundledPdf(f"{number}", line.shown.title, line.shown.created_at.date(), path.read_bytes())
        for number, (line, path) in enumerate(zip(held, files, strict=True), 1)
        if line.shown
    ]
    made = bundle(_renderer(), papers, title=title, author="Recourse", reference=reference, language="en", as_of=on)
    return made.pdf


def package_reference(package_id: UUID) -> str:
    return f"P-{package_id.hex[-8:].upper()}"


async def _keep(actor: Actor, package_id: UUID, stored: Put, lines: list[Line]) -> None:
    held = [line for line in lines if line.name and line.shown]
    digest = sha256(b"".join(line.shown.sha256 for line in held if line.shown)).hexdigest()
    async with db.transaction(actor):
        await keep_key(actor, stored)
        await db.move(
            "document_packages",
            package_id,
            PACKAGES["make"],
            included=[line.document_id for line in held],
            sha256=stored.sha256,
            size_bytes=stored.size,
            object_key=stored.object_key,
            data_key_id=stored.key.id,
            expires_at=actor.now() + LASTS,
        )
        made = PackageMade(
            subject_id=package_id,
            count=len(held),
            left_out=len(lines) - len(held),
            digest=digest,
            sha256=stored.sha256.hex(),
        )
        await facts.record(actor, made)
        await jobs.defer(
            "packages.expire", at=actor.now() + LASTS, organisation_id=actor.organisation, package_id=package_id
        )


async def _fail(actor: Actor, package_id: UUID, sentence: str) -> None:
    async with db.transaction(actor):
        await db.move("document_packages", package_id, PACKAGES["fail"], reason=sentence[:500])
