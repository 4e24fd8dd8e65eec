"""What a PDF must show before it is sealed: structure of PDF/A-3a as far as it can be seen without a
validator.

ISO 19005-3. This is no proof of conformance (veraPDF gives that); it finds what breaks it in practice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from kernel.errors import Invalid, Place, Refused

_ACTIVE = ("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/RichMedia", "/SubmitForm")
_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")


class NotArchivable(Refused):
    """A PDF that lacks what an archive copy must have; the places name each fault."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was seen. No `faults` means that the paper may be sealed; `accessible` that it claims to be PDF/UA-1."""

    pages: int
    fonts: tuple[str, ...]
    language: str | None
    attachments: tuple[str, ...]
    accessible: bool
    faults: tuple[str, ...]

    def require_sound(self) -> None:
        """Raises `NotArchivable` with every fault."""
        if self.faults:
            places = [Place("PDF", None, fault) for fault in self.faults]
            raise NotArchivable(f"The paper cannot be sealed: {self.faults[0]}", places=places)


def inspect_pdf(content: bytes, *, levels: Sequence[str] = ("3A",)) -> Inspection:
    """Looks at a PDF's structure. Bytes that are no PDF are Invalid.

    `levels` are those of PDF/A that will do; of a level B, which is about looks alone, no structure is asked.
    """
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            return _inspected(pdf, levels)
    except pikepdf.PasswordError as error:
        raise Invalid("The PDF is protected by a password: store one that opens without.") from error
    except pikepdf.PdfError as error:
        raise Invalid(f"This is not a readable PDF: {error}.") from error


def _inspected(pdf: pikepdf.Pdf, levels: Sequence[str]) -> Inspection:
    root = pdf.Root
    with pdf.open_metadata() as metadata:
        status = metadata.pdfa_status
        accessible = metadata.get("pdfuaid:part") == "1"
    language = str(root.Lang) if "/Lang" in root else None
    fonts = dict(_fonts(pdf))
    looks_alone = status.endswith("B") and status in levels
    marked = "/MarkInfo" in root and bool(root.MarkInfo.get("/Marked", False))
    structured = "/StructTreeRoot" in root
    required = [
        ("/OutputIntents" in root, "it names no output intent, so its colours are not defined"),
        (status in levels, f"it declares PDF/A {status or 'nothing'}, not {' or '.join(levels)}"),
        (looks_alone or language is not None, "it does not say its language"),
        (looks_alone or marked, "it is not marked as tagged"),
        (looks_alone or structured, "it has no structure tree, so a screen reader cannot follow it"),
        ("/AcroForm" not in root or "/XFA" not in root.AcroForm, "it holds an XFA form"),
        (not pdf.is_encrypted, "it is encrypted"),
    ]
    faults = [sentence for holds, sentence in required if not holds]
    faults += [f"the font {name} is not embedded" for name, embedded in fonts.items() if not embedded]
    faults += [f"it holds {name}, which can act by itself" for name in sorted(set(_active(pdf)))]
    attached = tuple(sorted(pdf.attachments))
    return Inspection(len(pdf.pages), tuple(sorted(fonts)), language, attached, accessible, tuple(faults))


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bool]]:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font":
            for font in one.get("/DescendantFonts", [one]):
                descriptor = font.get("/FontDescriptor")
                embedded = descriptor is not None and any(key in descriptor for key in _EMBEDDED)
                yield (
                    str(font.get("/BaseFont", "?")).lstrip("/"),
                    embedded or font.get("/Subtype") == "/Type3",
                )


def _active(pdf: pikepdf.Pdf) -> Iterator[str]:
    waiting: list[pikepdf.Object] = list(pdf.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += filter(_is_inside, one.as_list())
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield from (key for key in _ACTIVE if key in one)
            if str(one.get("/S", "")) in _ACTIVE:
                yield str(one.S)
            waiting += filter(_is_inside, (part for _, part in one.items()))


def _is_inside(part: object) -> bool:
    """A container written in place; those that stand by themselves are looked at in their own turn."""
    return isinstance(part, pikepdf.Object) and not part.is_indirect
