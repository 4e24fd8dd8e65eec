"""Which engine makes a PDF of which kind of file, and what it must be before it is believed."""

from dataclasses import dataclass
from datetime import date

from documents.conversion import office, pictures, scans, writings
from documents.conversion.faults import NotConverted
from documents.intake.faults import NotTaken
from documents.intake.pdf import pages_of
from documents.intake.sniffing import JPEG, PDF, PNG, TEXT, TIFF, kind_of
from documents.render.inspection import inspect_pdf
from documents.text.faults import NotRead
from kernel.errors import Invalid

RICH = "application/rtf"
MAIL = "message/rfc822"
LEVELS = ("2B", "3A")
PICTURES = frozenset({JPEG.media_type, PNG.media_type, TIFF.media_type})


@dataclass(frozen=True, slots=True)
class Source:
    """A file to convert; its name decides only between mail and text, which look alike."""

    content: bytes
    file_name: str
    title: str
    language: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Converted:
    """The file as PDF/A, or a scan with words to search. `engine` names the program and its version."""

    pdf: bytes
    pages: int
    engine: str


def converted(source: Source) -> Converted:
    """Takes seconds of processor and starts processes: never on the event loop.

    NotConverted, with the reason, for what has no such form; NoConverter where the program is not installed.
    """
    if not source.content:
        raise NotConverted("The file is empty.")
    pdf, engine = _made(source)
    try:
        pages = pages_of(pdf)
        seen = inspect_pdf(pdf, levels=LEVELS)
    except (NotTaken, Invalid) as error:
        raise NotConverted(f"What {engine} made of it is no sound PDF: {error.sentence}") from error
    if seen.faults and kind_of(source.content) is not PDF:
        raise NotConverted(f"What {engine} made of it is no archive copy: {seen.faults[0]}.")
    return Converted(pdf, pages, engine)


def engine_for(media_type: str, content: bytes, file_name: str) -> str | None:
    """The program and version that would convert the file; None where none is needed or there is none."""
    kind = _kind(media_type, content, file_name)
    if kind in PICTURES:
        return _eyes()
    if kind == PDF.media_type:
        return scans.reader() if scans.is_scan(content) else None
    if kind in (MAIL, TEXT.media_type):
        return writings.ENGINE
    return (office.version() or "LibreOffice") if kind in office.ENDINGS else None


def _kind(media_type: str, content: bytes, file_name: str) -> str:
    """By the bytes; a text may be a rich text or a mail."""
    found = kind_of(content)
    if content.startswith(b"{\\rtf"):
        return RICH
    if media_type == MAIL or (found.media_type.startswith("text/") and file_name.lower().endswith(".eml")):
        return MAIL
    return found.media_type


def _made(source: Source) -> tuple[bytes, str]:
    kind = _kind("", source.content, source.file_name)
    about = {"title": source.title, "language": source.language}
    if kind in PICTURES:
        drawn = pictures.picture_as_pdf(source.content, **about)
        return (scans.searchable(drawn, **about) if scans.reader() else None) or drawn, _eyes()
    if kind == MAIL:
        return writings.mail_as_pdf(source.content, **about, as_of=source.as_of), writings.ENGINE
    if kind == TEXT.media_type:
        return writings.text_as_pdf(source.content, **about, as_of=source.as_of), writings.ENGINE
    if kind in office.ENDINGS:
        return office.office_as_pdf(source.content, kind), office.version() or "LibreOffice"
    if kind == PDF.media_type:
        return _of_scan(source.content, **about), scans.reader() or ""
    raise NotConverted(f"This is {kind_of(source.content).words}, which is not converted. Save it as PDF and add that.")


def _eyes() -> str:
    return ", ".join(filter(None, (pictures.ENGINE, scans.reader())))


def _of_scan(content: bytes, *, title: str, language: str) -> bytes:
    try:
        made = scans.searchable(content, title=title, language=language) if scans.reader() else None
    except (NotRead, *scans.DAMAGED) as error:
        if scans.is_scan(content):
            raise NotConverted("The scan is damaged. Print it to a new PDF and add that.") from error
        made = None
    if made is None:
        raise NotConverted("The file is a PDF already.")
    return made
