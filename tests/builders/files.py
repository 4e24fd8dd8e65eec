"""Files as people send them: whole ones, and what can be wrong with one."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf


def a_pdf(words: str = "a contract", *, change: Callable[[pikepdf.Pdf], None] | None = None, **how: object) -> bytes:
    """A PDF of one page that says `words`; `change` adds what a test needs, `how` is for pikepdf's save."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[0].Contents = pdf.make_stream(f"BT /F1 12 Tf ({words}) Tj ET".encode())
    if change is not None:
        change(pdf)
    out = BytesIO()
    pdf.save(out, **{"deterministic_id": "encryption" not in how, **how})  # type: ignore[arg-type]
    return out.getvalue()


def a_png(wide: int = 4, high: int = 4) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (1 + 4) * 4)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def a_jpeg(wide: int = 4, high: int = 4) -> bytes:
    """Its markers alone, as a reader of headers sees them; no picture is drawn from it."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, high, wide, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
        + frame
        + b"\xff\xda\x00\x08\x01\x01\0\0?\0\x15\xff\xd9"
    )


def a_zip(**members: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def eicar() -> bytes:
    """The harmless text every scanner must find, never written whole (https://www.eicar.org)."""
    return (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
