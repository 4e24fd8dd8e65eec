"""How every paper of the house stands on its pages: set by the press, every word there, none on another."""

import re
from io import BytesIO
from unicodedata import bidirectional

import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup

from cases.jurisdictions.contract import Paper
from cases.proceedings.printing import PACKAGES, job_of
from documents.render.engine import Renderer
from documents.render.words import FURNITURE
from tests.cases.studio.papers import ALL, Made, closely, made, prepared
from tests.documents.render.standing import misplaced

RENDERER = Renderer(PACKAGES)
SAMPLES = [(*one, bad) for one in ALL for bad in (False, True) if isinstance(prepared(*one, bad=bad), Paper)]
IDS = ["-".join((*one, "hostile" if bad else "sample")) for *one, bad in SAMPLES]
EACH = pytest.mark.parametrize(("code", "procedure", "kind", "bad"), SAMPLES, ids=IDS)
BROKEN = "\ufffe"
"""What pdfium reads in place of a hyphen at a line's end."""


@EACH
def test_it_is_set_by_the_press_with_every_word(code: str, procedure: str, kind: str, bad: bool) -> None:
    one = made(code, procedure, kind, bad=bad)
    with pikepdf.open(BytesIO(one.pdf)) as opened:
        assert "Typst" in str(opened.docinfo.get("/Creator", "")), "the other engine takes five times as long"
    said = said_by(one)
    assert [line for line in lines_of(one) if line not in said] == []


@EACH
def test_no_sign_is_off_the_page_or_on_another(code: str, procedure: str, kind: str, bad: bool) -> None:
    assert misplaced(made(code, procedure, kind, bad=bad).pdf) == []


def said_by(one: Made) -> str:
    """The pages one after the other, without their feet: a paragraph goes on where the next page begins."""
    furniture = FURNITURE[one.paper.language]
    numbers = rf"{furniture['page']}\d+{furniture['of']}\d+"
    foot = closely(f"{furniture['reference']}:{one.paper.context['reference']}")
    feet = re.compile(rf"({re.escape(foot)})?{numbers}({re.escape(foot)})?")
    with pypdfium2.PdfDocument(one.pdf) as pdf:
        pages = [closely(page.get_textpage().get_text_range().replace(BROKEN, "")) for page in pdf]
    return "".join(feet.sub("", page) for page in pages).casefold()


def lines_of(one: Made) -> list[str]:
    """Capitals are the look of some; what is written from the right stands in the order it is read."""
    job = job_of("", one.paper, one.case.on)
    html = RENDERER.html(job.template, job.context, language=job.language, as_of=job.as_of)
    body = BeautifulSoup(html, "lxml").main
    assert body is not None
    lines = [closely(line) for line in body.stripped_strings]
    return [line.casefold() for line in lines if not any(bidirectional(sign) in {"R", "AL"} for sign in line)]
