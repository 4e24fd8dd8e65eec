"""PDFs that come from outside: whole, readable by everybody, and doing nothing when they are opened."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import is_zipfile

import pikepdf

from documents.intake.bombs import MOST_OF_ONE, TooMuch, unpacked_size
from documents.intake.faults import NotTaken
from documents.intake.sniffing import MARKUP, PROGRAM, kind_of

MOST_OBJECTS = 500_000
ACTIVE = {
    "/JavaScript": "runs JavaScript",
    "/Launch": "starts a program",
    "/ImportData": "reads other files",
    "/SubmitForm": "sends data away",
    "/Rendition": "plays media with scripts",
}
PLAYERS = {"/RichMedia", "/Screen", "/Movie", "/3D"}
PROGRAMS = (
    ".exe",
    ".dll",
    ".bat",
    ".cmd",
    ".com",
    ".scr",
    ".js",
    ".jse",
    ".vbs",
    ".ps1",
    ".jar",
    ".msi",
    ".hta",
    ".lnk",
)
MEND = "Print it to a new PDF and send that."

# Every reader of PDFs in this process keeps to what one stream may unpack to.
pikepdf.settings.set_qpdf_limits(flate_max_memory=MOST_OF_ONE, run_length_max_memory=MOST_OF_ONE)


def pages_of(content: bytes) -> int:
    """The number of pages of a PDF that may be taken in; NotTaken with the reason of one that may not."""
    _one_file_alone(content)
    try:
        unpacked_size(content)
    except TooMuch:
        raise NotTaken("bomb", f"The PDF unpacks to far more than a document has. {MEND}") from None
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise NotTaken("encrypted", "The PDF is encrypted. Remove the password and send it again.")
            _does_nothing(pdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise NotTaken("encrypted", "The PDF is encrypted. Remove the password and send it again.") from None
    except (pikepdf.PdfError, RuntimeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotTaken("cut", f"The PDF is damaged and cannot be read. {MEND}") from error
    if pages == 0:
        raise NotTaken("cut", f"The PDF has no page. {MEND}")
    return pages


def _one_file_alone(content: bytes) -> None:
    """Whole, and nothing else at the same time: no reader may see another document in the same bytes."""
    end = content.rfind(b"%%EOF")
    rest = content[end + 5 :] if end >= 0 else b""
    if is_zipfile(BytesIO(content)):
        raise NotTaken("polyglot", f"The file is a PDF and a ZIP archive at once. {MEND}")
    if any(mark in (content[:1024] + rest[: 1 << 16]).lower() for mark in MARKUP):
        raise NotTaken("polyglot", f"The file is a PDF and a web page at once. {MEND}")
    # A file made for the web has an end near its beginning too: objects after the last one were cut off midway.
    if end < 0 or b" obj" in rest:
        raise NotTaken("cut", "The PDF ends in the midst: it was cut off on the way. Send it again.")
    if rest.strip(b" \t\r\n\0\x0c"):
        raise NotTaken("polyglot", f"After the end of the PDF something else follows. {MEND}")


def _does_nothing(pdf: pikepdf.Pdf) -> None:
    count = 0
    for thing in pdf.objects:
        for found in _dictionaries(thing):
            count += 1
            if count > MOST_OBJECTS:
                raise NotTaken("bomb", f"The PDF has more parts than a document has. {MEND}")
            _harmless(found)


def _dictionaries(thing: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """The dictionaries of one object that stand in it directly; what it refers to is another object of the file."""
    if depth > 50:
        raise NotTaken("bomb", f"The PDF is nested deeper than a document is. {MEND}")
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        inside = [one for _, one in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        inside = list(thing)
    else:
        return
    for one in inside:
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield from _dictionaries(one, depth + 1)


def _harmless(found: pikepdf.Object) -> None:
    action = str(found.get("/S", ""))
    if action in ACTIVE or "/JS" in found or "/JavaScript" in found:
        does = ACTIVE.get(action, ACTIVE["/JavaScript"])
        raise NotTaken("active", f"The PDF {does} when it is opened or clicked. {MEND}")
    if str(found.get("/Subtype", "")) in PLAYERS:
        raise NotTaken("active", f"The PDF plays media or scenes. {MEND}")
    if "/XFA" in found:
        raise NotTaken("active", f"The PDF is a form that draws itself by scripts (XFA). {MEND}")
    if "/EF" in found:
        _no_program(found)


def _no_program(attached: pikepdf.Object) -> None:
    """An attachment may be data (an electronic invoice), and never something that runs."""
    names = [str(attached.get(key, "")) for key in ("/F", "/UF")]
    starts = [_start(stream) for stream in attached["/EF"].as_dict().values() if isinstance(stream, pikepdf.Stream)]
    runs = any(name.lower().rstrip(". ").endswith(PROGRAMS) for name in names)
    if runs or any(kind_of(start) is PROGRAM for start in starts):
        raise NotTaken("active", f"The PDF carries a program as an attachment. {MEND}")


def _start(stream: pikepdf.Stream) -> bytes:
    return stream.read_bytes()[:64]
