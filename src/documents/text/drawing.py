"""Pages of a PDF as pictures, drawn by poppler: to be read by eye, or to be looked at."""

from pathlib import Path

from documents.text.faults import NotRead
from documents.text.programs import run


def pages_in(path: Path) -> int:
    """How many pages it has; NotRead where that cannot be told."""
    for line in run(["pdfinfo", path], seconds=20).decode(errors="replace").splitlines():
        name, _, value = line.partition(":")
        if name == "Pages" and value.strip().isdigit():
            return int(value)
    raise NotRead("pdfinfo names no number of pages")


def page_as_png(path: Path, number: int, *, points: int, gray: bool = False) -> bytes:
    """One page as a picture whose longer side has `points`. Nothing of the file runs: it is drawn, not opened."""
    drawn = ["pdftoppm", "-png", "-f", str(number), "-l", str(number), "-scale-to", str(points)]
    return run([*drawn, *(["-gray"] if gray else []), path], seconds=60)
