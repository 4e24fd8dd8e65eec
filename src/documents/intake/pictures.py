"""Pictures that come from outside: whole, of a size somebody could look at, and nothing else at the same time."""

import zlib

from documents.intake.faults import NotTaken
from documents.intake.sniffing import MARKUP

MOST_PIXELS = 200_000_000
"""A0 at 300 dpi has 140 million."""
MOST_SCANS = 100
"""Of a JPEG: cameras and programs write some ten. Each goes over the whole picture, and costs the sender 14 bytes."""
OTHERS = (b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", *MARKUP)
SCAN = b"\xff\xda"
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
CUT = "The picture ends in the midst: it was cut off on the way. Send it again."


def look_at_jpeg(content: bytes) -> None:
    """NotTaken unless it is one whole JPEG."""
    end = content.rfind(b"\xff\xd9")
    if end < 0:
        raise NotTaken("cut", CUT)
    _nothing_else(content[:1024] + content[end + 2 :])
    _of_bearable_size(*_size_of_jpeg(content))
    if content.count(SCAN) > MOST_SCANS:
        raise NotTaken("bomb", "The picture is drawn over and over again. Save it anew and send that.")


def look_at_png(content: bytes) -> None:
    """NotTaken unless every chunk is there, unaltered, and nothing follows the last."""
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        after = at + 12 + length
        if len(kind) < 4 or after > len(content):
            raise NotTaken("cut", CUT)
        if zlib.crc32(content[at + 4 : after - 4]) != int.from_bytes(content[after - 4 : after]):
            raise NotTaken("cut", "The picture is damaged: its checksum does not fit. Send it again.")
        at = after
    if content[at:].strip(b"\0 \r\n"):
        raise NotTaken("polyglot", "After the end of the picture something else follows. Save it anew and send that.")
    _of_bearable_size(int.from_bytes(content[16:20]), int.from_bytes(content[20:24]))


def _nothing_else(edges: bytes) -> None:
    if any(mark in edges.lower() for mark in OTHERS) or any(mark in edges for mark in OTHERS):
        raise NotTaken("polyglot", "The file is a picture and something else at once. Save it anew and send that.")


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    """Width and height as the frame's header says (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker in FRAMES:
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        # Fill bytes may stand before a marker.
        at += 1 if marker == 0xFF else 2 + length
    raise NotTaken("cut", "The picture is damaged and cannot be read. Save it anew and send that.")


def _of_bearable_size(wide: int, high: int) -> None:
    if wide * high > MOST_PIXELS:
        raise NotTaken("bomb", f"The picture has more than {MOST_PIXELS:,} points. Save it smaller and send that.")
