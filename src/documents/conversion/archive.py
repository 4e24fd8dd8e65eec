"""What makes a PDF an archive copy: output intent, metadata that say so, and nothing that changes with the day."""

from functools import cache
from importlib.resources import files
from io import BytesIO

import pikepdf

LEVEL = "2B"
"""ISO 19005-2, level B: looks the same for ever. Level A would need a structure that a picture does not have."""


@cache
def _srgb() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def archived(pdf: pikepdf.Pdf, *, title: str, language: str) -> bytes:
    """The PDF as PDF/A-2b. It must hold nothing but pages in grey or RGB with embedded fonts."""
    profile = pdf.make_stream(_srgb())
    profile.N = 3
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB2014"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
    if language != "mul":
        pdf.Root.Lang = pikepdf.String(language)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["pdfaid:part"] = LEVEL[0]
        metadata["pdfaid:conformance"] = LEVEL[1]
    out = BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
