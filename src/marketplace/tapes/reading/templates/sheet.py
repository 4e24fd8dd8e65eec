"""One table of a workbook or archive, before it is known what it belongs to."""

import polars as pl
from msgspec import Struct

from marketplace.tapes.vocabulary import headers, normal

ROW = ("line_no", "broken")


class Sheet(Struct, frozen=True):
    """A table of a workbook or archive: its rows as text under its own headers, beside `line_no` and `broken`."""

    name: str
    rows: pl.DataFrame

    @property
    def columns(self) -> list[str]:
        return [name for name in self.rows.columns if name not in ROW]

    @property
    def meant(self) -> frozenset[str]:
        """The fields its headers are known to mean, in any language."""
        return frozenset(field for name in self.columns for field, _ in headers().get(normal(name), ()))

    @property
    def keys(self) -> list[str]:
        """Its columns that could name an account or a customer."""
        return [
            name for name in self.columns if any(field == "reference" for field, _ in headers().get(normal(name), ()))
        ]


def once(cells: pl.Series) -> bool:
    """True where every filled cell stands once, and there is one."""
    filled = cells.str.strip_chars().drop_nulls()
    filled = filled.filter(filled != "")
    return len(filled) > 0 and filled.n_unique() == len(filled)
