"""What a scan says can be searched in the annex a court gets, and what it shows stays as it was."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from documents.conversion import pictures, scans
from documents.conversion.converting import Source, converted, engine_for
from documents.conversion.faults import NotConverted
from documents.render.inspection import inspect_pdf
from documents.text.drawing import page_as_png
from documents.text.programs import run
from tests.builders.files import a_pdf

pytestmark = pytest.mark.skipif(scans.reader() is None, reason="Tesseract is not installed")
SAID = ("Factura número 2024/0017", "Importe pendiente 1.234,56")


def a_page(*lines: str, form: str = "PNG", turned: int = 0) -> bytes:
    """A4 at 150 dots per inch with these lines, as a scanner gives it, lying on its side where `turned`."""
    sheet = Image.new("L", (1240, 1754), "white")
    letters = ImageFont.truetype("LiberationSans-Regular.ttf", 40)
    for number, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((150, 200 + 120 * number), line, fill="black", font=letters)
    out = BytesIO()
    sheet.rotate(turned, expand=True, fillcolor="white").save(out, form)
    return out.getvalue()


def scanned(*, rotate: int = 0, beside: bytes | None = None) -> bytes:
    """A scanner's own PDF: pictures and nothing else, turned by its page and not by its picture where `rotate`."""
    with pikepdf.open(BytesIO(pictures.picture_as_pdf(a_page(*SAID, turned=rotate), title="x", language="es"))) as pdf:
        bare = pikepdf.new()
        bare.pages.extend(pdf.pages)
        bare.pages[0].rotate(rotate, relative=False)
        if beside is not None:
            with pikepdf.open(BytesIO(beside)) as more:
                bare.pages.extend(more.pages)
        out = BytesIO()
        bare.save(out)
    return out.getvalue()


def convert(content: bytes) -> bytes:
    return converted(Source(content, "file", "Anexo 1", "es", date(2026, 11, 20))).pdf


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def drawn(pdf: bytes, folder: Path) -> bytes:
    path = folder / "seen.pdf"
    path.write_bytes(pdf)
    return page_as_png(path, 1, points=900)


def said_in(pdf: bytes, folder: Path, *, top: int, height: int) -> str:
    """The words of a strip of the first page as it is looked at, in points from above."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    strip = ["-x", "0", "-y", str(top), "-W", "900", "-H", str(height), "-l", "1"]
    return run(["pdftotext", "-r", "72", *strip, path, "-"], seconds=20).decode()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_searchable_and_looks_as_before(form: str, tmp_path: Path) -> None:
    content = a_page(*SAID, form=form)
    made = convert(content)
    for line in SAID:
        assert line in words(made)
    assert inspect_pdf(made, levels=["2B"]).faults == ()
    assert drawn(made, tmp_path) == drawn(pictures.picture_as_pdf(content, title="Anexo 1", language="es"), tmp_path)
    assert convert(content) == made


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_scan_becomes_an_archive_copy_with_its_words_where_they_stand(rotate: int, tmp_path: Path) -> None:
    scan = scanned(rotate=rotate)
    made = convert(scan)
    for line in SAID:
        assert line in words(made)
    assert inspect_pdf(made, levels=["2B"]).faults == ()
    assert drawn(made, tmp_path) == drawn(scan, tmp_path)
    # The lines stand 200 and 320 points of 150 to the inch below the edge, and the margin is 18.
    assert SAID[0] in said_in(made, tmp_path, top=105, height=30)
    assert SAID[1] in said_in(made, tmp_path, top=160, height=30)
    assert engine_for("application/pdf", made, "file.pdf") is None


def test_pages_that_share_their_resources_keep_each_its_own_words() -> None:
    with pikepdf.open(BytesIO(scanned())) as pdf:
        pdf.pages[0].obj.Resources = pdf.make_indirect(pdf.pages[0].obj.Resources)
        with pikepdf.open(BytesIO(pictures.picture_as_pdf(a_page("Albarán 77"), title="x", language="es"))) as more:
            pdf.pages.extend(more.pages)
        second = pdf.pages[1].obj
        pdf.pages[0].add_resource(second.Resources.XObject.Picture, pikepdf.Name.XObject, pikepdf.Name.Second)
        second.Contents = pdf.make_stream(second.Contents.read_bytes().replace(b"/Picture", b"/Second"))
        second.Resources = pdf.pages[0].obj.Resources
        out = BytesIO()
        pdf.save(out)
    first, last = (page.extract_text() for page in pypdf.PdfReader(BytesIO(convert(out.getvalue()))).pages)
    assert SAID[0] in first
    assert "Albarán 77" not in first
    assert "Albarán 77" in last


def test_beside_other_pages_a_scan_gets_its_words_and_claims_no_more() -> None:
    made = convert(scanned(beside=a_pdf("a contract")))
    assert SAID[1] in words(made)
    with pikepdf.open(BytesIO(made)) as pdf, pdf.open_metadata() as told:
        assert len(pdf.pages) == 2
        assert not told.pdfa_status


def test_what_is_signed_or_says_its_words_already_stays_as_it_came() -> None:
    def signed(pdf: pikepdf.Pdf) -> None:
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("Signature1"))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)], SigFlags=3)

    with pikepdf.open(BytesIO(scanned())) as pdf:
        signed(pdf)
        out = BytesIO()
        pdf.save(out)
    for content in (out.getvalue(), a_pdf("a contract")):
        assert engine_for("application/pdf", content, "file.pdf") is None
        with pytest.raises(NotConverted, match="PDF already"):
            convert(content)
