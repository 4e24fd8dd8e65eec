"""Files that unpack to far more than they weigh, found without unpacking them."""

import re
import zlib

MOST_OF_ONE = 256 << 20
"""Bytes one compressed stream may unpack to: an uncompressed colour scan of A3 at 600 dpi has 209 MB."""
MOST_OF_ALL = 2 << 30
DEEPEST = 3
"""How often a stream may be compressed over again before we stop looking, and refuse."""
_PIECE = 1 << 20
_STREAM = re.compile(rb"stream\r?\n")


class TooMuch(Exception):
    """More than was allowed."""


def unpacked_size(content: bytes) -> int:
    """What all Flate streams of a PDF unpack to, those inside others included. TooMuch as soon as a bound is passed.

    No reader of PDFs is asked, since reading is what a bomb waits for. What is no Flate stream counts nothing.
    """
    total = 0
    view = memoryview(content)
    for found in _STREAM.finditer(content):
        total += _inflated(view[found.end() :], MOST_OF_ONE, 1)
        if total > MOST_OF_ALL:
            raise TooMuch
    return total


def _inflated(packed: memoryview | bytes, most: int, depth: int) -> int:
    """The unpacked bytes, counted piece by piece and thrown away; a stream in the stream counts by its start."""
    inflater = zlib.decompressobj()
    size, first = 0, b""
    try:
        pending: memoryview | bytes = packed
        while pending and not inflater.eof:
            # A decompressor copies what it did not consume, hence pieces and not the whole rest of the file.
            piece, rest = pending[:_PIECE], pending[_PIECE:]
            while piece and not inflater.eof:
                out = inflater.decompress(piece, _PIECE)
                first = first or out
                size += len(out)
                if size > most:
                    raise TooMuch
                piece = inflater.unconsumed_tail
            pending = rest
    except zlib.error:
        pass
    if first[:1] == b"\x78" and size > 0:
        if depth >= DEEPEST:
            raise TooMuch
        size += _inflated(first, most, depth + 1)
    return size
