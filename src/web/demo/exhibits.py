"""Invented exhibits: what a real servicer would scan, one PDF each, that says of itself that it is invented."""

import asyncio
from datetime import date
from functools import cache

from cases.desk.exhibits import Upload
from documents.render.engine import Renderer


@cache
def _renderer() -> Renderer:
    return Renderer({"demo": "web.demo"})


async def invented(title: str, sentence: str, reference: str, *, on: date, name: str) -> Upload:
    """A one-page PDF/A. `sentence` says what it stands for."""
    context = {"title": title, "author": "Recourse demonstration", "reference": reference, "sentence": sentence}
    paper = await asyncio.to_thread(_renderer().render_paper, "demo/exhibit.html", context, language="en", as_of=on)
    return Upload(name, paper.pdf)
