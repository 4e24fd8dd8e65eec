"""Which mandatory fields of the templates a set leaves empty, and who could fill them."""

from collections.abc import Sequence

import polars as pl
from msgspec import Struct

from marketplace.tapes.eba.fields import FIELDS
from marketplace.tapes.reading.templates.tables import Part

EXEMPTIONS = (
    "a single agreement or a single borrower",
    "a syndicated loan",
    "a borrower outside the Union",
    "a transfer within the group",
    "loans bought before from somebody who is no bank of the Union",
    "unsecured loans to natural persons outside Directive 2008/48/EC",
)
"""Sales to which the mandatory fields do not apply: Regulation (EU) 2023/2083, article 4(1)."""


class FieldGap(Struct, frozen=True):
    """A mandatory field: in how many rows of its template it is empty. A template that is absent has no rows."""

    number: str
    name: str
    template: str
    who: str
    missing: int
    rows: int


def gaps(parts: Sequence[Part]) -> tuple[FieldGap, ...]:
    """Every mandatory field that is not filled in every row, in the order of the templates."""
    found = []
    for field in FIELDS.values():
        frames = [part.rows for part in parts if part.template == field.template]
        rows = sum(frame.height for frame in frames)
        filled = sum(_filled(frame, field.number) for frame in frames)
        # The keys of the relations stand where a relation names them; a row has two of the four.
        if field.mandatory and field.template != "relations" and (filled < rows or not rows):
            found.append(FieldGap(field.number, field.name, field.template, field.who, rows - filled, rows))
    return tuple(found)


def _filled(frame: pl.DataFrame, number: str) -> int:
    return frame.height - frame[number].null_count() if number in frame.columns else 0


def summary(found: Sequence[FieldGap]) -> str:
    """One sentence for the tape's page."""
    asked = sum(field.mandatory and field.template != "relations" for field in FIELDS.values())
    return (
        f"Of {asked} mandatory fields of the templates, {asked - len(found)} are filled in every row; the rest may stay"
        " open, and a bank that sells may be exempt (Regulation (EU) 2023/2083, article 4(1))."
    )
