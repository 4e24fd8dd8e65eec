"""Pictures, office files, mail and text become archive copies; what would fetch, run or burst does not."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image

from documents.conversion import office
from documents.conversion.converting import Converted, Source, converted
from documents.conversion.faults import NoConverter, NotConverted
from documents.render.inspection import inspect_pdf
from tests.builders.files import a_zip

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def convert(content: bytes, name: str = "file", *, language: str = "pl") -> Converted:
    return converted(Source(content, name, "Załącznik 1", language, date(2026, 11, 20)))


def words(made: Converted) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(made.pdf)).pages)


def a_picture(form: str, mode: str = "RGB", *, frames: int = 1, wide: int = 60, high: int = 80) -> bytes:
    out = BytesIO()
    colour = {"RGB": (200, 30, 30), "L": 90, "1": 0, "RGBA": (0, 0, 200, 120), "CMYK": (0, 200, 0, 0), "I;16": 30000}[
        mode
    ]
    pages = [Image.new(mode, (wide, high), colour) for _ in range(frames)]
    more = {"save_all": True, "append_images": pages[1:]} if frames > 1 else {}
    pages[0].save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (a_picture("JPEG"), 1),
        (a_picture("JPEG", "CMYK"), 1),
        (a_picture("JPEG", "L", wide=90), 1),
        (a_picture("PNG", "RGBA"), 1),
        (a_picture("PNG", "I;16"), 1),
        (a_picture("TIFF", "1", frames=3), 3),
        (a_picture("TIFF", "RGB", frames=2), 2),
    ],
)
def test_a_picture_becomes_an_archive_copy_of_as_many_pages(content: bytes, pages: int) -> None:
    made = convert(content)
    assert made.pages == pages
    assert inspect_pdf(made.pdf, levels=["2B"]).faults == ()
    assert "Pillow" in made.engine
    assert convert(content).pdf == made.pdf


def test_a_jpeg_is_taken_over_byte_for_byte_and_one_on_its_side_is_turned(tmp_path: Path) -> None:
    jpeg = a_picture("JPEG")
    with pikepdf.open(BytesIO(convert(jpeg).pdf)) as pdf:
        assert pdf.pages[0].Resources.XObject.Picture.read_raw_bytes() == jpeg
    lying = Image.new("RGB", (80, 60), "white")
    lying.paste("black", (0, 0, 20, 60))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    lying.save(out, "PNG", exif=exif)
    (tmp_path / "made.pdf").write_bytes(convert(out.getvalue()).pdf)
    subprocess.run(["pdftoppm", "-r", "50", "-png", "made.pdf", "seen"], cwd=tmp_path, check=True)
    with Image.open(next(tmp_path.glob("seen*.png"))) as seen:
        assert seen.height > seen.width
        above, below = (seen.convert("L").getpixel((seen.width // 2, seen.height * part // 100)) for part in (10, 80))
        assert above < below


def test_transparent_parts_lie_on_white_paper(tmp_path: Path) -> None:
    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    with pikepdf.open(BytesIO(convert(out.getvalue()).pdf)) as pdf:
        assert set(pdf.pages[0].Resources.XObject.Picture.read_bytes()) == {255}


def test_a_text_keeps_every_word_and_names_the_signs_it_cannot_print() -> None:
    made = convert("Zażółć gęślą jaźń\r\n\tåäö 漢 \N{PILE OF POO}".encode(), "note.txt")
    assert inspect_pdf(made.pdf).faults == ()
    assert "Zażółć gęślą jaźń" in words(made)
    assert "åäö [U+6F22] [U+1F4A9]" in words(made)


def test_a_mail_shows_its_heads_its_words_and_what_was_attached() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Łucja <lucja@example.org>", "office@example.org"
    mail["Subject"], mail["Date"] = "Uznaję dług", "Fri, 20 Nov 2026 10:00:00 +0100"
    mail.set_content(
        "<script>alert(1)</script><p>Zapłacę w <b>grudniu</b>.</p><img src='http://127.0.0.1:9/x'>", "html"
    )
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="ugoda.pdf")
    seen = words(convert(mail.as_bytes(), "mail.eml"))
    for said in ("lucja@example.org", "Uznaję dług", "Zapłacę w grudniu", "ugoda.pdf (4 bytes)", "SHA-256"):
        assert said in seen
    assert "alert" not in seen


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\nrubbish", "damaged"),
        (a_picture("JPEG")[:300], "damaged"),
        (b"MZ\x90\0", "a program"),
        (b"%PDF-1.7", "PDF already"),
        (a_zip(a=b"b"), "ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
    ],
)
def test_what_has_no_paper_form_is_refused_with_the_reason(content: bytes, said: str) -> None:
    with pytest.raises(NotConverted, match=said):
        convert(content)


def a_word_file(body: str, relations: str = "", **more: bytes) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        f' ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{WORD}.main+xml"/>'
        "</Types>"
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    first = (
        f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    )
    text = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        f' xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>'
    )
    return a_zip(
        **{
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": first.encode(),
            "word/document.xml": text.encode(),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>'.encode(),
            **more,
        }
    )


def outside(kind: str, target: str) -> str:
    return f'<Relationship Id="r2" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>'


PARAGRAPH = "<w:p><w:r><w:t>Zażółć gęślą jaźń</w:t></w:r></w:p>"


@needs_office
@pytest.mark.timeout(120)
def test_an_office_file_becomes_an_archive_copy() -> None:
    link = outside("hyperlink", "https://example.org")
    made = convert(a_word_file(PARAGRAPH, link), "umowa.docx")
    assert inspect_pdf(made.pdf, levels=["2B"]).faults == ()
    assert "Zażółć gęślą jaźń" in words(made)
    assert made.engine.startswith("LibreOffice")
    assert not list(Path("/tmp").glob("recourse-office-*"))


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *arguments: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@needs_office
@pytest.mark.timeout(120)
def test_no_address_is_looked_up_even_where_the_look_beforehand_sees_nothing() -> None:
    """A web page in the clothes of a rich text: LibreOffice reads what it is given by its bytes."""
    with listening() as (address, asked):
        rich = rf"{{\rtf1 hello {{\field{{\*\fldinst IN\'43LUDEPICTURE \"{address}/pixel.png\" }}}}}}".encode()
        made = office.office_as_pdf(rich, "application/rtf")
        assert made.startswith(b"%PDF")
    assert asked == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (a_word_file(PARAGRAPH, outside("image", "http://127.0.0.1:9/x.png")), "another place"),
        (a_word_file(PARAGRAPH, outside("attachedTemplate", "file:///etc/passwd")), "another place"),
        (a_word_file(PARAGRAPH, **{"word/vbaProject.bin": b"x"}), "macros"),
        (b'{\\rtf1 {\\field{\\*\\fldinst INCLUDETEXT "/etc/passwd"}}}', "another place"),
    ],
)
@needs_office
def test_what_would_fetch_or_run_is_refused_before_the_program_sees_it(content: bytes, said: str) -> None:
    with pytest.raises(NotConverted, match=said):
        convert(content)


def test_without_the_program_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    office.version.cache_clear()
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoConverter, match="LibreOffice is not installed"):
        convert(a_word_file(PARAGRAPH))
    office.version.cache_clear()


@needs_office
@pytest.mark.timeout(120)
def test_a_program_that_takes_too_long_is_ended_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 1)
    office.version()
    with pytest.raises(NotConverted, match="longer than 1 seconds"):
        convert(a_word_file(PARAGRAPH * 20_000))
    assert not list(Path("/tmp").glob("recourse-office-*"))
    running = subprocess.run(["pgrep", "-f", "recourse-office-"], capture_output=True, text=True).stdout
    assert running == ""
