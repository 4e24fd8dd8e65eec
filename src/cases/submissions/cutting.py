"""The machine part of a sealed paper, cut out of its PDF as it was sealed: nothing is made anew here."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

import pikepdf

from cases.jurisdictions.court_channel import CourtChannel


@dataclass(frozen=True, slots=True)
class Cut:
    name: str
    content: bytes

    @property
    def digest(self) -> bytes:
        return sha256(self.content).digest()


def cut(pdf: bytes, channel: CourtChannel) -> Cut | str:
    """The one machine file for the channel inside the paper, or the sentence why there is none to lodge."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            inside = _inside(opened, channel.parts)
    except pikepdf.PdfError:
        return "The sealed paper cannot be opened as a PDF."
    if len(inside) == 1:
        return inside[0]
    if not inside:
        return f"The sealed paper carries nothing for {channel.name}: it goes to the court as paper."
    named = ", ".join(sorted(one.name for one in inside))
    return f"The sealed paper carries more than one machine file ({named}): which one is meant is not said."


def _inside(opened: pikepdf.Pdf, parts: Mapping[str, str]) -> list[Cut]:
    return [
        Cut(name, bytes(opened.attachments[name].get_file().read_bytes()))
        for name in opened.attachments
        if name in parts
    ]
