"""A one-page paper as a small PDF, so that forty thousand of them are made in a minute."""

import io
from collections.abc import Sequence
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name

type Flaw = Literal["none", "encrypted", "javascript"]

# Codes that WinAnsi leaves to others here are given to the Polish letters it does not have.
_POLISH = dict(zip("ąćęłńśźżĄĆĘŁŃŚŹŻ", range(0x80, 0x90), strict=True))
_LETTERS = ("aogonek", "cacute", "eogonek", "lslash", "nacute", "sacute", "zacute", "zdotaccent")
_GLYPHS = [*_LETTERS, *(name[0].upper() + name[1:] for name in _LETTERS)]


def paper(title: str, lines: Sequence[str], *, flaw: Flaw = "none") -> bytes:
    """The paper; the same words give the same bytes. A flawed one is what a vault must not take in."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    encoding = Dictionary(
        Type=Name.Encoding,
        BaseEncoding=Name.WinAnsiEncoding,
        Differences=Array([0x80, *(Name(f"/{glyph}") for glyph in _GLYPHS)]),
    )
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=encoding)
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    shown = [f"BT /F1 16 Tf 60 770 Td ({_escaped(title)}) Tj ET".encode("latin-1")]
    for at, line in enumerate(lines):
        shown.append(f"BT /F1 11 Tf 60 {735 - 18 * at} Td ({_escaped(line)}) Tj ET".encode("latin-1"))
    page.Contents = pdf.make_stream(b"\n".join(shown))
    if flaw == "javascript":
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('paid')")
    whole = io.BytesIO()
    locked = pikepdf.Encryption(owner="seller", user="secret") if flaw == "encrypted" else False
    pdf.save(whole, encryption=locked, static_id=flaw != "encrypted", deterministic_id=False)
    return whole.getvalue()


def _escaped(text: str) -> str:
    """The text as one-byte codes; a letter the font does not have is a question mark, as on a bad printer."""
    codes = bytes(
        _POLISH[letter] if letter in _POLISH else letter.encode("cp1252", errors="replace")[0] for letter in text
    )
    return codes.decode("latin-1").replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
