"""The index of documents and the name of each file, as LexNET asks (RD 1065/2015 annex IV.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.contract import Exhibit
from cases.jurisdictions.es.papers.wording import class_of
from documents.bundles.annexes import annex_name


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One document: its place, class, short description and the name its file is sent under."""

    number: int
    named_class: str
    title: str
    dated_on: date | None
    file_name: str


def index_of(exhibits: Sequence[Exhibit]) -> tuple[IndexLine, ...]:
    return tuple(
        IndexLine(exhibit.number, class_of(exhibit), exhibit.title, exhibit.dated_on, file_name(exhibit))
        for exhibit in exhibits
    )


def file_name(exhibit: Exhibit) -> str:
    """`01 Contrato - Prestamo personal.pdf`: the name under which the bundle's file of this document is made."""
    return annex_name(exhibit.number, class_of(exhibit), exhibit.title, ".pdf")
