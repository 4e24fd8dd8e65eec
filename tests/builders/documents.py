"""Documents of an organisation's own, and pages as a scanner sees them."""

import random
from io import BytesIO
from uuid import UUID

import pikepdf
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from documents.text.jobs import read_waiting
from documents.vault.commands import SubjectKind, add_document, put, seal_document
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id


async def a_document(
    actor: Actor,
    content: bytes,
    *,
    media_type: str = "text/plain",
    title: str = "A paper",
    kind: str = "other",
    language: str = "mul",
    file_name: str = "paper.txt",
    subject_kind: SubjectKind = "organisation",
    subject_id: UUID | None = None,
    sealed: bool = True,
    firm_organisation_id: UUID | None = None,
) -> UUID:
    stored = await put(content, media_type=media_type)
    async with db.transaction(actor):
        document_id = await add_document(
            actor,
            stored,
            subject_kind=subject_kind,
            subject_id=subject_id or new_id(),
            kind=kind,
            title=title,
            language=language,
            file_name=file_name,
            firm_organisation_id=firm_organisation_id,
        )
        if sealed:
            await seal_document(actor, document_id)
    return document_id


async def a_read_document(actor: Actor, words: str, **how: object) -> UUID:
    document_id = await a_document(actor, words.encode(), **how)  # type: ignore[arg-type]
    await read_waiting()
    return document_id


def a_scan(words: str, *, turned: int = 0, tilted: float = 1.2) -> bytes:
    """A page as a scanner gives it, PNG: crooked, blurred and dusty; `turned` by a quarter or a half, in degrees."""
    page = Image.new("L", (1700, 1150), 250)
    face = ImageFont.truetype("LiberationSerif-Regular.ttf", 44)
    ImageDraw.Draw(page).multiline_text((120, 150), words, font=face, fill=25, spacing=22)
    page = page.rotate(tilted, fillcolor=250, resample=Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(0.8))
    dust = random.Random(1)
    for _ in range(9_000):
        page.putpixel((dust.randrange(1700), dust.randrange(1150)), dust.randrange(256))
    out = BytesIO()
    page.rotate(turned, expand=True).save(out, "PNG")
    return out.getvalue()


def a_scanned_pdf(*pages: bytes) -> bytes:
    """Pictures as the pages of a PDF without a text layer."""
    pictures = [Image.open(BytesIO(one)).convert("L") for one in pages]
    out = BytesIO()
    pictures[0].save(out, "PDF", resolution=150, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def a_pdf_that_says(*pages: str) -> bytes:
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for words in pages:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        lines = "".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -18 Td " for line in words.splitlines())
        page.Contents = pdf.make_stream(f"BT /F1 12 Tf 60 760 Td {lines}ET".encode("latin-1", "replace"))
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
