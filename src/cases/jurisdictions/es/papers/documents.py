"""The index of documents and the name of each file, as LexNET asks (RD 1065/2015 annex IV.6)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.contract import Exhibit
from cases.jurisdictions.es.papers.wording import class_of

LONGEST_DESCRIPTION = 48


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
    """`01_Contrato_Prestamo-personal.pdf`: ordinal, class, short description, in plain letters."""
    described = _plain(exhibit.title)[:LONGEST_DESCRIPTION].strip("-")
    return f"{exhibit.number:02d}_{_plain(class_of(exhibit))}_{described}.pdf"


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    return re.sub(r"[^A-Za-z0-9]+", "-", bare.encode("ascii", "ignore").decode()).strip("-")
