"""Letters in bulk: one fixed layout set by typst, from the same templates and data as every other paper.

Same words, another hand: the letter's HTML is read as blocks and set from them. Not for court papers, whose designed
pages stay with the other engine, nor for what carries a machine file.
"""

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from importlib.resources import files
from io import BytesIO
from typing import Any, Literal, cast

import msgspec
import pikepdf
import typst

from documents.render.engine import Rendered, Renderer
from documents.render.press.blocks import NotForThePress, letter_of
from kernel.errors import Invalid

STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_LAYOUT = "press.typ"
_PICTURE = re.compile(r"data:image/(png|jpeg|svg\+xml);base64,([A-Za-z0-9+/=]+)")
_FORMATS = {"png": "png", "jpeg": "jpg", "svg+xml": "svg"}
_MISSING = re.compile(r"the text (.+?) could not be displayed")


class Press:
    """Sets letters. Make one per process: it keeps the fonts and the layout.

    `renderer` gives the words: the same template, context and language as for any paper.
    """

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        folder = files("documents") / "templates"
        self._compiler = typst.Compiler(input=str(folder / _LAYOUT), root=str(folder))

    def render_letter(self, template: str, context: Mapping[str, object], *, language: str, as_of: date) -> Rendered:
        """The letter as PDF/A-3a and PDF/UA-1, the same bytes for the same input.

        NotForThePress where its template holds what no letter holds.
        """
        letter = letter_of(self._renderer.html(template, context, language=language, as_of=as_of))
        for picture in _pictures(letter["blocks"]):
            picture |= _drawn(picture["src"])
        try:
            pdf = self._compiler.compile(
                format="pdf",
                sys_inputs={"letter": msgspec.json.encode(letter).decode()},
                pdf_standards=[*STANDARDS],
                timestamp=int(datetime.combine(as_of, time(), UTC).timestamp()),
            )
        except typst.TypstError as error:
            raise _told(error, template) from error
        content = cast(bytes, pdf)  # a list is for pictures of pages
        with pikepdf.open(BytesIO(content)) as opened:
            return Rendered(content, hashlib.sha256(content).hexdigest(), len(opened.pages))


def _pictures(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in blocks:
        if one["k"] == "img":
            yield one
        yield from _pictures(one.get("b", []))
        for row in [*one.get("head", []), *(row["cells"] for row in one.get("rows", []))]:
            for cell in row:
                yield from _pictures(cell["b"])


def _drawn(source: str) -> dict[str, Any]:
    """The picture itself in place of its address: the layout opens no file."""
    found = _PICTURE.fullmatch(source)
    if found is None:
        raise NotForThePress("a picture that is not in the letter itself")
    return {"src": list(b64decode(found[2])), "format": _FORMATS[found[1]]}


def _told(error: typst.TypstError, template: str) -> Invalid:
    """The characters no font has are named; of anything else only that it happened: the message may quote a person."""
    if missing := _MISSING.search(str(error)):
        points = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[1].strip("`\"'")[:10])
        return Invalid(
            f"No installed font has the characters {points}; the letter would print boxes in their place. Install a"
            " font that has them, or correct the text."
        )
    return Invalid(f"The letter {template} could not be set.")
