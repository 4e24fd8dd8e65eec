"""Sheets that belong together: those of one header as one tape, and accounts with their people and items by reference.

A row of the result is an account, or one of its items with the account's cells beside it. Rows are never lost: an item
whose account no sheet holds comes with that reason in `broken`; people without an account are told in a note.
"""

from collections.abc import Sequence

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from marketplace.tapes.catalogue import CATALOGUE
from marketplace.tapes.reading.layout import ORPHAN, SHEET, unreadable
from marketplace.tapes.reading.templates.joining import SECOND
from marketplace.tapes.reading.workbook import LARGEST_GRID
from marketplace.tapes.vocabulary import headers, normal

_OWED = frozenset({"balance", "principal"})
_OF_ITEMS = frozenset({"item_reference", "item_amount", "item_due_date", "item_kind"})
_OF_PEOPLE = frozenset({"debtor_name", "debtor_last_name", "debtor_first_name"})
_ROW = ("line_no", "broken")
_KEY, _PLACE, _LINE, _WRONG = (f"\x1f{name}" for name in ("key", "place", "line", "wrong"))
"""Names beside the sheets' own headers, which hold no control characters."""


class Sheet(Struct, frozen=True):
    """A table of a workbook or archive: its rows as text under its own headers, beside `line_no` and `broken`."""

    name: str
    rows: pl.DataFrame

    @property
    def columns(self) -> list[str]:
        return [name for name in self.rows.columns if name not in _ROW]

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


class Gathered(Struct, frozen=True):
    """`rows` with `line_no` counted on from sheet to sheet (`Layout.place`); `sheets` in the order of that count."""

    rows: pl.DataFrame
    sheets: tuple[str, ...]
    unread: tuple[str, ...]
    notes: tuple[str, ...]


class _Step(Struct, frozen=True):
    sheet: Sheet
    own: str
    """The key's column in the rows gathered so far, and in the sheet."""
    other: str
    many: bool


def gathered(file: str, sheets: Sequence[Sheet]) -> Gathered | None:
    """The sheets as one table; None where no two of them belong together."""
    numbered = [replace(one, rows=_numbered(one.rows, place)) for place, one in enumerate(sheets)]
    groups = _stacked(numbered)
    base = max(groups, key=_worth)
    rows, read, notes = base.rows, {base.name}, list[str]()
    multiplied = False
    for other in groups:
        step = _step(base, other, multiplied=multiplied) if other is not base else None
        if step is None:
            continue
        if rows.height * (rows.width + other.rows.width) > LARGEST_GRID:
            raise unreadable(file, "its sheets joined are too large.", "Save each as CSV and join them in your system.")
        rows, told = (_with_items(rows, step), []) if step.many else _with_people(rows, step)
        multiplied |= step.many
        notes += told
        read.add(other.name)
    taken = tuple(name for group in groups if group.name in read for name in group.name.split("\x1f"))
    if len(taken) < 2:
        return None
    together = f"The sheets {', '.join(taken)} were read as one tape."
    unread = tuple(one.name for one in sheets if one.name not in taken)
    return Gathered(rows, tuple(one.name for one in sheets), unread, (together, *notes))


def _numbered(rows: pl.DataFrame, place: int) -> pl.DataFrame:
    return rows.with_columns(pl.col("line_no") + place * SHEET)


def _stacked(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sheets of one header as one, under the first one's headers; their names are joined."""
    groups: dict[frozenset[str], list[Sheet]] = {}
    for one in sheets:
        groups.setdefault(frozenset(map(normal, one.columns)), []).append(one)
    return [one for members in groups.values() for one in _as_one(members)]


def _as_one(members: list[Sheet]) -> list[Sheet]:
    first = members[0]
    wanted = {normal(name): name for name in first.columns}
    if len(members) == 1 or len(wanted) < len(first.columns):
        return members
    frames = [
        one.rows.rename({name: wanted[normal(name)] for name in one.columns}).select(first.rows.columns)
        for one in members
    ]
    return [Sheet("\x1f".join(one.name for one in members), pl.concat(frames))]


def _worth(sheet: Sheet) -> tuple[bool, bool, int, int]:
    """How likely a sheet is to hold the accounts: it says what they owe, names each once, and says most about them."""
    owed = bool(sheet.keys and sheet.meant & _OWED and "item_reference" not in sheet.meant)
    once = any(_once(sheet.rows[key]) for key in sheet.keys)
    own = [name for name in sheet.meant if name in CATALOGUE and CATALOGUE[name].group in ("account", "status")]
    return owed, once, len(own), sheet.rows.height


def _once(cells: pl.Series) -> bool:
    filled = cells.str.strip_chars().drop_nulls()
    filled = filled.filter(filled != "")
    return len(filled) > 0 and filled.n_unique() == len(filled)


def _step(base: Sheet, other: Sheet, *, multiplied: bool) -> _Step | None:
    """How the sheet hangs on the accounts: by a column of both that names accounts, half of its values known there."""
    pairs = [(own, key) for own in base.keys for key in other.keys]
    pairs.sort(key=lambda pair: normal(pair[0]) != normal(pair[1]))
    for own, key in pairs:
        known = base.rows[own].str.strip_chars().unique()
        asked = other.rows[key].str.strip_chars().drop_nulls().unique()
        if not len(asked) or asked.is_in(known.implode()).sum() * 2 < len(asked):
            continue
        if _once(other.rows[key]):
            return _Step(other, own, key, many=False)
        if other.meant & _OF_ITEMS and not multiplied and _once(base.rows[own]):
            return _Step(other, own, key, many=True)
        if other.meant & _OF_PEOPLE:
            return _Step(other, own, key, many=False)
    return None


def _beside(rows: pl.DataFrame, step: _Step) -> pl.DataFrame:
    """The sheet's rows ready to be joined under `key`; a header that stands already is told apart by the sheet."""
    taken = {normal(name) for name in rows.columns}
    sheet = step.sheet.name.split("\x1f")[0]
    named = {
        name: f"{name} ({sheet})" if normal(name) in taken else name
        for name in step.sheet.columns
        if name != step.other
    }
    cells = step.sheet.rows.rename(named)
    return cells.select(*_ROW, *named.values(), pl.col(step.other).str.strip_chars().alias(_KEY))


def _with_people(rows: pl.DataFrame, step: _Step) -> tuple[pl.DataFrame, list[str]]:
    """One row of the sheet beside each account; the second of the same account as its second party."""
    beside = _beside(rows, step)
    cells = [name for name in beside.columns if name not in (*_ROW, _KEY)]
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
    notes = [f"{len(loose)} rows of {names} name no account of the tape, such as {loose[0]}."] if len(loose) else []
    further = beside.filter(pl.col(_PLACE) > 1).height
    if further:
        notes.append(f"{further} rows of {names} are third or further people of an account and are not read.")
    return joined, notes


def _with_items(rows: pl.DataFrame, step: _Step) -> pl.DataFrame:
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


def _joined(rows: pl.DataFrame, beside: pl.DataFrame, step: _Step) -> pl.DataFrame:
    keyed = rows.with_columns(pl.col(step.own).str.strip_chars().alias(_KEY))
    return keyed.join(beside, on=_KEY, how="left", maintain_order="left_right").drop(_KEY)
