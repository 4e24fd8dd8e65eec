"""One file for each annex, named as a court's portal wants it.

Spain refuses a single PDF of all annexes and wants one file each, named by ordinal, class and short description
(RD 1065/2015, annex IV points 6, 8). The files stay as they are, byte for byte: a stamp would break their signatures.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kernel.errors import Invalid, Place


@dataclass(frozen=True, slots=True)
class Annex:
    """A document to be filed as a file of its own; `extension` such as `.pdf`."""

    kind: str
    title: str
    extension: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AnnexFile:
    """An annex under the name a court's portal wants."""

    name: str
    content: bytes
    sha256: str


def annex_files(annexes: Sequence[Annex], *, allowed: frozenset[str]) -> tuple[AnnexFile, ...]:
    """One file for each annex, numbered in the order given. `allowed` are the court's extensions, with the
    dot.
    """
    wrong = [
        Place(annex.title, annex.extension, f"Convert it to one of {', '.join(sorted(allowed))}.")
        for annex in annexes
        if annex.extension.lower() not in allowed
    ]
    if wrong:
        raise Invalid(f"The court takes no {wrong[0].value} files ({wrong[0].where}).", places=wrong)
    return tuple(
        AnnexFile(annex_name(ordinal, annex), annex.content, hashlib.sha256(annex.content).hexdigest())
        for ordinal, annex in enumerate(annexes, start=1)
    )


def annex_name(ordinal: int, annex: Annex) -> str:
    """`03 Factura - Factura 2024 0017 de marzo.pdf`: plain letters only, so that every portal keeps the
    name.
    """
    return f"{ordinal:02} {_plain(annex.kind, 36)} - {_plain(annex.title, 60)}{annex.extension.lower()}"


def _plain(text: str, longest: int) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_UNFOLDED)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9.]+", " ", folded).split()
    shortened = " ".join(filter(None, (word.strip(".") for word in words)))[:longest].rstrip(" .")
    return shortened or "sin titulo"


_UNFOLDED = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae"})
