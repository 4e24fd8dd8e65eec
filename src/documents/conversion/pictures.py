"""Pictures as PDF/A-2b: every frame a page, JPEG taken over as it is where the standard allows it.

ISO 19005-2: colours through one output intent, no transparency, no encryption. Own code on pikepdf and Pillow, which
are here anyway.
"""

import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from PIL import __version__ as pillow_version

from documents.conversion.archive import archived
from documents.conversion.faults import NotConverted
from documents.intake.pictures import MOST_PIXELS

ENGINE = f"pikepdf {pikepdf.__version__}, Pillow {pillow_version}"
MOST_FRAMES = 2_000
A4 = (595.28, 841.89)
_MARGIN = 18.0
_QUALITY = 90
_PLAIN = {"1": "/DeviceGray", "L": "/DeviceGray", "RGB": "/DeviceRGB"}


@dataclass(frozen=True, slots=True)
class _Drawn:
    width: int
    height: int
    space: str
    bits: int
    filter: str
    data: bytes


def picture_as_pdf(content: bytes, *, title: str, language: str) -> bytes:
    """A JPEG, PNG or TIFF of any number of frames. NotConverted, with the reason, for one that cannot be drawn."""
    with pikepdf.new() as pdf:
        try:
            for drawn in _frames(content):
                _add_page(pdf, drawn)
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, zlib.error) as error:
            raise NotConverted("The picture is damaged and cannot be drawn. Save it anew and add that.") from error
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise NotConverted(f"The picture has more than {MOST_PIXELS:,} points. Save it smaller.") from error
        return archived(pdf, title=title, language=language)


def _frames(content: bytes) -> Iterator[_Drawn]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "TIFF")) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number == MOST_FRAMES:
                    raise NotConverted(f"The picture has more than {MOST_FRAMES:,} pages. Split it.")
                if frame.width * frame.height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                yield _taken_over(content, frame) or _drawn(frame)


def _taken_over(content: bytes, frame: Image.Image) -> _Drawn | None:
    """A JPEG that lies upright, in grey or RGB: its bytes are what a PDF wants."""
    upright = frame.getexif().get(0x0112, 1) == 1
    if frame.format != "JPEG" or frame.mode not in ("L", "RGB") or not upright:
        return None
    frame.load()
    return _Drawn(frame.width, frame.height, _PLAIN[frame.mode], 8, "/DCTDecode", content)


def _drawn(frame: Image.Image) -> _Drawn:
    turned = ImageOps.exif_transpose(frame)
    if turned.mode == "1":
        packed = zlib.compress(turned.tobytes(), 9)
        return _Drawn(turned.width, turned.height, "/DeviceGray", 1, "/FlateDecode", packed)
    plain = _on_white(turned)
    lossy = plain.width * plain.height > 4_000_000
    if not lossy:
        packed = zlib.compress(plain.tobytes(), 6)
        return _Drawn(plain.width, plain.height, _PLAIN[plain.mode], 8, "/FlateDecode", packed)
    out = BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY)
    return _Drawn(plain.width, plain.height, _PLAIN[plain.mode], 8, "/DCTDecode", out.getvalue())


def _on_white(picture: Image.Image) -> Image.Image:
    """Grey or RGB; what was transparent lies on white paper."""
    if picture.mode in ("L", "RGB"):
        return picture
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 257).convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return picture.convert("L" if picture.mode == "LA" else "RGB")


def _add_page(pdf: pikepdf.Pdf, drawn: _Drawn) -> None:
    """A4, upright or on its side as the picture is, the picture as large as it fits."""
    page_size = A4 if drawn.height >= drawn.width else A4[::-1]
    scale = min((page_size[0] - 2 * _MARGIN) / drawn.width, (page_size[1] - 2 * _MARGIN) / drawn.height)
    wide, high = drawn.width * scale, drawn.height * scale
    left, below = (page_size[0] - wide) / 2, (page_size[1] - high) / 2
    picture = pikepdf.Stream(pdf, drawn.data)
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=drawn.width,
        Height=drawn.height,
        ColorSpace=pikepdf.Name(drawn.space),
        BitsPerComponent=drawn.bits,
        Filter=pikepdf.Name(drawn.filter),
    )
    page = pdf.add_blank_page(page_size=page_size)
    name = page.add_resource(picture, pikepdf.Name.XObject, pikepdf.Name.Picture)
    placed = f"q {wide:.3f} 0 0 {high:.3f} {left:.3f} {below:.3f} cm {name} Do Q"
    page.Contents = pdf.make_stream(placed.encode())
