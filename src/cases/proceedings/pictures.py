"""A paper as it would leave, in pictures, before it is a document: of the same template and data, kept nowhere."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from cases.jurisdictions.contract import Jurisdiction, Paper
from cases.jurisdictions.court_files.twin import Section
from cases.proceedings.printing import PACKAGES, job_of
from documents.render.engine import Rendered
from documents.render.galley import Galley
from documents.text.drawing import page_as_png
from documents.text.faults import NotRead
from kernel.errors import Refused

POINTS = 1_100
"""The longer side of a page: read without zooming beside the form."""
MOST_PAGES = 6
GALLEY = Galley({**PACKAGES, "claims": "cases.claims"})
"""Of this process, for everything of a case that is looked at; bulk printing has processes of its own."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A machine part of the paper in words; `unverified` is what of its format was never seen officially."""

    file_name: str
    section: Section
    unverified: str | None


@dataclass(frozen=True, slots=True)
class Pictures:
    """The first pages as data addresses for `<img>`, how many there are, and what travels inside the file."""

    pages: tuple[str, ...]
    count: int
    pdf: bytes

    @property
    def more(self) -> int:
        return self.count - len(self.pages)


async def pictures_of(paper: Paper, *, on: date, more: Mapping[str, object] | None = None) -> Pictures:
    """Invalid where the template lacks a fact or a character has no font; Refused where it is too large to be looked at
    or cannot be drawn.
    """
    rendered = await rendered_paper(paper, on=on, more=more)
    pages = await asyncio.to_thread(_drawn, rendered)
    return Pictures(tuple(pages), rendered.pages, rendered.pdf)


async def rendered_paper(paper: Paper, *, on: date, more: Mapping[str, object] | None = None) -> Rendered:
    """`more` is what every paper of the organisation is given besides: its letterhead and clauses."""
    return await GALLEY.look(job_of("preview", replace(paper, context={**paper.context, **(more or {})}), on))


def twins_of(paper: Paper, jurisdiction: Jurisdiction) -> tuple[Twin, ...]:
    """Each machine part that a channel of the country can read back."""
    found: list[Twin] = []
    for part in paper.machine:
        for channel in jurisdiction.channels:
            if part.name in channel.parts:
                found.append(Twin(part.name, channel.twin(part.name, part.content), channel.unverified))
                break
    return tuple(found)


def _drawn(rendered: Rendered) -> list[str]:
    with TemporaryDirectory(prefix="recourse-preview-") as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(rendered.pdf)
        try:
            pages = [
                page_as_png(path, number, points=POINTS) for number in range(1, min(rendered.pages, MOST_PAGES) + 1)
            ]
        except NotRead as fault:
            raise Refused(f"The pages cannot be drawn: {fault.reason}.") from fault
    return [f"data:image/png;base64,{b64encode(one).decode()}" for one in pages]
