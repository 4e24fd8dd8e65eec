"""Pictures for letterheads: one whole PNG or JPEG that our engines can draw, and no more of it than is drawn."""

from io import BytesIO

from PIL import Image

from documents.intake.faults import NotTaken
from documents.intake.pictures import look_at_jpeg, look_at_png
from documents.render.press.trial import sets

LARGEST_LOGO = 256 * 1024
MOST_POINTS = 4_000_000
"""It is unpacked for every paper anew, and 256 KB hold many times that."""
PNG, JPEG = "image/png", "image/jpeg"
DRAWN = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
"""Of a PNG's chunks. Profiles and texts print nothing, unpack to hundreds of megabytes and may say who drew it."""
IN_LIGHT = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "I", "I;16"})
"""Pillow's modes of a picture in red, green and blue or in greys: papers for an archive hold no others."""


def drawable(content: bytes, media_type: str) -> bytes:
    """The picture as papers carry it. NotTaken, with what to do, for one that they could not."""
    if len(content) > LARGEST_LOGO:
        raise NotTaken("large", f"At most {LARGEST_LOGO // 1024} KB.")
    if content.startswith(b"\x89PNG\r\n\x1a\n") and media_type == PNG:
        look_at_png(content)
        content = _plain(content)
    elif content.startswith(b"\xff\xd8\xff") and media_type == JPEG:
        look_at_jpeg(content)
    else:
        raise NotTaken("kind", "Send a PNG or JPEG picture.")
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise NotTaken("large", f"At most {MOST_POINTS:,} points, such as 2000 by 2000.")
            if picture.mode not in IN_LIGHT:
                raise NotTaken("kind", "Its colours are those of a printing press (CMYK). Save it as RGB.")
            whole = sets(content, "png" if media_type == PNG else "jpg")
            if whole:
                picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotTaken("cut", "The picture cannot be drawn. Save it anew and send that.") from error
    if not whole:
        raise NotTaken("cut", "The picture is broken inside. Save it anew and send that.")
    return content


def _plain(content: bytes) -> bytes:
    """A PNG, its chunks known to be whole, without those that draw nothing."""
    kept, at = [content[:8]], 8
    while at < len(content):
        after = at + 12 + int.from_bytes(content[at : at + 4])
        if content[at + 4 : at + 8] in DRAWN:
            kept.append(content[at:after])
        at = after
    return b"".join(kept)
