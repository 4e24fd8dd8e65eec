"""Scans that can be searched: what Tesseract reads lies unseen behind the picture of each page.

Spain's courts want scans read by eye (RD 1065/2015, annex IV points 6 and 8). What is seen stays as it was, and the
original in the vault is never touched.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

from documents.conversion.archive import archived
from documents.text.drawing import page_as_png
from documents.text.faults import NotRead
from documents.text.pdf import pages_to_look_at
from documents.text.pictures import EYES, text_layer
from documents.text.programs import run

_PLAIN_FILTERS = frozenset({"/DCTDecode", "/FlateDecode", "/CCITTFaxDecode", "/JBIG2Decode"})
_PLAIN_SPACES = frozenset({"/DeviceGray", "/DeviceRGB"})
_PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"}
    | {"/Rotate", "/Annots"}
)
_ROOT_KEYS = frozenset({"/Type", "/Pages", "/Version", "/Lang", "/Metadata", "/PageLayout", "/PageMode"})
_PLACING = frozenset({"q", "Q", "cm", "Do", "re", "W", "W*", "n", "g", "rg", "f"})
"""Operators that lay a picture on its page, white paper under it included."""

DAMAGED = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    RuntimeError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)
"""What pikepdf raises over a file that is not what it should be."""
DEEPEST = 4
"""Forms within forms that are looked into for letters."""


@cache
def reader() -> str | None:
    """The program that reads pictures, and its version; None where it is not installed."""
    try:
        return run(["tesseract", "--version"], seconds=10).decode(errors="replace").split("\n")[0].capitalize()
    except NotRead:
        return None


def is_scan(pdf: bytes) -> bool:
    """Whether pages of it are pictures without words, and it may be changed: nobody signed or tagged it."""
    with TemporaryDirectory(prefix="recourse-scan-") as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(pdf)
        try:
            with pikepdf.open(path, suppress_warnings=True) as opened:
                return bool(_wordless(path, opened))
        except (NotRead, *DAMAGED):
            return False


def searchable(pdf: bytes, *, title: str, language: str) -> bytes | None:
    """The PDF with the words of its pictures, and as PDF/A-2b where its pages hold nothing but pictures; None of what
    is no scan.

    About a second of processor for each picture. A page that cannot be read stays without words.
    """
    languages = (language,) if language in EYES else tuple(EYES)
    # The layers are read from open files until the whole is written.
    with TemporaryDirectory(prefix="recourse-scan-") as folder, ExitStack() as layers:
        path = Path(folder) / "file.pdf"
        path.write_bytes(pdf)
        opened = layers.enter_context(pikepdf.open(path, suppress_warnings=True))
        wordless = _wordless(path, opened)
        if not wordless:
            return None
        plain = _is_pictures_alone(opened)
        for number, points in wordless.items():
            layer = _layer(path, number, points, languages)
            if layer is not None:
                words = layers.enter_context(pikepdf.open(BytesIO(layer)))
                _lay_behind(opened, number, words.pages[0])
        if plain:
            return archived(opened, title=title, language=language)
        out = BytesIO()
        opened.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()


def _wordless(path: Path, pdf: pikepdf.Pdf) -> dict[int, int]:
    """The pages that are pictures, behind which nobody laid words yet, each with the longer side to draw it with; none
    of a file that was signed or tagged.
    """
    if _is_signed(pdf) or "/StructTreeRoot" in pdf.Root:
        return {}
    looked_at = pages_to_look_at(path)
    return {number: points for number, points in looked_at.items() if not _says_unseen(pdf.pages[number - 1].obj)}


def _says_unseen(drawing: pikepdf.Object, depth: int = 0) -> bool:
    """Whether letters are set that nobody sees (text rendering mode 3), on the page or in a form it shows."""
    for one in pikepdf.parse_content_stream(drawing):
        if str(one.operator) == "Tr" and len(one.operands) == 1 and one.operands[0] == 3:
            return True
    shown = drawing.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    forms = [one for _, one in shown.items() if one.get("/Subtype") == "/Form"]
    return depth < DEEPEST and any(_says_unseen(one, depth + 1) for one in forms)


def _lay_behind(pdf: pikepdf.Pdf, number: int, words: pikepdf.Page) -> None:
    """The words as large as the page; named by its number, so that the same scan gives the same bytes.

    Pages may share their resources: one name for all would show the last page's words on each.
    """
    page = pdf.pages[number - 1]
    form = pdf.copy_foreign(words.as_form_xobject())
    name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/Words{number}"), replace_existing=True)
    placed = page.calc_form_xobject_placement(
        form,
        name,
        pikepdf.Rectangle(page.mediabox),
        invert_transformations=True,
        allow_shrink=True,
        allow_expand=True,
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + placed)


def _layer(path: Path, number: int, points: int, languages: Sequence[str]) -> bytes | None:
    """The words of one page as a page of unseen letters; None where there are none to be read."""
    picture = path.with_name(f"page-{number}.png")
    try:
        picture.write_bytes(page_as_png(path, number, points=points, gray=True))
        return text_layer(picture, languages)
    except NotRead:
        return None
    finally:
        picture.unlink(missing_ok=True)


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    """A signature vouches for bytes: a copy with one byte more is no longer what was signed."""
    return any(
        isinstance(one, pikepdf.Dictionary) and (one.get("/FT") == "/Sig" or "/ByteRange" in one) for one in pdf.objects
    )


def _is_pictures_alone(pdf: pikepdf.Pdf) -> bool:
    """Nothing in it that PDF/A-2 forbids or that would have to be looked at more closely to know (ISO 19005-2, 6)."""
    if not set(pdf.Root.keys()) <= _ROOT_KEYS:
        return False
    return all(_is_picture(page) for page in pdf.pages)


def _is_picture(page: pikepdf.Page) -> bool:
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    if not (set(page.obj.keys()) <= _PAGE_KEYS and set(resources.keys()) <= {"/XObject", "/ProcSet"}):
        return False
    if len(page.obj.get("/Annots", [])) or any(
        str(one.operator) not in _PLACING for one in pikepdf.parse_content_stream(page)
    ):
        return False
    return all(_is_plain(one) for _, one in resources.get("/XObject", pikepdf.Dictionary()).items())


def _is_plain(drawn: pikepdf.Object) -> bool:
    filters = drawn.get("/Filter", pikepdf.Array())
    named = {str(one) for one in (filters if isinstance(filters, pikepdf.Array) else [filters])}
    one_bit = bool(drawn.get("/ImageMask", False))
    return (
        drawn.get("/Subtype") == "/Image"
        and named <= _PLAIN_FILTERS
        and (one_bit or str(drawn.get("/ColorSpace", "")) in _PLAIN_SPACES)
        and not {"/SMask", "/Mask", "/Alternates", "/OPI", "/Intent"} & set(drawn.keys())
        and not bool(drawn.get("/Interpolate", False))
    )
