"""Documents that go together: one paginated bundle with an index, or one file for each annex.

England reads a bundle: index, bookmarks, pages numbered throughout (CPR PD 32 27). Spain refuses a single PDF
of all annexes and wants one file each, named by ordinal, class and short description (RD 1065/2015, annex IV
points 6, 8). A bundle is a reading copy: merging loses the tags, so it claims no PDF/A; the originals stay in
the vault.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pikepdf

from documents.render.engine import Renderer
from kernel.errors import Invalid, Place

_STAMP_WIDTH, _STAMP_HEIGHT, _STAMP_EDGE = 227.0, 20.0, 14.0
_ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/RichMediaExecute")


@dataclass(frozen=True, slots=True)
class BundledPdf:
    """One document of a bundle. `label` is what the index and the stamps call it (`Exhibit 3`, `Tab B`)."""

    label: str
    title: str
    dated_on: date | None
    pdf: bytes


@dataclass(frozen=True, slots=True)
class IndexLine:
    """Where a document stands in the bundle; pages count from 1, the index included."""

    label: str
    title: str
    dated_on: date | None
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """The bundle; the same documents on the same day give the same bytes."""

    pdf: bytes
    sha256: str
    pages: int
    index: tuple[IndexLine, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """A document to be filed as a file of its own; `extension` such as `.pdf`."""

    kind: str
    title: str
    extension: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AnnexFile:
    """An annex under the name a court's portal wants."""

    name: str
    content: bytes
    sha256: str


def bundle(
    renderer: Renderer,
    documents: Sequence[BundledPdf],
    *,
    title: str,
    author: str,
    reference: str,
    language: str,
    as_of: date,
) -> Bundle:
    """Index, then every document in order, with bookmarks and a stamp on each page.

    Raises Invalid and names every document that is no PDF or asks for a password.
    """
    opened = _opened(documents)
    counts = [len(pdf.pages) for pdf in opened]
    about = {"title": title, "author": author, "reference": reference}
    index_pages, lines = 1, _lines(documents, counts, 1)
    while True:
        cover = renderer.render_paper(
            "documents/bundle_index.html", about | {"lines": lines}, language=language, as_of=as_of
        )
        if cover.pages == index_pages:
            break
        index_pages, lines = cover.pages, _lines(documents, counts, cover.pages)
    stamps = renderer.render_paper(
        "documents/bundle_stamps.html",
        about
        | {
            "lines": (IndexLine(reference, title, None, 1, index_pages), *lines),
            "last_page": index_pages + sum(counts),
        },
        language=language,
        as_of=as_of,
    )
    merged = _merged(cover.pdf, opened, stamps.pdf, lines, title)
    return Bundle(merged, hashlib.sha256(merged).hexdigest(), index_pages + sum(counts), lines)


def annex_files(annexes: Sequence[Annex], *, allowed: frozenset[str]) -> tuple[AnnexFile, ...]:
    """One file for each annex, numbered in the order given. `allowed` are the court's extensions, with the
    dot.
    """
    wrong = [
        Place(annex.title, annex.extension, f"Convert it to one of {', '.join(sorted(allowed))}.")
        for annex in annexes
        if annex.extension.lower() not in allowed
    ]
    if wrong:
        raise Invalid(f"The court takes no {wrong[0].value} files ({wrong[0].where}).", places=wrong)
    return tuple(
        AnnexFile(annex_name(ordinal, annex), annex.content, hashlib.sha256(annex.content).hexdigest())
        for ordinal, annex in enumerate(annexes, start=1)
    )


def annex_name(ordinal: int, annex: Annex) -> str:
    """`03 Factura - Factura 2024 0017 de marzo.pdf`: plain letters only, so that every portal keeps the
    name.
    """
    return f"{ordinal:02} {_plain(annex.kind, 30)} - {_plain(annex.title, 60)}{annex.extension.lower()}"


def _plain(text: str, longest: int) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_UNFOLDED)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9.]+", " ", folded).split()
    shortened = " ".join(filter(None, (word.strip(".") for word in words)))[:longest].rstrip(" .")
    return shortened or "sin titulo"


_UNFOLDED = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae"})


def _lines(documents: Sequence[BundledPdf], counts: Sequence[int], before: int) -> tuple[IndexLine, ...]:
    lines, last = [], before
    for document, count in zip(documents, counts, strict=True):
        lines.append(IndexLine(document.label, document.title, document.dated_on, last + 1, last + count))
        last += count
    return tuple(lines)


def _opened(documents: Sequence[BundledPdf]) -> list[pikepdf.Pdf]:
    opened, wrong = [], []
    for document in documents:
        try:
            opened.append(pikepdf.open(BytesIO(document.pdf)))
        except (pikepdf.PdfError, pikepdf.PasswordError) as error:
            wrong.append(Place(document.label, document.title, f"Store it again as an open PDF ({error})."))
    if wrong or not documents:
        first = f"{wrong[0].where} cannot be read" if wrong else "there is no document"
        raise Invalid(f"The bundle cannot be made: {first}.", places=wrong)
    return opened


def _merged(
    cover: bytes, opened: Sequence[pikepdf.Pdf], stamps: bytes, lines: Sequence[IndexLine], title: str
) -> bytes:
    with pikepdf.new() as whole, pikepdf.open(BytesIO(cover)) as index, pikepdf.open(BytesIO(stamps)) as marks:
        for part in (index, *opened):
            whole.pages.extend(part.pages)
        for page in whole.pages:
            _disarm(page)
        for number, mark in enumerate(marks.pages):
            _stamp(whole.pages[number], whole.copy_foreign(mark.as_form_xobject()), number)
        with whole.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(title, 0))
            outline.root += [pikepdf.OutlineItem(f"{line.label}: {line.title}", line.first_page - 1) for line in lines]
        whole.docinfo["/Title"] = title
        target = BytesIO()
        whole.save(target, deterministic_id=True)
        return target.getvalue()


def _stamp(page: pikepdf.Page, mark: pikepdf.Object, number: int) -> None:
    """As pikepdf's own overlay does, but with a name that is the same each time; pages may share
    resources.
    """
    name = page.add_resource(mark, pikepdf.Name.XObject, pikepdf.Name(f"/Stamp{number}"))
    placed = page.calc_form_xobject_placement(
        mark, name, _stamp_place(page), invert_transformations=True, allow_shrink=True, allow_expand=False
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + placed)


def _stamp_place(page: pikepdf.Page) -> pikepdf.Rectangle:
    box = pikepdf.Rectangle(pikepdf.Array(page.cropbox))
    right = box.urx - _STAMP_EDGE
    bottom = box.lly + _STAMP_EDGE
    return pikepdf.Rectangle(max(box.llx, right - _STAMP_WIDTH), bottom, right, bottom + _STAMP_HEIGHT)


def _disarm(page: pikepdf.Page) -> None:
    """Takes out what could act by itself; links inside the bundle and to addresses stay."""
    if "/AA" in page.obj:
        del page.obj["/AA"]
    for note in page.obj.get("/Annots", []):
        for key in ("/A", "/AA"):
            if key in note and (key == "/AA" or str(note[key].get("/S", "")) in _ACTIONS):
                del note[key]
