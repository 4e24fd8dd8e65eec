"""The text of a PDF: its own text layer, and the text of the pages that are pictures."""

import time
from collections.abc import Sequence
from pathlib import Path

from documents.text.drawing import page_as_png
from documents.text.faults import NotRead
from documents.text.pictures import read_picture
from documents.text.programs import run

MOST_PAGES = 2_000
MOST_PICTURES = 300
"""Pages of one document that are read by eye; a scanned file of a case seldom has more."""
SECONDS = 900
"""Reading by eye of one document ends here; what is left is named as unread."""
FEWEST_POINTS, MOST_POINTS = 1_700, 3_300
"""The longer side of a page when it is read by eye: that of its own picture between these, which are 145 and 280 dpi on
A4. A scan drawn larger than it is reads worse and ten times as slowly; a page of ten metres stays bearable.
"""
ENOUGH = 200
"""Letters of a text layer that make a page with a picture worth trusting: a stamp over a scan has fewer."""
READABLE = 0.5


def read_pdf(path: Path, languages: Sequence[str]) -> tuple[list[str], dict[int, str]]:
    """The text page by page, and why pages (counted from 1) could not be read. NotRead for none at all."""
    pages = _written(path)
    unread: dict[int, str] = {}
    pictures = _pictures(path)
    wanted = [number for number, text in enumerate(pages, 1) if _wants_a_look(text, number in pictures)]
    until = time.monotonic() + SECONDS
    for read, number in enumerate(wanted):
        if read >= MOST_PICTURES or time.monotonic() > until:
            unread |= dict.fromkeys(wanted[read:], "more pictures than are read of one document")
            break
        try:
            seen = _seen(path, number, pictures.get(number, MOST_POINTS), languages)
        except NotRead as fault:
            unread[number] = fault.reason
        else:
            pages[number - 1] = f"{pages[number - 1]}\n{seen}" if _is_readable(pages[number - 1]) else seen
    return pages, unread


def pages_to_look_at(path: Path) -> dict[int, int]:
    """The pages that are pictures and say nothing in letters, from 1, each with the longer side to draw it with.

    NotRead where the pages cannot be told. At most `MOST_PICTURES`.
    """
    pictures = _pictures(path)
    pages = _written(path) if pictures else []
    silent = [
        number for number, text in enumerate(pages, 1) if number in pictures and _wants_a_look(text, has_picture=True)
    ]
    return {number: min(max(pictures[number], FEWEST_POINTS), MOST_POINTS) for number in silent[:MOST_PICTURES]}


def _written(path: Path) -> list[str]:
    """The text layer of each page. NotRead where there is no page."""
    layer = run(["pdftotext", "-enc", "UTF-8", "-l", str(MOST_PAGES), path, "-"], seconds=120)
    pages = layer.decode(errors="replace").split("\f")[:-1]
    if not pages:
        raise NotRead("no page of the PDF can be read")
    return pages


def _pictures(path: Path) -> dict[int, int]:
    """The pages that show a picture, each with the longer side of its largest, in points."""
    listed = run(["pdfimages", "-list", "-l", str(MOST_PAGES), path], seconds=60).decode(errors="replace")
    found: dict[int, int] = {}
    for row in (line.split() for line in listed.splitlines()[2:]):
        if len(row) > 4 and all(cell.isdigit() for cell in (row[0], row[3], row[4])):
            found[int(row[0])] = max(found.get(int(row[0]), 0), int(row[3]), int(row[4]))
    return found


def _wants_a_look(text: str, has_picture: bool) -> bool:
    """A page without a letter may be drawn in curves; one in foreign glyphs says nothing to anybody."""
    letters = sum(map(str.isalpha, text))
    return letters == 0 or (has_picture and letters < ENOUGH) or not _is_readable(text)


def _is_readable(text: str) -> bool:
    marks = [letter for letter in text if not letter.isspace()]
    sound = sum(
        1 for letter in marks if letter.isprintable() and letter != "\ufffd" and not "\ue000" <= letter <= "\uf8ff"
    )
    return not marks or sound / len(marks) >= READABLE


def _seen(path: Path, number: int, wide: int, languages: Sequence[str]) -> str:
    picture = path.with_name(f"page-{number}.png")
    points = min(max(wide, FEWEST_POINTS), MOST_POINTS)
    picture.write_bytes(page_as_png(path, number, points=points, gray=True))
    try:
        return read_picture(picture, languages)
    finally:
        picture.unlink()
