"""Which characters the bytes of a text file mean, and turning them into UTF-8 piece by piece."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from marketplace.tapes.reading.layout import unreadable

BLOCK = 4 * 1024 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_POLISH = b"\xb3\xb9\xbf\x9c\x9f\xa5\xaf\x8c\x8f\xa3"
_CENTRAL_EUROPEAN = re.compile(rb"[A-Za-z][" + _POLISH + rb"]|[" + _POLISH + rb"][A-Za-z]")
"""Bytes that in cp1250 are the Polish letters which cp1252 shows as signs (ł is a superscript three)."""


def encoding_of(path: Path, start: bytes) -> str:
    """utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be, cp1250 or cp1252. Reads the file once, in blocks."""
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name
    if b"\x00" in start:
        return "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"
    if _is_utf8(path):
        return "utf-8"
    return "cp1250" if _central_european(path) else "cp1252"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                if not block.isascii() or decoder.getstate()[0]:
                    decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _central_european(path: Path) -> bool:
    with path.open("rb") as file:
        for block in iter(lambda: file.read(BLOCK), b""):
            present = len(block) != len(block.translate(None, _POLISH))
            if present and _CENTRAL_EUROPEAN.search(block):
                return True
    return False


def utf8_blocks(path: Path, encoding: str) -> Iterator[bytes]:
    """The file as blocks of UTF-8 without BOM, NULs shown as U+FFFD; boundaries fall anywhere between characters."""
    if encoding in ("utf-8", "utf-8-sig"):
        yield from _plain_blocks(path)
        return
    errors = "replace" if encoding.startswith("cp") else "strict"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                yield decoder.decode(block).replace("\x00", "\ufffd").encode()
            yield decoder.decode(b"", final=True).encode()
        except UnicodeError as error:
            raise unreadable(
                path.name,
                f"its bytes are not {encoding} text throughout.",
                "Save the tape as UTF-8 and upload it again.",
                where=f"near byte {file.tell()}",
            ) from error


def _plain_blocks(path: Path) -> Iterator[bytes]:
    first = True
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if first:
                block, first = block.removeprefix(codecs.BOM_UTF8), False
            yield block.replace(b"\x00", b"\xef\xbf\xbd") if b"\x00" in block else block
