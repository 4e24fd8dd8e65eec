"""From template and context to a PDF/A-3a: tagged, fonts embedded, byte for byte the same for the same
input.
"""

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Literal

import pydyf  # type: ignore[import-untyped]
from jinja2 import UndefinedError
from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from documents.render.environment import paper_environment
from documents.render.words import FURNITURE, locale_of
from documents.render.xmp import rewrite_metadata
from kernel.errors import Invalid

type Relationship = Literal["Source", "Data", "Alternative", "Supplement"]

VARIANT = "pdf/a-3a"
_INTENT = "srgb-2014"


@dataclass(frozen=True, slots=True)
class MachineData:
    """A file that travels inside the paper (the court's XML, the rows of a schedule) and how it relates to
    it.
    """

    name: str
    content: bytes
    description: str
    relationship: Relationship


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished paper. The same input on the same fonts and versions gives the same bytes, hence the same
    hash.
    """

    pdf: bytes
    sha256: str
    pages: int


class Renderer:
    """Renders papers. Make one per process: it keeps the parsed style sheet and the font configuration."""

    def __init__(self, packages: Mapping[str, str | Path]) -> None:
        """`packages` maps a template prefix to a package with a `templates` folder, or to a folder."""
        self._environment = paper_environment(packages)
        self._fonts = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols={"data"})
        self._css = CSS(string=style_sheet(), font_config=self._fonts, url_fetcher=self._fetcher)

    def html(self, template: str, context: Mapping[str, object], *, language: str, as_of: date) -> str:
        """The paper before layout. A fact the template needs and the context lacks is Invalid and named."""
        locale_of(language)
        given = {**context, "language": language, "as_of": as_of, "furniture": FURNITURE[language]}
        try:
            return self._environment.get_template(template).render(given)
        except UndefinedError as error:
            raise Invalid(f"The paper {template} cannot be written: {error.message}.") from error

    def render_paper(
        self,
        template: str,
        context: Mapping[str, object],
        *,
        language: str,
        as_of: date,
        attachments: Sequence[MachineData] = (),
    ) -> Rendered:
        """The paper as PDF/A-3a, dated `as_of`. Takes tens of milliseconds of processor: not on the event
        loop.
        """
        html = self.html(template, context, language=language, as_of=as_of)
        identifier = _identifier(html, attachments)
        with _no_collection():
            page = HTML(string=html, url_fetcher=self._fetcher)
            document = page.render(
                font_config=self._fonts,
                stylesheets=[self._css],
                color_profiles={_INTENT: _srgb()},
                output_intent=_INTENT,
                pdf_variant=VARIANT,
                pdf_tags=True,
            )
            target = BytesIO()
            document.write_pdf(
                target,
                finisher=_finish,
                output_intent=_INTENT,
                pdf_variant=VARIANT,
                pdf_tags=True,
                pdf_identifier=identifier,
                attachments=[self._attachment(one, as_of) for one in attachments],
            )
        pdf = target.getvalue()
        return Rendered(pdf, hashlib.sha256(pdf).hexdigest(), len(document.pages))

    def _attachment(self, data: MachineData, as_of: date) -> Attachment:
        midnight = datetime.combine(as_of, time())
        return Attachment(
            file_obj=BytesIO(data.content),
            name=data.name,
            description=data.description,
            relationship=data.relationship,
            created=midnight,
            modified=midnight,
            url_fetcher=self._fetcher,
        )


@cache
def style_sheet() -> str:
    written = (files("documents") / "templates" / "paper.css").read_text(encoding="utf-8")
    return written + "".join(f".width-{share} {{ width: {share}% }}\n" for share in range(1, 100))


def _srgb() -> ColorProfile:
    """The profile WeasyPrint ships, read once: its own way opens the file for every paper and never closes
    it.
    """
    return ColorProfile(BytesIO(_srgb_bytes()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@cache
def _srgb_bytes() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _identifier(html: str, attachments: Sequence[MachineData]) -> bytes:
    digest = hashlib.sha256(style_sheet().encode())
    for piece in (html.encode(), *(one.content for one in attachments)):
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()[:32].encode()


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    lacking = sorted({point for font in document.fonts.values() for point in font.missing})
    if lacking:
        shown = ", ".join(f"{chr(point)} (U+{point:04X})" for point in lacking[:10])
        raise Invalid(
            f"No installed font has the characters {shown}; the paper would print boxes in their place. Install a"
            " font that has them, or correct the text."
        )
    rewrite_metadata(document, pdf)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Collections during layout cost a tenth of its time and free nothing; one before and after is enough."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
