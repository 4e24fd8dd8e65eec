"""What comes through the door is what it says, whole, and does nothing; all else stays outside with its reason."""

import asyncio
import zlib
from collections.abc import Callable
from datetime import date

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.intake import bombs
from documents.intake.door import PAPERS, take_in
from documents.intake.faults import Fault, NotTaken
from documents.intake.names import plain_name
from kernel.actor import Actor
from kernel.ids import new_id
from tests.builders.files import a_jpeg, a_pdf, a_png, a_zip
from web.demo.exhibits import invented

ACTOR = Actor.system(new_id())
LARGEST = 8 << 20
type Change = Callable[[pikepdf.Pdf], None]


def attached(name: str, content: bytes) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)

    return change


def opening(**action: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(**action)

    return change


def clicked(pdf: pikepdf.Pdf) -> None:
    """The script is deep in an array of a page, not in the catalogue."""
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    link.A = pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=[pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app")])
    pdf.pages[0].Annots = pikepdf.Array([link])


def form_of_scripts(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))


def bomb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(bytes(64 << 20))


LOCKED = {"encryption": pikepdf.Encryption(owner="o", user="u")}
LOCKED_TO_CHANGES = {"encryption": pikepdf.Encryption(owner="o", user="")}
WEB = {"linearize": True}

REFUSED: list[tuple[str, bytes, Fault]] = [
    ("nothing in it", b"", "empty"),
    ("too large", b"%PDF-" + bytes(LARGEST), "large"),
    ("a program", b"MZ\x90\0" + bytes(100), "kind"),
    ("a web page", b"<!DOCTYPE html><p>hello", "kind"),
    ("an archive", a_zip(**{"a.txt": b"a"}), "kind"),
    ("a Word file", a_zip(**{"[Content_Types].xml": b"", "word/document.xml": b""}), "kind"),
    ("encrypted", a_pdf(**LOCKED), "encrypted"),
    ("encrypted with an empty password", a_pdf(**LOCKED_TO_CHANGES), "encrypted"),
    ("runs JavaScript", a_pdf(change=opening(S=pikepdf.Name.JavaScript, JS="app.alert(1)")), "active"),
    ("runs JavaScript on a click", a_pdf(change=clicked), "active"),
    ("JavaScript packed away", a_pdf(change=clicked, object_stream_mode=pikepdf.ObjectStreamMode.generate), "active"),
    ("starts a program", a_pdf(change=opening(S=pikepdf.Name.Launch, F="calc.exe")), "active"),
    ("an XFA form", a_pdf(change=form_of_scripts), "active"),
    ("a program attached", a_pdf(change=attached("invoice.exe", b"anything")), "active"),
    ("a program under another name", a_pdf(change=attached("invoice.xml", b"MZ\x90\0")), "active"),
    ("a PDF and a ZIP", a_pdf() + a_zip(**{"a.exe": b"MZ"}), "polyglot"),
    ("a PDF and a page", a_pdf().replace(b"\n", b"\n%<html><script>\n", 1), "polyglot"),
    ("a PDF and a program behind it", a_pdf() + b"\x7fELF and more", "polyglot"),
    ("cut in half", a_pdf(words="x" * 4000, compress_streams=False)[:2000], "cut"),
    ("cut in half, made for the web", a_pdf(words="x" * 9000, compress_streams=False, **WEB)[:5000], "cut"),
    ("no PDF behind its name", b"%PDF-1.7 nothing\n%%EOF", "cut"),
    ("a PNG cut", a_png()[:-6], "cut"),
    ("a PNG altered", a_png()[:45] + b"\1" + a_png()[46:], "cut"),
    ("a PNG and a ZIP", a_png() + a_zip(a=b"a"), "polyglot"),
    ("a picture of a billion points", a_png(60_000, 60_000), "bomb"),
    ("a JPEG cut", a_jpeg()[:-3], "cut"),
    ("a JPEG and a PDF", a_jpeg() + a_pdf(), "polyglot"),
    ("a JPEG of a billion points", a_jpeg(60_000, 60_000), "bomb"),
]


@pytest.mark.parametrize(("content", "fault"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_is_harmful_or_damaged_stays_outside_with_its_reason(content: bytes, fault: Fault) -> None:
    with pytest.raises(NotTaken) as refused:
        await take_in(ACTOR, content, "contract.pdf", largest=LARGEST)
    assert refused.value.fault == fault
    [place] = refused.value.places
    assert place.where == "file"
    assert place.sentence.endswith(".")


@pytest.mark.parametrize(
    ("content", "media_type", "pages"),
    [
        (a_pdf(), "application/pdf", 1),
        (a_pdf(**WEB), "application/pdf", 1),
        (a_pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate), "application/pdf", 1),
        (a_pdf(change=attached("invoice.xml", b"<invoice/>")), "application/pdf", 1),
        (a_pdf(change=opening(S=pikepdf.Name.URI, URI="https://example.org")), "application/pdf", 1),
        (a_pdf() + b"\r\n\0\0", "application/pdf", 1),
        (a_png(), "image/png", None),
        (a_jpeg(), "image/jpeg", None),
    ],
)
async def test_what_is_whole_and_quiet_comes_in_as_what_it_is(
    content: bytes, media_type: str, pages: int | None
) -> None:
    taken = await take_in(ACTOR, content, "what it is called does not matter.exe", largest=LARGEST)
    assert (taken.content, taken.media_type, taken.pages) == (content, media_type, pages)
    assert taken.file_name.startswith("what it is called does not matter.exe.")
    assert taken.scan.state == "not_scanned"


async def test_what_this_house_prints_would_be_taken_by_its_own_door() -> None:
    paper = await invented("Contract", "It stands for the contract.", "A-1", on=date(2026, 1, 1), name="contract.pdf")
    assert (await take_in(ACTOR, paper.content, paper.name, largest=LARGEST)).pages == 1


async def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bombs, "MOST_OF_ONE", 16 << 20)
    small = a_pdf(change=bomb)
    assert len(small) < 1 << 20
    with pytest.raises(NotTaken, match="cannot be taken") as refused:
        await take_in(ACTOR, small, "contract.pdf", largest=LARGEST)
    assert refused.value.fault == "bomb"


def test_a_bomb_in_a_bomb_is_counted_too() -> None:
    twice = zlib.compress(zlib.compress(bytes(200 << 20)))
    assert len(twice) < 2000
    assert bombs.unpacked_size(b"stream\n" + twice) > 150 << 20


@pytest.mark.parametrize(
    "sent", ["../../x.pdf", "..\\..\\x.pdf", "a/../b.pdf", "a\0b.pdf", "a\nb.pdf", "gnp.\u202epdf", "\u200bx.pdf"]
)
def test_a_name_that_climbs_or_hides_is_refused(sent: str) -> None:
    with pytest.raises(NotTaken) as refused:
        plain_name(sent, (".pdf",))
    assert refused.value.fault == "name"


@given(st.text(max_size=300))
def test_a_name_that_is_taken_is_one_name_with_its_ending(sent: str) -> None:
    endings = PAPERS[1].endings
    try:
        name = plain_name(sent, endings)
    except NotTaken:
        return
    assert 0 < len(name) <= 120
    assert name.lower().endswith(endings)
    assert not set("/\\\0\r\n") & set(name)
    assert plain_name(name, endings) == name


@given(st.binary(max_size=600))
def test_no_bytes_break_the_door(content: bytes) -> None:
    for start in (b"", b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04"):
        with pytest.raises(NotTaken):
            asyncio.run(take_in(ACTOR, start + content, "x", largest=LARGEST))
