"""The text of a picture, read by eye: Tesseract, which also turns a page that lies on its side."""

from collections.abc import Sequence
from pathlib import Path

from documents.text.faults import NotRead
from documents.text.programs import run

SECONDS_A_PAGE = 60
EYES = {"es": "spa", "pl": "pol", "sv": "swe", "de": "deu", "en": "eng"}
"""Tesseract's names of our languages."""
SPOKEN = {"ES": "es", "PL": "pl", "SE": "sv", "DE": "de", "AT": "de", "GB": "en", "US": "en", "IE": "en"}
"""The language of a country's papers."""


def eyes_for(languages: Sequence[str]) -> str:
    """Tesseract's argument: the languages known, English always among them, for amounts and loan words."""
    known = [EYES[one] for one in dict.fromkeys((*languages, "en")) if one in EYES]
    return "+".join(known)


def absent_eyes() -> list[str]:
    """The languages, and the look at how a page lies, that Tesseract was installed without."""
    try:
        listed = run(["tesseract", "--list-langs"], seconds=10).decode(errors="replace").split()
    except NotRead:
        return []
    return [one for one in (*EYES.values(), "osd") if one not in listed]


def read_picture(path: Path, languages: Sequence[str]) -> str:
    """NotRead, with the reason, for a picture that is none or takes too long. An empty page has an empty text."""
    return _looked_at(path, languages).decode(errors="replace")


def text_layer(path: Path, languages: Sequence[str]) -> bytes:
    """A PDF of one page of the picture's size that holds its words where they stand, unseen. NotRead as above."""
    return _looked_at(path, languages, "-c", "textonly_pdf=1", "pdf")


def _looked_at(path: Path, languages: Sequence[str], *wanted: str) -> bytes:
    # Mode 1 looks how the page lies first. It reads nothing at all where it cannot tell: then the page lies upright.
    command: list[str | Path] = ["tesseract", path, "-", "-l", eyes_for(languages), "--psm"]
    try:
        return run([*command, "1", *wanted], seconds=SECONDS_A_PAGE)
    except NotRead as fault:
        if "gave up" not in fault.reason:
            raise
        return run([*command, "3", *wanted], seconds=SECONDS_A_PAGE)
