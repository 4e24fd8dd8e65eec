"""Where each sign of a PDF stands, as pdfium draws it: what a reader of the text layer alone does not see."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2

type Sign = tuple[float, float, str]
"""Left and right edge in points, and what it is."""
EDGE = 0.5
"""Points that a letter may lean over its edge."""


def misplaced(content: bytes, *, every: int = 1) -> list[str]:
    """Signs that are off their page or printed over another of their line; `every` tenth page is enough of many."""
    with pypdfium2.PdfDocument(content) as pdf:
        looked_at = range(0, len(pdf), every)
        return [f"page {number + 1}: {fault}" for number in looked_at for fault in _faults(pdf[number])]


def _faults(page: pypdfium2.PdfPage) -> Iterator[str]:
    width, height = page.get_size()
    lines: defaultdict[int, list[Sign]] = defaultdict(list)
    for sign, (left, bottom, right, top) in _signs(page.get_textpage()):
        if left < -EDGE or bottom < -EDGE or right > width + EDGE or top > height + EDGE:
            yield f"{sign!r} is off the page"
        lines[round(bottom)].append((left, right, sign))
    for bottom, line in lines.items():
        for one, other in pairwise(sorted(line)):
            if _over(one, other):
                yield f"{other[2]!r} is printed over {one[2]!r} at {other[0]:.0f}, {bottom}"


def _signs(text: pypdfium2.PdfTextPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    for at in range(text.count_chars()):
        sign = text.get_text_range(at, 1)
        if sign.strip():
            yield sign, text.get_charbox(at, loose=True)


def _over(one: Sign, other: Sign) -> bool:
    """The narrower stands on the other: kerning moves letters by less."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common > 0.8 * min(one[1] - one[0], other[1] - other[0])
