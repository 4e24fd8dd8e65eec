"""What a file says, read outside this process: page by page, with the reason for what cannot be read."""

import time
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest

from documents.text import pdf, programs
from documents.text.faults import NotRead
from documents.text.pictures import eyes_for
from documents.text.reading import Read, plain, read_file
from tests.builders.documents import a_pdf_that_says, a_scan, a_scanned_pdf
from tests.builders.files import a_jpeg

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN = "application/vnd.oasis.opendocument.text"


def packed(**parts: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


def test_a_text_layer_is_read_page_by_page_and_a_picture_beside_it_by_eye() -> None:
    with pikepdf.open(BytesIO(a_pdf_that_says("A layer of its own"))) as layered:
        layered.pages.extend(pikepdf.open(BytesIO(a_scanned_pdf(a_scan("Escrito de oposición")))).pages)
        out = BytesIO()
        layered.save(out)
    read = read_file(out.getvalue(), "application/pdf", ["es"])
    assert read.pages[0] == "A layer of its own"
    assert "Escrito de oposición" in read.pages[1]
    assert read.reason is None


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PICTURES", 1)
    scan = a_scan("Uno")
    with pikepdf.open(BytesIO(a_scanned_pdf(scan, scan, scan))) as scanned:
        out = BytesIO()
        scanned.save(out)
    read = read_file(out.getvalue(), "application/pdf", ["es"])
    assert read.reason == "pages 2–3: more pictures than are read of one document"
    assert "Uno" in read.pages[0]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.4 nothing more", "application/pdf"),
        (a_jpeg(), "image/jpeg"),
        (b"PK\x03\x04 broken", WORD),
        (b"<open", "text/xml"),
        (b"MZ", "application/octet-stream"),
    ],
)
def test_what_cannot_be_read_says_why_in_our_own_words(content: bytes, media_type: str) -> None:
    with pytest.raises(NotRead) as refused:
        read_file(content, media_type, [])
    assert refused.value.reason


def test_office_files_mails_and_tables_say_what_they_say() -> None:
    word = packed(
        word__document='<w:d xmlns:w="w"><w:p><w:t>Contrato</w:t></w:p><w:p><w:t>de préstamo</w:t></w:p></w:d>'
    )
    sheet = packed(xl__sharedStrings="<sst><si><t>Saldo</t></si><si><t>vencido</t></si></sst>")
    open_text = packed(content='<o:d xmlns:o="o"><o:p>Umowa <o:span>pożyczki</o:span></o:p></o:d>')
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Föreläggande", "kronofogden@example.org", "ombud@example.org"
    mail.set_content("Svara inom tio dagar.")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="beslut.pdf")
    assert read_file(word, WORD, []).pages == ("Contrato\nde préstamo",)
    assert read_file(sheet, SHEET, []).pages == ("Saldo\nvencido",)
    assert read_file(open_text, OPEN, []).pages == ("Umowa pożyczki",)
    (said,) = read_file(bytes(mail), "message/rfc822", []).pages
    assert {"Subject: Föreläggande", "Svara inom tio dagar.", "Attachment: beslut.pdf"} <= set(said.splitlines())
    assert read_file("saldo;kwota\nżółw;1".encode("cp1250"), "text/csv", []).pages == ("saldo;kwota\nżółw;1",)
    assert read_file(b"<p>Hola<script>x()</script> &amp; adi&oacute;s</p>", "text/html", []).pages == ("Hola  & adiós",)


def test_an_entity_of_a_file_looks_nothing_up() -> None:
    hostile = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>a&e;b</x>'
    assert "root" not in read_file(hostile, "text/xml", []).pages[0]


def test_a_part_that_unpacks_to_too_much_is_not_read() -> None:
    out = BytesIO()
    with ZipFile(out, "w", 8) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * (65 << 20) + b"</w>")
    with pytest.raises(NotRead):
        read_file(out.getvalue(), WORD, [])


def test_a_program_ends_at_its_bounds_with_all_it_started() -> None:
    began = time.monotonic()
    with pytest.raises(NotRead, match="longer than 1 seconds"):
        programs.run(["sh", "-c", "sleep 60 & wait"], seconds=1)
    assert time.monotonic() - began < 30
    with pytest.raises(NotRead, match="gave up"):
        programs.run(["python3", "-c", "bytearray(1 << 30)"], seconds=20, memory=300 << 20)
    with pytest.raises(NotRead, match="not installed"):
        programs.run(["no-such-program"], seconds=1)


def test_a_program_sees_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOURSE_KEY", "secret")
    assert b"secret" not in programs.run(["env"], seconds=5)


def test_words_divided_at_the_end_of_a_line_are_whole_again() -> None:
    assert plain("la obliga-\nción de pa-\n  gar\r\n\n\n\nII-\n2\x00") == "la obligación de pagar\n\nII-\n2"


def test_pages_are_named_shortly() -> None:
    unread = dict.fromkeys([1, 3, 4, 5], "it takes longer than 60 seconds") | {9: "tesseract gave up on it"}
    assert Read((), unread).reason == "pages 1, 3–5: it takes longer than 60 seconds; page 9: tesseract gave up on it"


def test_english_is_always_among_the_languages_read() -> None:
    assert eyes_for(["pl", "mul", "pl"]) == "pol+eng"
