"""Telling what a file is by its first bytes, never by its name, and refusing what is no tape."""

from pathlib import Path

from marketplace.tapes.reading.layout import Format, unreadable
from marketplace.tapes.reading.templates import tables
from marketplace.tapes.reading.workbook import check_workbook

_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"ARROW1", "an Arrow file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Save the tape as CSV, XLSX or Parquet and upload that."


def sniff(path: Path, start: bytes) -> Format:
    """The format of a file whose first bytes are `start`. Raises Invalid for an empty or foreign file."""
    name = path.name
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise unreadable(name, "the file is empty.", "Upload a file with a header row and at least one data row.")
    if start.startswith(b"PK\x03\x04"):
        if tables.is_archive_of_csv(path):
            return Format.SET
        check_workbook(path)
        return Format.XLSX
    if start.startswith(b"PAR1"):
        return Format.PARQUET
    if start.startswith(_OLE):
        raise _old_workbook(path)
    for magic, kind in _FOREIGN:
        if start.startswith(magic):
            raise unreadable(name, f"this is {kind}, whatever its name says.", _SAVE_AS, where="its first bytes")
    if start.lstrip()[:9].lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise unreadable(name, "this is a web page or XML, not a table of rows.", _SAVE_AS, where="line 1")
    if _binary(start):
        raise unreadable(name, "this is a binary file, not text.", _SAVE_AS, where="its first bytes")
    return Format.CSV


def _binary(start: bytes) -> bool:
    """Text has hardly a control character, and NULs only as every second byte (UTF-16 without its mark)."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    head = start[:65536]
    if 0 in head:
        fewer, more = sorted((head[0::2].count(0), head[1::2].count(0)))
        return not (more * 4 > len(head) and fewer * 50 < len(head))
    controls = sum(head.count(code) for code in range(32) if code not in (9, 10, 12, 13, 26, 31))
    return controls > len(head) // 100


def _old_workbook(path: Path) -> Exception:
    with path.open("rb") as file:
        encrypted = _ENCRYPTED in file.read(4 * 1024 * 1024)
    if encrypted:
        return unreadable(path.name, "the workbook is encrypted.", "Remove its password and upload it again.")
    return unreadable(path.name, "this is an old Excel or Office file (.xls, .doc).", _SAVE_AS, where="its first bytes")
