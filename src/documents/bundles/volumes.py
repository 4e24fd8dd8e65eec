"""Which document stands on which pages of which volume, before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kernel.errors import Invalid, Place

OVERHEAD = 1 << 17
"""Bytes of a volume besides its documents: index, fonts, bookmarks."""
STAMP = 900
"""Bytes that the stamp and the link of one page take."""


@dataclass(frozen=True, slots=True)
class BundledPdf:
    """One document of a bundle. `label` is what the index and the stamps call it (`Exhibit 3`, `Tab B`)."""

    label: str
    title: str
    dated_on: date | None
    pdf: bytes | Path

    @property
    def size(self) -> int:
        return self.pdf.stat().st_size if isinstance(self.pdf, Path) else len(self.pdf)


@dataclass(frozen=True, slots=True)
class IndexLine:
    """Where a document stands; pages count from 1 through all volumes, every index included."""

    label: str
    title: str
    dated_on: date | None
    first_page: int
    last_page: int
    volume: int = 1


@dataclass(frozen=True, slots=True)
class Volume:
    """One file of the bundle: the places of its documents in the whole order, and its pages."""

    number: int
    members: tuple[int, ...]
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class Plan:
    volumes: tuple[Volume, ...]
    lines: tuple[IndexLine, ...]

    @property
    def last_page(self) -> int:
        return self.volumes[-1].last_page


def parted(documents: Sequence[BundledPdf], counts: Sequence[int], largest: int | None) -> list[list[int]]:
    """The places of the documents by volume, in their order, each volume as full as `largest` bytes allow.

    Invalid, naming each, for documents that alone are larger.
    """
    weights = [one.size + STAMP * count for one, count in zip(documents, counts, strict=True)]
    if largest is None:
        return [list(range(len(documents)))]
    room = largest - OVERHEAD
    heavy = [
        Place(one.label, one.title, f"It has {_megabytes(weight)} MB and the limit is {_megabytes(largest)}.")
        for one, weight in zip(documents, weights, strict=True)
        if weight > room
    ]
    if heavy:
        raise Invalid(
            f"{heavy[0].where} alone is larger than the court takes: scan it again with fewer points, or file it in"
            " parts.",
            places=heavy,
        )
    volumes: list[list[int]] = [[]]
    filled = 0
    for number, weight in enumerate(weights):
        if volumes[-1] and filled + weight > room:
            volumes.append([])
            filled = 0
        volumes[-1].append(number)
        filled += weight
    return volumes


def planned(
    documents: Sequence[BundledPdf], counts: Sequence[int], parts: Sequence[Sequence[int]], index_pages: int
) -> Plan:
    """The pages of everything, where each volume begins with an index of so many."""
    volumes: list[Volume] = []
    lines: list[IndexLine] = []
    page = 0
    for number, members in enumerate(parts, start=1):
        first = page + 1
        page += index_pages
        for member in members:
            one = documents[member]
            lines.append(IndexLine(one.label, one.title, one.dated_on, page + 1, page + counts[member], number))
            page += counts[member]
        volumes.append(Volume(number, tuple(members), first, page))
    return Plan(tuple(volumes), tuple(lines))


def within(volume: Volume, line: IndexLine) -> IndexLine:
    """The line with its pages counted from the volume's own first, as a PDF counts them, from 1."""
    before = volume.first_page - 1
    return replace(line, first_page=line.first_page - before, last_page=line.last_page - before)


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f}"
