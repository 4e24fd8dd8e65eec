"""What a stored file says, page by page, whatever kind of file it is."""

import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from documents.text import office
from documents.text.faults import NotRead
from documents.text.pdf import read_pdf
from documents.text.pictures import read_picture
from documents.text.programs import run

PICTURES = ("image/jpeg", "image/png", "image/tiff")
MOST_LETTERS = 1_500_000
"""Of one document; what follows stays unread, and its pages are named."""
_HYPHEN = re.compile(r"(\w)[-\u00ad]\n\s*([^\W\d_])")
_EMPTY_LINES = re.compile(r"\n\s*\n\s*")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Read:
    """`unread` names pages from 1 and why; a file without pages is one page."""

    pages: tuple[str, ...]
    unread: dict[int, str]

    @property
    def reason(self) -> str | None:
        """Which pages are not read and why, in a sentence; None where all are."""
        if not self.unread:
            return None
        causes: dict[str, list[int]] = {}
        for number, cause in sorted(self.unread.items()):
            causes.setdefault(cause, []).append(number)
        said = [f"page{'s' if len(some) > 1 else ''} {_ranges(some)}: {cause}" for cause, some in causes.items()]
        return ("; ".join(said))[:500]


def read_file(content: bytes, media_type: str, languages: Sequence[str]) -> Read:
    """Reads it outside this process. NotRead with the reason if nothing of it can be read."""
    with TemporaryDirectory(prefix="recourse-text-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        unread: dict[int, str] = {}
        if media_type == "application/pdf":
            pages, unread = read_pdf(path, languages)
        elif media_type in PICTURES:
            pages = [read_picture(path, languages)]
        elif media_type in office.READ:
            printed = run([sys.executable, "-I", office.__file__, path, media_type], seconds=60, memory=1 << 30)
            pages = printed.decode(errors="replace").split("\f")
        else:
            raise NotRead("files of this kind hold no text that is read")
    if unread and len(unread) == len(pages):
        raise NotRead(next(iter(unread.values())))
    return _bounded([plain(one) for one in pages], unread)


def plain(text: str) -> str:
    """Words whole that a line divided, no characters that are not seen."""
    seen = _UNSEEN.sub(" ", unicodedata.normalize("NFC", text).replace("\r\n", "\n"))
    return _EMPTY_LINES.sub("\n\n", _HYPHEN.sub(r"\1\2", seen)).strip()


def _bounded(pages: list[str], unread: dict[int, str]) -> Read:
    left, kept = MOST_LETTERS, []
    for number, text in enumerate(pages, 1):
        if len(text) > left:
            unread.setdefault(number, "the document is longer than what is kept of one")
        kept.append(text[:left])
        left -= len(kept[-1])
    return Read(tuple(kept), unread)


def _ranges(numbers: Sequence[int]) -> str:
    """`3, 7–9` of 3, 7, 8, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
