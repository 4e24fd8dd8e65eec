"""Whatever a table holds, no sign leaves its page or is printed on another, and nothing is lost where words are cut."""

import subprocess
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.render.engine import Renderer
from documents.render.press.engine import Press
from documents.render.press.fitting import fitted, footed
from tests.documents.render.standing import misplaced
from tests.documents.render.test_pool import PAPERS

LETTERS = st.text(st.characters(codec="iso8859-2", categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=90)
WORDS = st.lists(st.one_of(LETTERS, st.sampled_from("/ - . W MMMM 1.234,56 a-b-c_d.e@f"))).map(" ".join)
KINDS = st.sampled_from(["text", "amount", "rate", "day", "reference"])
PRESS = Press(Renderer({"test": PAPERS}))


def paragraph(text: str) -> dict[str, Any]:
    return {"k": "p", "cls": [], "c": [text]}


def words_in(runs: list[Any]) -> str:
    return "".join(run if isinstance(run, str) else words_in(run["c"]) for run in runs)


@given(text=WORDS, room=st.integers(1, 120))
def test_cutting_a_word_loses_and_adds_nothing(text: str, room: int) -> None:
    (held,) = fitted([paragraph(text)], room)

    assert words_in(held["c"]) == text


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    widths = draw(st.lists(st.integers(5, 40), min_size=1, max_size=7).filter(lambda given: sum(given) <= 100))
    kinds = draw(st.lists(KINDS, min_size=len(widths), max_size=len(widths)))

    def row(*, head: bool) -> list[dict[str, Any]]:
        return [{"cls": [kind], "head": head, "span": 1, "b": [paragraph(draw(WORDS))]} for kind in kinds]

    return {
        "k": "table",
        "cls": ["grid", *draw(st.sampled_from([[], ["whole"]]))],
        "layout": False,
        "caption": [draw(WORDS)],
        "widths": widths,
        "head": [row(head=True)],
        "rows": [{"cls": [], "cells": row(head=False)} for _ in range(draw(st.integers(1, 4)))],
    }


@settings(max_examples=30)
@given(table=tables(), margins=st.sampled_from(["even", "wide-left"]))
def test_no_table_runs_over_itself_or_its_page(table: dict[str, Any], margins: str) -> None:
    paper = {"language": "pl", "title": "T", "author": "", "margins": margins, "foot": [["x"], ["y"]], "files": []}
    paper |= {"foot-lines": 0}

    set_on_pages = PRESS.typeset(paper | {"blocks": fitted([table])}, "a table", as_of=date(2026, 11, 20))

    assert misplaced(set_on_pages.pdf) == []


def test_a_hyphen_at_a_lines_end_is_not_written_twice() -> None:
    lines = [paragraph(f"{'x' * many} {'w' * 9} Żaneta Śliwińska-Łęcka") for many in range(1, 60)]
    paper = {"language": "pl", "title": "T", "author": "", "margins": "even", "foot": [["x"], ["y"]], "files": []}
    paper |= {"foot-lines": 0}

    pages = PRESS.typeset(paper | {"blocks": fitted(lines)}, "names", as_of=date(2026, 11, 20))

    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pages.pdf, capture_output=True, check=True)
    said = read.stdout.decode()
    assert "Śliwińska-\nŁęcka" in said, "some name is parted"
    assert said.replace("-\n", "-").count("Śliwińska-Łęcka") == len(lines)


@settings(max_examples=20)
@given(
    foot=st.one_of(WORDS, st.sampled_from(["W" * 300, "Sąd Rejonowy, KRS 0000123456 " * 10])).map(
        lambda text: text[:300]
    ),
    margins=st.sampled_from(["even", "wide-left"]),
)
def test_no_foot_runs_off_its_page_or_into_the_text(foot: str, margins: str) -> None:
    held, more = footed([[foot], ["Strona 1 z 1"]])
    text = [paragraph(f"Line {number}") for number in range(60)]
    paper = {"language": "pl", "title": "T", "author": "", "margins": margins, "foot": held, "foot-lines": more}

    printed = PRESS.typeset(paper | {"blocks": text, "files": []}, "test", as_of=date(2026, 11, 20))

    assert misplaced(printed.pdf) == []
    assert words_in(held[0]) == foot
    assert printed.pages <= 4
