"""Office files as PDF/A-2b through LibreOffice: a profile of its own for each run, no macro, no address looked up.

The file is hostile until the contrary is shown. Before LibreOffice sees it, what it would fetch from elsewhere refuses
it; LibreOffice itself runs no macro, follows no link, and sees a proxy that is not there.
"""

import re
import shutil
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pikepdf

from documents.conversion.faults import NoConverter, NotConverted
from documents.intake.archives import UNREADABLE
from documents.text.faults import NotRead
from documents.text.programs import run

SECONDS = 120
MEMORY = 4 << 30
"""Bytes of address space: LibreOffice reserves a lot and uses a tenth."""
MOST_UNPACKED = 512 << 20
ENDINGS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx", "writer_pdf_Export"),
    "application/vnd.oasis.opendocument.text": (".odt", "writer_pdf_Export"),
    "application/rtf": (".rtf", "writer_pdf_Export"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx", "calc_pdf_Export"),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods", "calc_pdf_Export"),
}
OPTIONS = '{"SelectPdfVersion":{"type":"long","value":"2"},"ExportBookmarks":{"type":"boolean","value":"true"}}'
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</oor:items>'
)
# A hyperlink is text that somebody may click; everything else with such a target is fetched on opening.
_RELATION = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
_HYPERLINK = re.compile(rb'Type\s*=\s*"[^"]*/hyperlink"')
_OUTSIDE = re.compile(rb'TargetMode\s*=\s*"External"', re.IGNORECASE)
_OPEN_OUTSIDE = re.compile(
    rb"<(?:draw:image|draw:object|draw:object-ole|text:section-source|table:table-source|draw:plugin|draw:floating-frame)\b"
    rb'[^>]*xlink:href\s*=\s*"(?:[a-z]+:|/|\\|\.\./\.\.)',
    re.IGNORECASE,
)
_RICH_OUTSIDE = re.compile(
    rb"\\(?:objautlink|objupdate|\*\\template|INCLUDEPICTURE|INCLUDETEXT)|INCLUDE(?:PICTURE|TEXT)|DDEAUTO"
)


@cache
def version() -> str | None:
    """LibreOffice as it names itself; None where it is not installed."""
    if shutil.which("soffice") is None:
        return None
    try:
        said = run(["soffice", "--version"], seconds=60, memory=MEMORY).decode(errors="replace").split()
    except NotRead:
        return None
    return " ".join(said[:2])


def office_as_pdf(content: bytes, media_type: str) -> bytes:
    """NoConverter where LibreOffice is not installed; NotConverted, with the reason, for a file it may not have."""
    ending, export = ENDINGS[media_type]
    if version() is None:
        raise NoConverter("cannot convert: LibreOffice is not installed")
    _refuse_what_fetches(content, media_type)
    with TemporaryDirectory(prefix="recourse-office-") as folder:
        here = Path(folder)
        source = here / f"paper{ending}"
        source.write_bytes(content)
        _write_profile(here / "profile")
        try:
            run(_command(here, source, export), seconds=SECONDS, memory=MEMORY)
        except NotRead as fault:
            raise NotConverted(
                f"LibreOffice cannot convert it: {fault.reason}. Save it as PDF and add that."
            ) from fault
        made = here / "out" / "paper.pdf"
        if not made.is_file():
            raise NotConverted("LibreOffice cannot read the file. Save it as PDF and add that.")
        return _settled(made)


def _command(here: Path, source: Path, export: str) -> list[str | Path]:
    return [
        "soffice",
        f"-env:UserInstallation={(here / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nologo",
        "--convert-to",
        f"pdf:{export}:{OPTIONS}",
        "--outdir",
        here / "out",
        source,
    ]


def _write_profile(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items), encoding="utf-8")


def _settled(made: Path) -> bytes:
    """The same file gives the same bytes: without the hour of its making, and under an id of its content."""
    with pikepdf.open(made) as pdf:
        # Where a reader opens it, which is nobody's business in a bundle.
        if "/OpenAction" in pdf.Root:
            del pdf.Root.OpenAction
        for key in ("/CreationDate", "/ModDate"):
            if key in pdf.docinfo:
                del pdf.docinfo[key]
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
                if name in metadata:
                    del metadata[name]
        pdf.save(settled := made.with_suffix(".settled"), deterministic_id=True)
    return settled.read_bytes()


def _refuse_what_fetches(content: bytes, media_type: str) -> None:
    if media_type == "application/rtf":
        outside = _RICH_OUTSIDE.search(content) is not None
    else:
        outside = _archive_fetches(content)
    if outside:
        raise NotConverted("The file takes pictures or parts from another place. Save it with everything in it.")


def _archive_fetches(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise NotConverted("The file unpacks to far more than a document has.")
            if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in archive.namelist()):
                raise NotConverted("The file holds macros. Save it without them.")
            relations = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
            bodies = [archive.read(name) for name in archive.namelist() if name in ("content.xml", "styles.xml")]
    except UNREADABLE as error:
        raise NotConverted("The file is damaged and cannot be unpacked. Save it anew and add that.") from error
    fetched = (
        one
        for text in relations
        for one in _RELATION.findall(text)
        if _OUTSIDE.search(one) and not _HYPERLINK.search(one)
    )
    return next(fetched, None) is not None or any(_OPEN_OUTSIDE.search(body) for body in bodies)
