"""Logos as people and attackers send them: what no paper could carry is refused, the rest is set by the press."""

from collections.abc import Callable
from io import BytesIO
from struct import pack
from typing import Any
from zlib import compress, crc32

import pytest
from PIL import Image

from cases.studio.logos import JPEG, PNG, drawable
from documents.intake.faults import NotTaken
from documents.render.press.trial import sets


def a_chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + crc32(kind + content).to_bytes(4)


def a_png(*between: bytes, colours: int = 2, rows: bytes | None = None, interlaced: int = 0) -> bytes:
    """Thirty by thirty points of eight bits."""
    rows = (b"\0" + b"\x55" * (90 if colours == 2 else 30)) * 30 if rows is None else rows
    header = a_chunk(b"IHDR", pack(">IIBBBBB", 30, 30, 8, colours, 0, 0, interlaced))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(between) + a_chunk(b"IDAT", compress(rows)) + a_chunk(b"IEND", b"")


def a_jpeg(mode: str = "RGB", side: int = 60, **more: Any) -> bytes:
    held = BytesIO()
    Image.new(mode, (side, side)).save(held, "JPEG", **more)
    return held.getvalue()


def drawn_over_and_over() -> bytes:
    """The last scan of a progressive JPEG sixteen thousand times: a quarter of a megabyte, minutes of processor."""
    once = a_jpeg("L", 2000, progressive=True)
    last = once[once.rindex(b"\xff\xda") : -2]
    return once[:-2] + last * ((250 * 1024 - len(once)) // len(last)) + once[-2:]


@pytest.mark.parametrize(
    ("make", "kind", "told"),
    [
        (lambda: a_jpeg("CMYK"), JPEG, "Save it as RGB"),
        (drawn_over_and_over, JPEG, "over and over again"),
        (lambda: a_png(colours=3), PNG, "broken inside"),
        (lambda: a_png(rows=bytes(31 * 7)), PNG, "broken inside"),
        (lambda: a_png(rows=b"\x09" * 91 * 30), PNG, "broken inside"),
        (lambda: a_png(interlaced=1, rows=b"\x55" * 91 * 60), PNG, "broken inside"),
        (lambda: a_png(a_chunk(b"IHDR", pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0))), PNG, "Save it anew"),
    ],
)
def test_a_picture_that_every_paper_would_fail_by_is_refused_as_it_comes(
    make: Callable[[], bytes], kind: str, told: str
) -> None:
    with pytest.raises(NotTaken, match="as it is") as refused:
        drawable(make(), kind)
    assert told in refused.value.reason


def test_what_draws_nothing_is_left_out_of_a_png() -> None:
    bomb = a_chunk(b"iCCP", b"x\0\0" + compress(bytes(100_000_000), 9))
    said = a_chunk(b"tEXt", b"Author\0Jane Doe <script>")
    kept = drawable(a_png(bomb, said), PNG)
    assert kept == a_png()
    assert sets(kept, "png")


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_plain_jpeg_is_kept_byte_for_byte(mode: str) -> None:
    assert drawable(a_jpeg(mode), JPEG) == a_jpeg(mode)


def test_a_palette_keeps_what_is_seen_through() -> None:
    palette = (a_chunk(b"PLTE", bytes(300)), a_chunk(b"tRNS", b"\x80"))
    assert drawable(a_png(*palette, colours=3), PNG) == a_png(*palette, colours=3)
