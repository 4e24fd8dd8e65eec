"""What a file is by its bytes, whatever its sender calls it."""

from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from documents.intake.archives import UNREADABLE

MOST_MEMBERS = 10_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, the endings its name may have, and its name in a sentence."""

    media_type: str
    endings: tuple[str, ...]
    words: str


PDF = Kind("application/pdf", (".pdf",), "a PDF")
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"), "a JPEG picture")
PNG = Kind("image/png", (".png",), "a PNG picture")
TIFF = Kind("image/tiff", (".tif", ".tiff"), "a TIFF picture")
ZIP = Kind("application/zip", (".zip",), "a ZIP archive")
WORD = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), "a Word document")
SHEET = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), "an Excel workbook")
SLIDES = Kind(
    "application/vnd.openxmlformats-officedocument.presentationml.presentation", (".pptx",), "a PowerPoint file"
)
OPEN_TEXT = Kind("application/vnd.oasis.opendocument.text", (".odt",), "an OpenDocument text")
OPEN_SHEET = Kind("application/vnd.oasis.opendocument.spreadsheet", (".ods",), "an OpenDocument sheet")
OLD_OFFICE = Kind("application/x-ole-storage", (".doc",), "an old Office file or an Outlook mail")
HTML = Kind("text/html", (".html",), "a web page")
PROGRAM = Kind("application/octet-stream", (".bin",), "a program")
TEXT = Kind("text/plain", (".txt",), "a text")
UNKNOWN = Kind("application/octet-stream", (".bin",), "no kind of file that is known here")

MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"#!", PROGRAM),
)
INSIDE = (("word/", WORD), ("xl/", SHEET), ("ppt/", SLIDES))
OPEN = {kind.media_type.encode(): kind for kind in (OPEN_TEXT, OPEN_SHEET)}
MARKUP = (b"<html", b"<!doctype", b"<script", b"<svg", b"<iframe")


def kind_of(content: bytes) -> Kind:
    """The kind by the first bytes; of archives by their list of members, none of which is unpacked."""
    known = next((kind for magic, kind in MAGIC if content.startswith(magic)), None)
    if known is not None:
        return known
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_archive(content)
    if any(mark in content[:1024].lower() for mark in MARKUP):
        return HTML
    if b"\0" in content[:4096]:
        return UNKNOWN
    try:
        content[:4096].decode(errors="strict")
    except UnicodeDecodeError as error:
        # A letter cut in two at the end of the look is no sign of anything.
        return TEXT if error.start > 4090 and len(content) > 4096 else UNKNOWN
    return TEXT


def _of_archive(content: bytes) -> Kind:
    mimetype = content[30:120]
    if mimetype.startswith(b"mimetype"):
        found = next((kind for name, kind in OPEN.items() if mimetype[8:].startswith(name)), None)
        if found is not None:
            return found
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()[:MOST_MEMBERS]
    except UNREADABLE:
        return ZIP
    if "[Content_Types].xml" in names:
        return next((kind for folder, kind in INSIDE if any(name.startswith(folder) for name in names)), ZIP)
    return ZIP
