"""Bundles with an index that is right, and annexes a court's portal takes."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest

from documents.bundle import Annex, Bundle, BundledPdf, annex_files, annex_name, bundle
from documents.render.engine import Renderer
from documents.render.inspection import inspect_pdf
from kernel.errors import Invalid

AS_OF = date(2026, 11, 20)
PORTAL = frozenset({".pdf", ".rtf", ".jpeg", ".jpg", ".tiff", ".odt", ".zip"})


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


def bundled(renderer: Renderer, documents: list[BundledPdf]) -> Bundle:
    return bundle(
        renderer,
        documents,
        title="Claimant's bundle",
        author="Northgate",
        reference="NG/1",
        language="en",
        as_of=AS_OF,
    )


def texts(made: Bundle) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(made.pdf)).pages]


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

    reader = pypdf.PdfReader(BytesIO(made.pdf))
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

    assert bundled(renderer, documents) == bundled(renderer, documents)


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

    assert not [fault for fault in inspect_pdf(made.pdf).faults if "act by itself" in fault]


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
    contract = Annex("Contrato", "Préstamo al consumo n.º 2021/0017 de 3 de marzo", ".PDF", b"contract")
    files = annex_files([contract, Annex("Cesión", "Póliza", ".pdf", b"deed")], allowed=PORTAL)

    assert [file.name for file in files] == [
        "01 Contrato - Prestamo al consumo n.o 2021 0017 de 3 de marzo.pdf",
        "02 Cesion - Poliza.pdf",
    ]
    assert files[0].content == b"contract"


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "a" * 300, "Łódź\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "", "漢字", "CON:aux?*|"]
)
def test_no_title_makes_a_dangerous_name(title: str) -> None:
    name = annex_name(1, Annex("Factura", title, ".pdf", b""))

    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>|')
    assert ".." not in name
    assert name.endswith(".pdf")
    assert len(name) < 110


def test_a_file_the_court_does_not_take_is_named() -> None:
    with pytest.raises(Invalid, match=r"no \.docx files"):
        annex_files([Annex("Contrato", "Préstamo", ".docx", b"")], allowed=PORTAL)
