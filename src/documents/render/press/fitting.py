"""Makes blocks fit: the press breaks no word and no block that is held together, so what is too large is parted here.

Widths are counted in small letters of the text's size, heights in lines, both on the safe side: a wrong guess parts
what would just have fitted.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from math import ceil
from typing import Any
from unicodedata import combining

from documents.render.press.blocks import Block, Run

LINE = 80
"""Small letters in a line of the text, at the widest margin."""
HEADING = 50
SIDE = 32
"""Of an address, or of half a letterhead."""
CELLS = 104
"""Of a table's whole width, whose letters are smaller."""
FOOT = 72
"""Of a page's foot beside its number, at the widest margin."""
FOOT_LINES = 3
"""Lines of the foot that every page has room for."""
INSET = 3
"""What a cell's edges take."""
WIDEST = 2.2
"""A sign that is as wide as this many small letters is the widest of all."""
MONO = 1.3
"""A sign of an account or a reference: it stands in one line where that has room."""
TALL = 30
"""Lines that are never held together: more may not fit on any page."""
PIECE = 4
"""Signs between two places at which a long word may part."""
IN_ONE_LINE = frozenset({"amount", "rate", "day"})
PAIR = (32, 68)
"""Hundredths of a label and its value."""
_JOINED = re.compile(r"\w-\w")
_AFTER = re.compile(r"(?<=[-_/.,@:])(?=[^-_/.,@:])")


def fitted(blocks: list[Block], room: int = LINE) -> list[Block]:
    """The blocks with their long words parted, and marked `tall` where a page cannot hold them whole."""
    held = [_fitted(one, room) for one in blocks]
    return [_led(one, after) for one, after in zip_longest(held, held[1:])]


def footed(cells: list[list[Run]]) -> tuple[list[list[Run]], int]:
    """The foot's two cells with their long words parted, and how many lines it has more than any page has room for."""
    held = [list(_parted(cell, FOOT)) for cell in cells]
    words = [sum(map(_width, _said([word]))) + 1 for cell in cells[:1] for word in _said(cell).split(" ")]
    # A word that goes to the next line leaves up to its own length.
    most = max((min(word, FOOT / 2) for word in words), default=0)
    return held, max(0, ceil(sum(words) / max(1, FOOT - most)) - FOOT_LINES)


def _led(block: Block, after: Block | None) -> Block:
    """A signature is never alone on its page: what stands before it goes with it."""
    if after is None or "signature" not in after["cls"] or block.get("tall"):
        return block
    return block | {"cls": [*block["cls"], "leads"]}


def _fitted(block: Block, room: int) -> Block:
    match block["k"]:
        case "p":
            return block | {"c": list(_parted(block["c"], room))}
        case "h":
            return block | {"c": list(_parted(block["c"], min(room, HEADING)))}
        case "list":
            return block | {"items": [fitted(item, room - INSET) for item in block["items"]]}
        case "box":
            inside = SIDE if {"addressee", "mark", "particulars"} & set(block["cls"]) else room
            held = fitted(block["b"], inside)
            return block | {"b": held, "tall": _lines(held, inside) > TALL}
        case "table":
            return _table(block)
    return block


def _table(table: Block) -> Block:
    pairs = "pairs" in table["cls"] and len(table["widths"]) == len(PAIR)
    widths = PAIR if pairs else table["widths"]
    spread = _spread(widths)
    widths = [round(share * 100) for share in spread] if 0 in widths else widths
    head = [list(_row(row, spread)) for row in table["head"]]
    rows = [row | {"cells": list(_row(row["cells"], spread))} for row in table["rows"]]
    lines = sum(max((_lines(cell["b"], cell["room"]) for cell in row["cells"]), default=0) + 1 for row in rows)
    caption = list(_parted(table["caption"], CELLS))
    return table | {"head": head, "rows": rows, "widths": widths, "caption": caption, "tall": lines > TALL}


def _spread(widths: list[int] | tuple[int, ...]) -> list[float]:
    """Each column's share of the whole; the layout gives what is left to the columns without one alike."""
    given = sum(widths)
    if 0 in widths:
        left = max(len(widths), 100 - given) / widths.count(0)
        return [(width or left) / 100 for width in widths]
    return [width / given for width in widths]


def _row(cells: list[Block], spread: list[float]) -> Iterator[Block]:
    """One cell that is held together would hold its row."""
    fitting = list(_cells(cells, spread))
    tall = any(_lines(cell["b"], cell["room"]) > TALL for cell in fitting)
    yield from (cell | {"tall": tall} for cell in fitting)


def _cells(cells: list[Block], spread: list[float]) -> Iterator[Block]:
    at = 0
    for cell in cells:
        room = max(1, int(sum(spread[at : at + cell["span"]]) * CELLS) - INSET)
        kept = bool(IN_ONE_LINE & set(cell["cls"])) and _one_line(cell["b"], room)
        yield cell | {"b": cell["b"] if kept else fitted(cell["b"], room), "room": room, "in-one-line": kept}
        at += cell["span"]


def _one_line(held: list[Block], room: int) -> bool:
    """Whether an amount, a rate or a day stands in one line: it is broken where it would run into the next column."""
    return len(held) == 1 and held[0]["k"] == "p" and 0 < sum(map(_width, _said(held[0]["c"]))) <= room


def _parted(runs: list[Run], room: int) -> Iterator[Run]:
    for run in runs:
        if not isinstance(run, str):
            kept = "reference" in run["cls"] and 0 < len(_said(run["c"])) * MONO <= room
            yield run | {"c": run["c"] if kept else list(_parted(run["c"], room)), "kept": kept}
        elif any(_may_part(word, room) for word in run.split(" ")):
            yield from _pieces(run, room)
        else:
            yield run


def _may_part(word: str, room: int) -> bool:
    """A hyphen at a line's end is written again on the next line in some languages, and the name is found no more."""
    return _JOINED.search(word) is not None or _too_long(word, room)


def _too_long(word: str, room: int) -> bool:
    return len(word) * WIDEST > room and sum(map(_width, word)) > room


def _width(sign: str) -> float:
    if sign in "MW@%\N{EM DASH}":
        return WIDEST
    if sign in "iljtIfrł.,:;'|!()-/ \N{NO-BREAK SPACE}":
        return 0.7
    if "a" <= sign <= "z" or sign.islower():
        return 1.05
    return 1.15 if sign.isdigit() else 1.5


def _pieces(text: str, room: int) -> Iterator[Run]:
    """The text with its long words in pieces, between which the layout may begin a new line."""
    plain: list[str] = []
    for word in text.split(" "):
        if not _may_part(word, room):
            plain.append(word)
            continue
        if before := " ".join([*plain, ""]):
            yield before
        yield {"k": "long", "cls": [], "c": list(_cut(word, room))}
        plain = [""]
    if after := " ".join(plain):
        yield after


def _cut(word: str, room: int) -> Iterator[str]:
    """After a hyphen or a point if that will do; never between a letter and the mark upon it."""
    piece = max(1, min(PIECE, int(room / WIDEST)))
    for part in _AFTER.split(word):
        if not _too_long(part, room):
            yield part
            continue
        began = 0
        for at in range(1, len(part)):
            if at - began >= piece and not combining(part[at]):
                yield part[began:at]
                began = at
        yield part[began:]


def _lines(blocks: list[Block], room: int) -> int:
    return sum(_height(one, room) for one in blocks)


def _height(block: Block, room: int) -> int:
    match block["k"]:
        case "p" | "h":
            return 1 + len(_said(block["c"])) // max(1, room)
        case "list":
            return sum(_lines(item, room - INSET) for item in block["items"])
        case "box":
            return _lines(block["b"], room) + 1
        case "table":
            return TALL + 1 if block["tall"] else 1 + len(block["rows"])
    return 4


def _said(runs: list[Any]) -> str:
    return "".join(
        run if isinstance(run, str) else "\n" * LINE if run["k"] == "br" else _said(run["c"]) for run in runs
    )
