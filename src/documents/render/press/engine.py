"""Papers and letters in bulk: one fixed layout set by typst, from the templates that the other engine lays out.

Same words, another hand: the paper's HTML is read as blocks and set from them, its machine files travel inside.
"""

import hashlib
import mimetypes
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from importlib.resources import files
from io import BytesIO
from typing import Any, Literal, cast

import msgspec
import pikepdf
import typst

from documents.render.engine import MachineData, Rendered, Renderer
from documents.render.press.blocks import NotForThePress, paper_of
from documents.render.press.fitting import fitted, footed
from kernel.errors import Invalid

STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_LAYOUT = "press.typ"
_PICTURE = re.compile(r"data:image/(png|jpeg|svg\+xml);base64,([A-Za-z0-9+/=]+)")
_FORMATS = {"png": "png", "jpeg": "jpg", "svg+xml": "svg"}
_MISSING = re.compile(r"the text (.+?) could not be displayed")
_FORBIDDEN = re.compile(r"codepoint [`'\"]+\\u\{([0-9a-f]{1,6})\}")


class Press:
    """Sets papers. Make one per process: it keeps the fonts and the layout.

    `renderer` gives the words: the template, context and language.
    """

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        folder = files("documents") / "templates"
        self._compiler = typst.Compiler(input=str(folder / _LAYOUT), root=str(folder))

    def set_paper(
        self,
        template: str,
        context: Mapping[str, object],
        *,
        language: str,
        as_of: date,
        attachments: Sequence[MachineData] = (),
    ) -> Rendered:
        """The paper as PDF/A-3a and PDF/UA-1, dated `as_of`, the same bytes for the same input.

        NotForThePress where its template holds what the layout does not know.
        """
        blocks = self.blocks(template, context, language=language, as_of=as_of)
        return self.typeset(blocks | {"files": [_inside(one) for one in attachments]}, template, as_of=as_of)

    def blocks(self, template: str, context: Mapping[str, object], *, language: str, as_of: date) -> dict[str, Any]:
        """What the layout sets, its long words and tall blocks ready to be parted."""
        paper = paper_of(self._renderer.html(template, context, language=language, as_of=as_of))
        for picture in _pictures(paper["blocks"]):
            picture |= _drawn(picture["src"])
        foot, more = footed(paper["foot"])
        return paper | {"blocks": fitted(paper["blocks"]), "foot": foot, "foot-lines": more, "files": []}

    def typeset(self, paper: Mapping[str, Any], template: str, *, as_of: date) -> Rendered:
        """Invalid where no font has a character, which is named."""
        try:
            pdf = self._compiler.compile(
                format="pdf",
                sys_inputs={"paper": msgspec.json.encode(paper).decode()},
                pdf_standards=[*STANDARDS],
                timestamp=int(datetime.combine(as_of, time(), UTC).timestamp()),
            )
        except typst.TypstError as error:
            raise _told(error, template) from error
        content = cast(bytes, pdf)  # a list is for pictures of pages
        with pikepdf.open(BytesIO(content)) as opened:
            return Rendered(content, hashlib.sha256(content).hexdigest(), len(opened.pages))


def _inside(data: MachineData) -> dict[str, Any]:
    kind = mimetypes.guess_type(data.name)[0] or "application/octet-stream"
    return {
        "name": data.name,
        "src": list(data.content),
        "kind": kind,
        "says": data.description,
        "relationship": data.relationship.lower(),
    }


def _pictures(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in blocks:
        if one["k"] == "img":
            yield one
        for held in (one.get("b", []), *one.get("items", [])):
            yield from _pictures(held)
        for row in [*one.get("head", []), *(row["cells"] for row in one.get("rows", []))]:
            for cell in row:
                yield from _pictures(cell["b"])


def _drawn(source: str) -> dict[str, Any]:
    """The picture itself in place of its address: the layout opens no file."""
    found = _PICTURE.fullmatch(source)
    if found is None:
        raise NotForThePress("a picture that is not in the paper itself")
    return {"src": list(b64decode(found[2])), "format": _FORMATS[found[1]]}


def _told(error: typst.TypstError, template: str) -> Invalid:
    """The characters that no font has or no archive takes are named; of anything else only that it happened: the
    message may quote a person.
    """
    if missing := _MISSING.search(str(error)):
        points = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[1].strip("`\"'")[:10])
        return Invalid(
            f"No installed font has the characters {points}; the paper would print boxes in their place. Install a"
            " font that has them, or correct the text."
        )
    if forbidden := _FORBIDDEN.search(str(error)):
        point = f"U+{int(forbidden[1], 16):04X}"
        return Invalid(
            f"A text in it holds the sign {point}, which no paper for an archive may hold. Correct the text."
        )
    return Invalid(f"The paper {template} could not be set.")
