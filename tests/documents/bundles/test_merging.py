"""Bundles with an index that is right, and annexes a court's portal takes."""

import resource
import subprocess
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp

import pikepdf
import pypdf
import pytest

from documents.bundles.annexes import annex_name
from documents.bundles.merging import About, Bundle, bundle
from documents.bundles.volumes import BundledPdf
from documents.render.engine import Renderer
from documents.render.inspection import inspect_pdf
from kernel.errors import Invalid

AS_OF = date(2026, 11, 20)


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    folder: Path = tmp_path_factory.mktemp("papers")
    (folder / "note.html").write_text(
        '{% extends "documents/paper.html" %}{% block content %}'
        "{% for page in range(pages) %}<p class='new-page'>{{ title }}, sheet {{ page + 1 }}</p>{% endfor %}"
        "{% endblock %}"
    )
    return Renderer({"t": folder})


def exhibit(renderer: Renderer, number: int, *, pages: int = 1) -> BundledPdf:
    title = f"Invoice {number}"
    context = {"title": title, "author": "a", "reference": "r", "pages": pages}
    pdf = renderer.render_paper("t/note.html", context, language="en", as_of=AS_OF).pdf
    return BundledPdf(f"Exhibit {number}", title, date(2024, 3, number % 28 + 1), pdf)


ABOUT = About("Claimant's bundle", "Northgate", "NG/1", "en", AS_OF)


def bundled(renderer: Renderer, documents: list[BundledPdf], *, largest: int | None = None) -> Bundle:
    return bundle(renderer, documents, ABOUT, Path(mkdtemp()), largest=largest)


def whole(made: Bundle) -> bytes:
    [volume] = made.volumes
    return volume.path.read_bytes()


def texts(made: Bundle) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(whole(made))).pages]


def test_the_index_names_the_page_where_each_document_really_begins(renderer: Renderer) -> None:
    made = bundled(renderer, [exhibit(renderer, 1, pages=2), exhibit(renderer, 2, pages=3), exhibit(renderer, 3)])

    pages = texts(made)
    assert made.pages == len(pages) == 7
    assert [(line.first_page, line.last_page) for line in made.index] == [(2, 3), (4, 6), (7, 7)]
    assert "2–3" in pages[0]
    assert "4–6" in pages[0]
    for line in made.index:
        assert f"{line.title}, sheet 1" in pages[line.first_page - 1]


def test_every_page_is_stamped_with_its_document_and_place(renderer: Renderer) -> None:
    made = bundled(renderer, [exhibit(renderer, 1, pages=2), exhibit(renderer, 2)])

    pages = texts(made)
    assert "NG/1 · Page 1 of 4" in pages[0]
    assert "Exhibit 1 · Page 2 of 4" in pages[1]
    assert "Exhibit 1 · Page 3 of 4" in pages[2]
    assert "Exhibit 2 · Page 4 of 4" in pages[3]


def test_bookmarks_lead_to_the_documents(renderer: Renderer) -> None:
    made = bundled(renderer, [exhibit(renderer, 1, pages=2), exhibit(renderer, 2)])

    reader = pypdf.PdfReader(BytesIO(whole(made)))
    marks = [(str(mark["/Title"]), reader.get_destination_page_number(mark)) for mark in reader.outline]  # type: ignore[arg-type,call-overload]
    assert marks == [("Claimant's bundle", 0), ("Exhibit 1: Invoice 1", 1), ("Exhibit 2: Invoice 2", 3)]


def test_an_index_longer_than_a_page_shifts_the_documents(renderer: Renderer) -> None:
    made = bundled(renderer, [exhibit(renderer, number) for number in range(1, 61)])

    pages = texts(made)
    first = made.index[0].first_page
    assert first > 2
    assert "Invoice 1, sheet 1" in pages[first - 1]
    assert made.index[-1].last_page == made.pages == len(pages)


def test_the_same_documents_give_the_same_bundle(renderer: Renderer) -> None:
    documents = [exhibit(renderer, 1), exhibit(renderer, 2)]

    first, second = bundled(renderer, documents), bundled(renderer, documents)
    assert whole(first) == whole(second)
    assert first.volumes[0].sha256 == second.volumes[0].sha256 == sha256(whole(first)).hexdigest()


def test_scripts_in_a_document_do_not_reach_the_bundle(renderer: Renderer) -> None:
    with pikepdf.open(BytesIO(exhibit(renderer, 1).pdf)) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        box = pikepdf.Array([0, 0, 50, 50])
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, A=script)
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        armed = BytesIO()
        pdf.save(armed)

    made = bundled(renderer, [BundledPdf("Exhibit 1", "Armed", None, armed.getvalue())])

    assert not [fault for fault in inspect_pdf(whole(made)).faults if "act by itself" in fault]


def test_every_unreadable_document_is_named(renderer: Renderer) -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(exhibit(renderer, 1).pdf)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    wrong = [
        BundledPdf("Exhibit 1", "Locked", None, locked.getvalue()),
        exhibit(renderer, 2),
        BundledPdf("Exhibit 3", "Rubbish", None, b"a,b\n1,2\n"),
    ]

    with pytest.raises(Invalid, match="Exhibit 1 cannot be read") as refused:
        bundled(renderer, wrong)

    assert [place.where for place in refused.value.places] == ["Exhibit 1", "Exhibit 3"]


def test_a_bundle_of_nothing_is_refused(renderer: Renderer) -> None:
    with pytest.raises(Invalid, match="no document"):
        bundled(renderer, [])


def test_annexes_are_named_by_ordinal_class_and_short_description() -> None:
    title = "Préstamo al consumo n.º 2021/0017 de 3 de marzo"
    assert (
        annex_name(1, "Contrato", title, ".PDF") == "01 Contrato - Prestamo al consumo n.o 2021 0017 de 3 de marzo.pdf"
    )
    assert annex_name(12, "Cesión", "Póliza", ".pdf") == "12 Cesion - Poliza.pdf"


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "a" * 300, "Łódź\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "", "漢字", "CON:aux?*|"]
)
def test_no_title_makes_a_dangerous_name(title: str) -> None:
    name = annex_name(1, "Factura", title, ".pdf")

    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>|')
    assert ".." not in name
    assert name.endswith(".pdf")
    assert len(name) < 110


def links_of(content: bytes) -> list[list[int]]:
    """For each page, the pages its links lead to, counted from 1; a link that leads nowhere fails."""
    with pikepdf.open(BytesIO(content)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        return [[numbers[note.Dest[0].objgen] for note in page.obj.get("/Annots", [])] for page in pdf.pages]


def stamped(content: bytes) -> list[str]:
    """The stamp of each page, as poppler reads it."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        text = subprocess.run(["pdftotext", file.name, "-"], capture_output=True, text=True, check=True).stdout
    return [next(line for line in page.splitlines() if " · Page " in line) for page in text.split("\f")[:-1]]


@pytest.mark.timeout(120)
def test_every_link_of_a_bundle_of_three_hundred_pages_leads_where_it_says(
    renderer: Renderer,
) -> None:
    long = exhibit(renderer, 1, pages=36)
    documents = [replace(long, label=f"Exhibit {number}", title=f"Paper {number}") for number in range(1, 9)]
    documents.append(replace(exhibit(renderer, 9, pages=11), label="Exhibit 9"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made = bundled(renderer, documents)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    assert made.pages == 300
    assert grown < 250, f"{grown} MB for a bundle of {made.volumes[0].size >> 20} MB"

    content = whole(made)
    stamps, links = stamped(content), links_of(content)
    assert len(stamps) == 300
    assert links[0] == [line.first_page for line in made.index]
    for line in made.index:
        for page in range(line.first_page, line.last_page + 1):
            assert stamps[page - 1] == f"{line.label} · Page {page} of 300"
            assert links[page - 1] == [1]
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) == 10


def test_a_bundle_larger_than_the_court_takes_is_split_and_numbered_throughout(renderer: Renderer) -> None:
    documents = [exhibit(renderer, number, pages=2) for number in range(1, 7)]
    limit = (1 << 17) + 3 * documents[0].size
    made = bundled(renderer, documents, largest=limit)
    assert len(made.volumes) > 1
    assert all(volume.size <= limit for volume in made.volumes)
    assert made.volumes[0].first_page == 1
    for former, later in pairwise(made.volumes):
        assert later.first_page == former.last_page + 1
    for number, volume in enumerate(made.volumes, 1):
        content = volume.path.read_bytes()
        mine = [line for line in made.index if line.volume == number]
        assert links_of(content)[0] == [line.first_page - volume.first_page + 1 for line in mine]
        assert [int(one.split("Page ")[1].split()[0]) for one in stamped(content)] == list(
            range(volume.first_page, volume.last_page + 1)
        )


def test_a_document_larger_than_the_court_takes_is_named(renderer: Renderer) -> None:
    documents = [exhibit(renderer, 1), exhibit(renderer, 2, pages=40)]
    with pytest.raises(Invalid, match="Exhibit 2 alone is larger") as refused:
        bundled(renderer, documents, largest=(1 << 17) + documents[0].size + 2_000)
    assert [place.where for place in refused.value.places] == ["Exhibit 2"]
