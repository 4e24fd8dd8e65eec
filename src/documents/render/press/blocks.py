"""A paper as blocks: what the press sets, read from the same HTML that the other engine lays out.

Only what `paper.html` and `parts.html` offer is known. Anything else is `NotForThePress`, and the paper goes to the
engine that knows all of HTML: a paper is never set with a part left out.
"""

from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml.etree import _Comment
from lxml.html import HtmlElement

type Block = dict[str, Any]
type Run = str | dict[str, Any]

HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
CONTAINERS = frozenset({"div", "header", "section", "main"})
TABLE_PARTS = frozenset({"caption", "colgroup", "thead", "tbody", "tr"})
INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "span": "span", "br": "br", "sup": "sup"}
WIDTH = "width-"
_LOOKS = """
    addressee after-list amount apart at-right blacked court day even foot grid leads letter-facts letterhead lettered
    line mark new-page notice numbered page-count page-number pairs particulars plain rate reference sender signature
    subject text to-fill total whole wide-left
"""
CLASSES = frozenset(_LOOKS.split())
"""Each has its look in the layout, or none of its own."""
_WHITE = " \t\n\r\f"


class NotForThePress(Exception):
    """The paper holds something that the fixed layout does not set."""


def paper_of(html: str) -> dict[str, Any]:
    """The page's language, title, author, margins, foot and blocks."""
    page = lxml.html.document_fromstring(html)
    body = page.body
    _known(body)
    foot = body.find_class("foot")
    if len(foot) != 1:
        raise NotForThePress("a paper has one foot")
    _number(body)
    cells = [_runs(cell) for cell in foot[0].iter("td")]
    foot[0].drop_tree()
    authors = page.xpath("//meta[@name='author']/@content")
    return {
        "language": page.get("lang") or "",
        "title": " ".join(page.findtext(".//title", "").split()),
        "author": str(authors[0]) if authors else "",
        "margins": body.get("class", ""),
        "foot": cells,
        "blocks": list(_blocks(body)),
    }


def _known(body: HtmlElement) -> None:
    if body.xpath("//style"):
        raise NotForThePress("a page with a style of its own")
    for element in body.iter("*"):
        unknown = {one for one in element.get("class", "").split() if not one.startswith(WIDTH)} - CLASSES
        if unknown or element.get("style"):
            raise NotForThePress(f"the press has no look for {', '.join(sorted(unknown)) or 'a style in place'}")


def _number(body: HtmlElement) -> None:
    """Numbered paragraphs run on through every heading of the paper."""
    number = 1
    for numbered in body.iter("ol"):
        if "numbered" in numbered.get("class", "").split():
            numbered.set("start", str(number))
            number += len(numbered.findall("li"))


def _blocks(parent: HtmlElement) -> Iterator[Block]:
    """The blocks of an element. Text that stands loose between blocks is a paragraph of its own."""
    loose: list[Run] = [_spaced(parent.text)]
    for child in parent:
        if isinstance(child, _Comment):
            loose.append(_spaced(child.tail))
            continue
        if child.tag in INLINE:
            loose += [_run(child), _spaced(child.tail)]
            continue
        yield from _paragraph(loose)
        yield from _block(child)
        loose = [_spaced(child.tail)]
    yield from _paragraph(loose)


def _paragraph(loose: list[Run]) -> Iterator[Block]:
    if runs := _trimmed(loose):
        yield {"k": "p", "cls": [], "c": runs}


def _block(element: HtmlElement) -> Iterator[Block]:
    tag, classes = element.tag, element.get("class", "").split()
    if tag == "p":
        yield {"k": "p", "cls": classes, "c": _runs(element)}
    elif tag in HEADINGS:
        yield {"k": "h", "level": HEADINGS[tag], "cls": classes, "c": _runs(element)}
    elif tag in CONTAINERS:
        yield {"k": "box", "cls": classes, "b": list(_blocks(element))}
    elif tag in {"ol", "ul"}:
        items = [list(_blocks(item)) for item in _items(element)]
        yield {"k": "list", "cls": [tag, *classes], "items": items, "start": int(element.get("start", "1"))}
    elif tag == "table":
        yield _table(element, classes)
    elif tag == "img":
        yield {"k": "img", "cls": classes, "src": element.get("src", ""), "alt": element.get("alt", "")}
    else:
        raise NotForThePress(f"the press has no <{tag}>")


def _items(element: HtmlElement) -> Iterator[HtmlElement]:
    if any(text and text.strip() for text in (element.text, *(one.tail for one in element))):
        raise NotForThePress("the press has no text beside the items of a list")
    for item in element.iterchildren("*"):
        if item.tag != "li":
            raise NotForThePress(f"the press has no <{item.tag}> beside the items of a list")
        yield item


def _table(table: HtmlElement, classes: list[str]) -> Block:
    for part in table.iterchildren("*"):
        if part.tag not in TABLE_PARTS:
            raise NotForThePress(f"the press has no <{part.tag}> in a table")
    caption = table.find("caption")
    head, rows = table.xpath("./thead/tr"), table.xpath("./tbody/tr | ./tr")
    spans = {sum(_span(cell) for cell in row.iterchildren("*")) for row in [*head, *rows]}
    widths = [_width(col) for col in table.xpath("./colgroup/col")] or [0] * max(spans, default=0)
    if spans - {len(widths)}:
        raise NotForThePress("a row of a table has fewer or more columns than the others")
    return {
        "k": "table",
        "cls": classes,
        "layout": table.get("role") == "presentation",
        "caption": _runs(caption) if caption is not None else [],
        "widths": widths,
        "head": [_cells(row) for row in head],
        "rows": [{"cls": row.get("class", "").split(), "cells": _cells(row)} for row in rows],
    }


def _cells(row: HtmlElement) -> list[Block]:
    return [_cell(cell) for cell in row.iterchildren("*")]


def _cell(cell: HtmlElement) -> Block:
    return {
        "cls": cell.get("class", "").split(),
        "head": cell.tag == "th",
        "span": _span(cell),
        "b": list(_blocks(cell)),
    }


def _span(cell: HtmlElement) -> int:
    if cell.get("rowspan"):
        raise NotForThePress("the press joins no rows")
    return int(cell.get("colspan", "1"))


def _width(col: HtmlElement) -> int:
    """In hundredths of the table; 0 where the column takes what is left."""
    return next((int(one[len(WIDTH) :]) for one in col.get("class", "").split() if one.startswith(WIDTH)), 0)


def _runs(element: HtmlElement) -> list[Run]:
    runs: list[Run] = [_spaced(element.text)]
    for child in element:
        if not isinstance(child, _Comment):
            runs.append(_run(child))
        runs.append(_spaced(child.tail))
    return _trimmed(runs)


def _run(element: HtmlElement) -> dict[str, Any]:
    if element.tag not in INLINE:
        raise NotForThePress(f"the press has no <{element.tag}> within a line")
    runs: list[Run] = [_spaced(element.text)]
    for child in element:
        if not isinstance(child, _Comment):
            runs.append(_run(child))
        runs.append(_spaced(child.tail))
    return {"k": INLINE[element.tag], "cls": element.get("class", "").split(), "c": [one for one in runs if one]}


def _spaced(text: str | None) -> str:
    """White space as a browser joins it; a no-break space stays what it is."""
    if not text:
        return ""
    inner = " ".join(_words(text))
    return (" " if text[0] in _WHITE else "") + inner + (" " if text[-1] in _WHITE and inner else "")


def _words(text: str) -> list[str]:
    for white in _WHITE[1:]:
        text = text.replace(white, " ")
    return [word for word in text.split(" ") if word]


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without the space at either end, and none beside a line break; empty where nothing is said."""
    joined: list[Run] = []
    for run in runs:
        if isinstance(run, str):
            text = run.lstrip(" ") if not joined or _breaks(joined[-1]) or _ends_in_space(joined[-1]) else run
            if text:
                joined.append(text)
        else:
            if _breaks(run) and joined and isinstance(joined[-1], str):
                joined[-1] = joined[-1].rstrip(" ")
            joined.append(run)
    if joined and isinstance(joined[-1], str):
        joined[-1] = joined[-1].rstrip(" ")
    return [one for one in joined if one]


def _breaks(run: Run) -> bool:
    return not isinstance(run, str) and run["k"] == "br"


def _ends_in_space(run: Run) -> bool:
    return isinstance(run, str) and run.endswith(" ")
