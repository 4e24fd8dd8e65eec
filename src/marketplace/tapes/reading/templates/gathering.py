"""Sheets that belong together: those of one header as one tape, and accounts with their people and items by reference.

A row of the result is an account, or one of its items with the account's cells beside it. Rows are never lost: an item
whose account no sheet holds comes with that reason in `broken`; people without an account are told in a note.
"""

from collections.abc import Sequence

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from marketplace.tapes.catalogue import CATALOGUE
from marketplace.tapes.reading.layout import SHEET, unreadable
from marketplace.tapes.reading.templates.beside import Step, with_items, with_people
from marketplace.tapes.reading.templates.sheet import Sheet, once
from marketplace.tapes.reading.workbook import LARGEST_GRID
from marketplace.tapes.vocabulary import normal

_OWED = frozenset({"balance", "principal"})
_OF_ITEMS = frozenset({"item_reference", "item_amount", "item_due_date", "item_kind"})
_OF_PEOPLE = frozenset({"debtor_name", "debtor_last_name", "debtor_first_name"})


class Gathered(Struct, frozen=True):
    """`rows` with `line_no` counted on from sheet to sheet (`Layout.place`); `sheets` in the order of that count."""

    rows: pl.DataFrame
    sheets: tuple[str, ...]
    unread: tuple[str, ...]
    notes: tuple[str, ...]


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
        rows, told = (with_items(rows, step), []) if step.many else with_people(rows, step)
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
    each_once = any(once(sheet.rows[key]) for key in sheet.keys)
    own = [name for name in sheet.meant if name in CATALOGUE and CATALOGUE[name].group in ("account", "status")]
    return owed, each_once, len(own), sheet.rows.height


def _step(base: Sheet, other: Sheet, *, multiplied: bool) -> Step | None:
    """How the sheet hangs on the accounts: by a column of both that names accounts, half of its values known there."""
    pairs = [(own, key) for own in base.keys for key in other.keys]
    pairs.sort(key=lambda pair: normal(pair[0]) != normal(pair[1]))
    for own, key in pairs:
        known = base.rows[own].str.strip_chars().unique()
        asked = other.rows[key].str.strip_chars().drop_nulls().unique()
        if not len(asked) or asked.is_in(known.implode()).sum() * 2 < len(asked):
            continue
        if once(other.rows[key]):
            return Step(other, own, key, many=False)
        if other.meant & _OF_ITEMS and not multiplied and once(base.rows[own]):
            return Step(other, own, key, many=True)
        if other.meant & _OF_PEOPLE:
            return Step(other, own, key, many=False)
    return None
