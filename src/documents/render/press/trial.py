"""Whether the press can set a picture: asked once, as it is brought, and not by every paper that would carry it."""

from typing import Literal

import msgspec
import typst

_SHEET = b"""#set document(title: "Trial")
#let picture = json(bytes(sys.inputs.picture))
#image(bytes(picture.src), format: picture.format, alt: "Trial", width: 1cm)
"""


def sets(content: bytes, form: Literal["png", "jpg"]) -> bool:
    """Whether a paper as it leaves (PDF/A-3a, PDF/UA-1) can hold it."""
    picture = msgspec.json.encode({"src": list(content), "format": form}).decode()
    try:
        typst.compile(_SHEET, format="pdf", sys_inputs={"picture": picture}, pdf_standards=["a-3a", "ua-1"])
    except typst.TypstError:
        return False
    return True
