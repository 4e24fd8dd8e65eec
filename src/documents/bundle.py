"""A bundle of one volume, in memory: for a download, not for a court. See `documents.bundles`."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from documents.bundles import merging
from documents.bundles.volumes import BundledPdf, IndexLine
from documents.render.engine import Renderer


@dataclass(frozen=True, slots=True)
class Bundle:
    """The bundle; the same documents on the same day give the same bytes."""

    pdf: bytes
    sha256: str
    pages: int
    index: tuple[IndexLine, ...]


def bundle(
    renderer: Renderer,
    documents: Sequence[BundledPdf],
    *,
    title: str,
    author: str,
    reference: str,
    language: str,
    as_of: date,
) -> Bundle:
    """Index, then every document in order; raises as `merging.bundle`."""
    about = merging.About(title, author, reference, language, as_of)
    with TemporaryDirectory(prefix="recourse-bundle-") as folder:
        made = merging.bundle(renderer, documents, about, Path(folder))
        pdf = made.volumes[0].path.read_bytes()
    return Bundle(pdf, hashlib.sha256(pdf).hexdigest(), made.pages, made.index)
