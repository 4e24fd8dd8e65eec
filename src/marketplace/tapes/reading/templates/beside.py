"""A sheet of people or items laid beside the accounts, by the column of both that names them."""

import polars as pl
from msgspec import Struct

from marketplace.tapes.reading.layout import ORPHAN
from marketplace.tapes.reading.templates.joining import SECOND
from marketplace.tapes.reading.templates.sheet import ROW, Sheet
from marketplace.tapes.vocabulary import headers, normal

_KEY, _PLACE, _LINE, _WRONG = (f"\x1f{name}" for name in ("key", "place", "line", "wrong"))
"""Names beside the sheets' own headers, which hold no control characters."""


class Step(Struct, frozen=True):
    sheet: Sheet
    own: str
    """The key's column in the rows gathered so far, and in the sheet."""
    other: str
    many: bool


def _beside(rows: pl.DataFrame, step: Step) -> pl.DataFrame:
    """The sheet's rows ready to be joined under `key`; a header that stands already is told apart by the sheet."""
    taken = {normal(name) for name in rows.columns}
    sheet = step.sheet.name.split("\x1f")[0]
    named = {
        name: f"{name} ({sheet})" if normal(name) in taken else name
        for name in step.sheet.columns
        if name != step.other
    }
    cells = step.sheet.rows.rename(named)
    return cells.select(*ROW, *named.values(), pl.col(step.other).str.strip_chars().alias(_KEY))


def with_people(rows: pl.DataFrame, step: Step) -> tuple[pl.DataFrame, list[str]]:
    """One row of the sheet beside each account; the second of the same account as its second party."""
    beside = _beside(rows, step)
    cells = [name for name in beside.columns if name not in (*ROW, _KEY)]
    beside = beside.filter(pl.col(_KEY).is_not_null())
    beside = beside.with_columns(pl.int_range(pl.len()).over(_KEY).alias(_PLACE))
    second = beside.filter(pl.col(_PLACE) == 1).select(_KEY, *(pl.col(name).alias(SECOND + name) for name in cells))
    roles = [name for name in cells if ("codebtor_role", "en") in headers().get(normal(SECOND + name), ())]
    own = {name: f"{name} of the first" for name in roles if second.height}
    joined = _joined(rows, beside.filter(pl.col(_PLACE) == 0).select(_KEY, *cells).rename(own), step)
    if second.height:
        joined = _joined(joined, second, step)
    names = ", ".join(step.sheet.name.split("\x1f"))
    loose = beside.filter(~pl.col(_KEY).is_in(rows[step.own].str.strip_chars().implode()))[_KEY]
    notes = (
        [f"Rows of {names} that name no account of the tape: {len(loose)}, such as {loose[0]}."] if len(loose) else []
    )
    further = beside.filter(pl.col(_PLACE) > 1).height
    if further:
        notes.append(f"Rows of {names} with third or further people of an account, which are not read: {further}.")
    return joined, notes


def with_items(rows: pl.DataFrame, step: Step) -> pl.DataFrame:
    """A row for each item, with its account's cells; accounts without items stay, items without account are broken."""
    beside = _beside(rows, step).rename({"line_no": _LINE, "broken": _WRONG})
    known = pl.col(_KEY).is_in(rows[step.own].str.strip_chars().implode()).fill_null(value=False)
    joined = _joined(rows, beside.filter(known), step)
    joined = joined.with_columns(
        pl.coalesce(_LINE, "line_no").alias("line_no"), pl.coalesce("broken", _WRONG).alias("broken")
    ).drop(_LINE, _WRONG)
    orphans = beside.filter(~known).select(
        pl.col(_LINE).alias("line_no"),
        pl.coalesce(_WRONG, pl.lit(ORPHAN)).alias("broken"),
        pl.col(_KEY).alias(step.own),
        *(name for name in beside.columns if name not in (_LINE, _WRONG, _KEY)),
    )
    return pl.concat([joined, orphans], how="diagonal").select(joined.columns)


def _joined(rows: pl.DataFrame, beside: pl.DataFrame, step: Step) -> pl.DataFrame:
    keyed = rows.with_columns(pl.col(step.own).str.strip_chars().alias(_KEY))
    return keyed.join(beside, on=_KEY, how="left", maintain_order="left_right").drop(_KEY)
