"""Papers: complete or refused, the same bytes each time, and deaf to what a debtor's name may contain."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdf
import pytest
from PIL import Image

from documents.render.engine import MachineData, Rendered, Renderer
from documents.render.inspection import NotArchivable, inspect_pdf
from kernel.errors import Invalid
from kernel.money import Money

PAPERS = Path(__file__).with_name("papers")
AS_OF = date(2026, 11, 20)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer({"test": PAPERS})


def petition(
    *, debtor: str = "Zofia Łęcka", facts: int = 3, rows: int = 3, reference: str = "MON-1"
) -> dict[str, object]:
    return {
        "title": "Petición inicial",
        "author": "Cobalto, S.L.",
        "reference": reference,
        "court": "Al Tribunal de Instancia de Ávila",
        "creditor": [("Nombre", "Cobalto, S.L."), ("Teléfono", None)],
        "debtor": [("Nombre", debtor)],
        "facts": [f"Hecho sobre {debtor}."] * facts,
        "items": [(f"Factura {i}", date(2024, 3, 5), Decimal("8.25"), Money(14523, "EUR")) for i in range(rows)],
        "total": Money(123456, "EUR"),
        "account": "ES9121000418450200051332",
        "requests": ["Que se requiera de pago."],
        "signatory": "Inés Núñez",
    }


def rendered(renderer: Renderer, context: dict[str, object], *, attachments: tuple[MachineData, ...] = ()) -> Rendered:
    return renderer.render_paper("test/petition.html", context, language="es", as_of=AS_OF, attachments=attachments)


def text_of(paper: Rendered) -> str:
    pages = pypdf.PdfReader(BytesIO(paper.pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_paper_is_archivable_and_says_what_it_was_given(renderer: Renderer) -> None:
    paper = rendered(renderer, petition())

    seen = inspect_pdf(paper.pdf)
    assert seen.faults == ()
    assert seen.accessible
    assert seen.language == "es"
    assert all("Liberation" in font for font in seen.fonts)
    text = text_of(paper)
    assert "Zofia Łęcka" in text
    assert "1.234,56 €" in text
    assert "mil doscientos treinta y cuatro euros con cincuenta y seis céntimos" in text
    assert "Página 1 de" in text
    assert "Teléfono" not in text


def test_the_same_input_gives_the_same_bytes_in_any_process(renderer: Renderer) -> None:
    here = rendered(renderer, petition())
    again = rendered(Renderer({"test": PAPERS}), petition())
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_papers as t;"
        "print(t.rendered(t.Renderer({'test': t.PAPERS}), t.petition()).sha256)"
    )
    elsewhere = {
        subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1",)
    }

    assert here == again
    assert elsewhere == {here.sha256}


def test_another_name_day_or_attachment_gives_other_bytes(renderer: Renderer) -> None:
    data = MachineData("claim.xml", b"<claim/>", "The claim as data", "Data")
    papers = [
        rendered(renderer, petition()),
        rendered(renderer, petition(debtor="Zofia Łęcki")),
        rendered(renderer, petition(), attachments=(data,)),
    ]

    assert len({paper.sha256 for paper in papers}) == 3


def test_machine_data_travels_inside_with_its_relationship(renderer: Renderer) -> None:
    data = MachineData("claim.xml", b"<claim/>", "The claim as data", "Data")
    paper = rendered(renderer, petition(), attachments=(data,))

    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        assert pdf.attachments["claim.xml"].get_file().read_bytes() == b"<claim/>"
        associated = list(pdf.Root.AF)
        assert [str(one.AFRelationship) for one in associated] == ["/Data"]
    assert inspect_pdf(paper.pdf).attachments == ("claim.xml",)


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="file:///etc/hostname">',
    "<link rel=attachment href='file:///etc/passwd'>",
    "{{ 7 * 191 }}{% include 'documents/paper.html' %}",
    "</td></tr></table><h1>Pagado</h1>",
    "<style>@page{size:A6} *{display:none}</style>",
    "&lt;b&gt; &amp; \N{RIGHT-TO-LEFT OVERRIDE}",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_debtor_is_called_is_printed_and_does_nothing(renderer: Renderer, name: str) -> None:
    paper = rendered(renderer, petition(debtor=name))

    seen = inspect_pdf(paper.pdf)
    assert seen.faults == ()
    assert seen.attachments == ()
    text = text_of(paper)
    assert "1337" not in text
    assert "Petición inicial" in text
    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
        assert not [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Width" in one]


def test_a_template_that_asks_for_a_file_or_an_address_gets_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>secret</text></svg>')
    (tmp_path / "leak.html").write_text(
        '{% extends "documents/paper.html" %}{% block content %}<p>nothing</p>'
        f'<img alt="a" src="{secret.as_uri()}"><img alt="b" src="http://127.0.0.1:9/x.png">'
        f'<a rel="attachment" href="{secret.as_uri()}">x</a>{{% endblock %}}'
    )

    paper = Renderer({"leak": tmp_path}).render_paper(
        "leak/leak.html", {"title": "t", "author": "a", "reference": "r"}, language="en", as_of=AS_OF
    )

    assert "secret" not in text_of(paper)
    assert inspect_pdf(paper.pdf).attachments == ()


def test_a_missing_fact_fails_the_paper_and_is_named(renderer: Renderer) -> None:
    context = petition()
    del context["signatory"]

    with pytest.raises(Invalid, match="'signatory' is undefined"):
        rendered(renderer, context)


def test_a_letter_no_font_has_fails_the_paper_instead_of_printing_a_box(renderer: Renderer) -> None:
    with pytest.raises(Invalid, match=r"U\+10FFF0"):
        rendered(renderer, petition(debtor="\U0010fff0"))


def test_a_language_without_a_locale_is_refused(renderer: Renderer) -> None:
    with pytest.raises(Invalid, match="'xx' is not one of them"):
        renderer.render_paper("test/petition.html", petition(), language="xx", as_of=AS_OF)


def test_a_long_schedule_repeats_its_head_and_tears_no_row(renderer: Renderer) -> None:
    paper = rendered(renderer, petition(rows=90))

    assert paper.pages > 3
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(paper.pdf)).pages]
    with_rows = [page for page in pages if "Factura" in page]
    assert all("Documento" in page and "Importe" in page for page in with_rows)
    assert sum(page.count("Factura") for page in pages) == 90
    assert sum(page.count("Total") for page in pages) == 1


def test_a_reference_of_two_hundred_characters_stays_on_the_page(renderer: Renderer, tmp_path: Path) -> None:
    paper = rendered(renderer, petition(debtor="X" * 200, reference="R" * 200))

    assert text_of(paper).replace(" ", "").count("X" * 200) == 4
    (tmp_path / "paper.pdf").write_bytes(paper.pdf)
    subprocess.run(["pdftoppm", "-r", "40", "-gray", "-png", "paper.pdf", "page"], cwd=tmp_path, check=True)
    for page in tmp_path.glob("page*.png"):
        ink = 255 - np.asarray(Image.open(page).convert("L"), dtype=int)
        assert ink.any()
        assert not ink[:, -round(20 / 25.4 * 40) :].any(), "ink in the right margin"


def test_the_inspection_names_what_an_archive_copy_lacks(renderer: Renderer) -> None:
    with pikepdf.open(BytesIO(rendered(renderer, petition()).pdf)) as pdf:
        del pdf.Root.OutputIntents
        del pdf.Root.Lang
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        changed = BytesIO()
        pdf.save(changed)

    seen = inspect_pdf(changed.getvalue())

    assert any("output intent" in fault for fault in seen.faults)
    assert any("language" in fault for fault in seen.faults)
    assert any("JavaScript" in fault for fault in seen.faults)
    with pytest.raises(NotArchivable):
        seen.require_sound()


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match="not a readable PDF"):
        inspect_pdf(content)
