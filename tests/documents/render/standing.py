"""Where each sign of a PDF stands, as pdfium draws it: what a reader of the text layer alone does not see."""

from collections.abc import Iterator

import pypdfium2

EDGE = 0.5
"""Points that a letter may lean over its edge."""


def misplaced(content: bytes, *, every: int = 1) -> list[str]:
    """Signs that are off their page or printed over the one before, on `every` so-manieth page from the first."""
    with pypdfium2.PdfDocument(content) as pdf:
        looked_at = range(0, len(pdf), every)
        return [f"page {number + 1}: {fault}" for number in looked_at for fault in _faults(pdf[number])]


def _faults(page: pypdfium2.PdfPage) -> Iterator[str]:
    text, (width, height) = page.get_textpage(), page.get_size()
    before: tuple[str, tuple[float, float, float, float]] | None = None
    for at in range(text.count_chars()):
        sign = text.get_text_range(at, 1)
        if not sign.strip():
            continue
        left, bottom, right, top = box = text.get_charbox(at, loose=True)
        if left < -EDGE or bottom < -EDGE or right > width + EDGE or top > height + EDGE:
            yield f"{sign!r} is off the page"
        if before is not None and _over(before[1], box):
            yield f"{sign!r} is printed over {before[0]!r} at {left:.0f}, {bottom:.0f}"
        before = sign, box


def _over(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """In one line, and the narrower stands on the other: kerning moves letters by less."""
    if abs(one[1] - other[1]) > EDGE:
        return False
    common = min(one[2], other[2]) - max(one[0], other[0])
    return common > 0.8 * min(one[2] - one[0], other[2] - other[0])
