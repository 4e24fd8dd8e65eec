"""Documents that go together as one paginated bundle: an index whose lines lead to the documents, bookmarks, a stamp
on every page that leads back.

England reads such a bundle: index, bookmarks, pages numbered throughout (CPR PD 32 27). A bundle is a reading copy:
merging loses the tags, so it claims no PDF/A, and signatures inside no longer hold; the originals stay in the vault.
"""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf

from documents.bundles.volumes import BundledPdf, IndexLine, Plan, Volume, parted, planned, within
from documents.render.engine import Renderer
from kernel.errors import Invalid, Place

_STAMP_WIDTH, _STAMP_HEIGHT, _STAMP_EDGE = 227.0, 20.0, 14.0
_ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/RichMediaExecute")
LINK = "bundle:"
"""What the lines of the index point at before they point at pages: the place of the document."""


@dataclass(frozen=True, slots=True)
class About:
    """What stands on the bundle. The same documents on the same day give the same bytes."""

    title: str
    author: str
    reference: str
    language: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Made:
    """One volume, written to `path`; its pages are the bundle's `first_page` to `last_page`."""

    path: Path
    sha256: str
    size: int
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class Bundle:
    volumes: tuple[Made, ...]
    index: tuple[IndexLine, ...]

    @property
    def pages(self) -> int:
        return self.volumes[-1].last_page


def bundle(
    renderer: Renderer, documents: Sequence[BundledPdf], about: About, folder: Path, *, largest: int | None = None
) -> Bundle:
    """Writes the volumes into `folder`: of each the index, then its documents in order. `largest` is in bytes.

    Raises Invalid and names every document that is no PDF, asks for a password, or is larger than a volume may be.
    Takes the memory of a few documents, not of all.
    """
    with ExitStack() as stack:
        opened = [stack.enter_context(one) for one in _opened(documents)]
        counts = [len(pdf.pages) for pdf in opened]
        room = largest
        while True:
            plan, cover = _planned(renderer, documents, counts, about, room)
            volumes = [_volume(renderer, about, plan, volume, cover, opened, folder) for volume in plan.volumes]
            over = max((one.size for one in volumes), default=0) - (largest or 0)
            if largest is None or over <= 0 or room is None:
                return Bundle(tuple(volumes), plan.lines)
            # What merging adds was guessed too low.
            room -= over


def _planned(
    renderer: Renderer, documents: Sequence[BundledPdf], counts: Sequence[int], about: About, largest: int | None
) -> tuple[Plan, bytes]:
    """The plan and the index, whose own length the numbers in it depend on."""
    parts = parted(documents, counts, largest)
    index_pages = 1
    while True:
        plan = planned(documents, counts, parts, index_pages)
        cover = renderer.render_paper(
            "documents/bundles/index.html",
            _context(about) | {"lines": plan.lines, "many_volumes": len(plan.volumes) > 1, "link": LINK},
            language=about.language,
            as_of=about.as_of,
        )
        if cover.pages == index_pages:
            return plan, cover.pdf
        index_pages = cover.pages


def _context(about: About) -> dict[str, object]:
    return {"title": about.title, "author": about.author, "reference": about.reference}


def _volume(
    renderer: Renderer,
    about: About,
    plan: Plan,
    volume: Volume,
    cover: bytes,
    opened: Sequence[pikepdf.Pdf],
    folder: Path,
) -> Made:
    lines = [one for one in plan.lines if one.volume == volume.number]
    index = IndexLine(about.reference, about.title, None, volume.first_page, lines[0].first_page - 1)
    stamps = renderer.render_paper(
        "documents/bundles/stamps.html",
        _context(about) | {"lines": (index, *lines), "last_page": plan.last_page},
        language=about.language,
        as_of=about.as_of,
    )
    path = folder / f"volume-{volume.number}.pdf"
    _merge(path, cover, [opened[one] for one in volume.members], stamps.pdf, plan, volume, about.title)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Made(path, digest, path.stat().st_size, volume.first_page, volume.last_page)


def _opened(documents: Sequence[BundledPdf]) -> list[pikepdf.Pdf]:
    opened, wrong = [], []
    for document in documents:
        try:
            opened.append(pikepdf.open(BytesIO(document.pdf) if isinstance(document.pdf, bytes) else document.pdf))
        except (pikepdf.PdfError, pikepdf.PasswordError) as error:
            wrong.append(Place(document.label, document.title, f"Store it again as an open PDF ({error})."))
    if wrong or not documents:
        first = f"{wrong[0].where} cannot be read" if wrong else "there is no document"
        raise Invalid(f"The bundle cannot be made: {first}.", places=wrong)
    return opened


def _merge(
    path: Path, cover: bytes, opened: Sequence[pikepdf.Pdf], stamps: bytes, plan: Plan, volume: Volume, title: str
) -> None:
    lines = [within(volume, one) for one in plan.lines if one.volume == volume.number]
    with pikepdf.new() as whole, pikepdf.open(BytesIO(cover)) as index, pikepdf.open(BytesIO(stamps)) as marks:
        for part in (index, *opened):
            whole.pages.extend(part.pages)
        for page in whole.pages:
            _disarm(page)
        for number in range(len(index.pages)):
            _lead_on(whole, whole.pages[number], plan, volume)
        for number, mark in enumerate(marks.pages):
            place = _stamp(whole.pages[number], whole.copy_foreign(mark.as_form_xobject()), number)
            if number >= len(index.pages):
                _lead_back(whole, whole.pages[number], place)
        with whole.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(title, 0))
            outline.root += [pikepdf.OutlineItem(f"{line.label}: {line.title}", line.first_page - 1) for line in lines]
        whole.Root.PageLabels = pikepdf.Dictionary(
            Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D, St=volume.first_page)])
        )
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        whole.docinfo["/Title"] = title
        whole.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _lead_on(whole: pikepdf.Pdf, page: pikepdf.Page, plan: Plan, volume: Volume) -> None:
    """Points the lines of the index at the pages; a line about another volume points nowhere."""
    kept = []
    for note in page.obj.get("/Annots", []):
        target = str(note["/A"].get("/URI", "")) if "/A" in note else ""
        if not target.startswith(LINK):
            kept.append(note)
            continue
        line = plan.lines[int(target.removeprefix(LINK))]
        if line.volume != volume.number:
            continue
        del note["/A"]
        note["/Dest"] = _to(whole, within(volume, line).first_page - 1)
        kept.append(note)
    page.obj.Annots = pikepdf.Array(kept)


def _lead_back(whole: pikepdf.Pdf, page: pikepdf.Page, place: pikepdf.Rectangle) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=pikepdf.Array([place.llx, place.lly, place.urx, place.ury]),
        Border=pikepdf.Array([0, 0, 0]),
        F=4,
        Dest=_to(whole, 0),
    )
    notes = list(page.obj.get("/Annots", []))
    page.obj.Annots = pikepdf.Array([*notes, whole.make_indirect(note)])


def _to(whole: pikepdf.Pdf, number: int) -> pikepdf.Array:
    return pikepdf.Array([whole.pages[number].obj, pikepdf.Name.Fit])


def _stamp(page: pikepdf.Page, mark: pikepdf.Object, number: int) -> pikepdf.Rectangle:
    """As pikepdf's own overlay does, but with a name that is the same each time; pages may share
    resources. Returns where it lies.
    """
    name = page.add_resource(mark, pikepdf.Name.XObject, pikepdf.Name(f"/Stamp{number}"))
    place = _stamp_place(page)
    placed = page.calc_form_xobject_placement(
        mark, name, place, invert_transformations=True, allow_shrink=True, allow_expand=False
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + placed)
    return place


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
