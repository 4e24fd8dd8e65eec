"""Every letter of every country is one the press can set, and says the same words as on the other engine's page."""

import re
from io import BytesIO

import pypdf
import pytest
from bs4 import BeautifulSoup

from cases.jurisdictions.contract import CaseFile, Paper, PaperKind
from cases.jurisdictions.registry import by_code
from documents.render.engine import Renderer
from documents.render.inspection import inspect_pdf
from documents.render.press.engine import Press
from documents.render.words import FURNITURE
from tests.builders.case_file import english_case, spanish_case
from tests.builders.german_case import german_case
from tests.builders.polish_case import polish_case
from tests.builders.swedish_case import swedish_case

CASES = {
    "es": spanish_case(),
    "gb_ew": english_case(),
    "pl": polish_case(),
    "se": swedish_case(),
    "de": german_case(),
}


def letters() -> list[tuple[str, PaperKind, CaseFile]]:
    """Those that the country's complete case suffices for; each has a notice of assignment at least."""
    found = {}
    for code, case in CASES.items():
        jurisdiction = by_code(code)
        assert jurisdiction is not None
        for procedure in jurisdiction.procedures.values():
            for kind in procedure.papers:
                if procedure.is_letter(kind.code) and isinstance(kind.prepare(case), Paper):
                    found[f"{code}-{kind.code}"] = (code, kind, case)
    return list(found.values())


LETTERS = letters()


@pytest.fixture(scope="module")
def press(renderer: Renderer) -> Press:
    return Press(renderer)


def test_no_country_is_without_letters() -> None:
    assert {code for code, kind, _ in LETTERS if kind.code == "assignment_notice"} == set(CASES)


@pytest.mark.parametrize(("code", "kind", "case"), LETTERS, ids=[f"{code}-{kind.code}" for code, kind, _ in LETTERS])
def test_a_letter_says_the_same_by_the_press(
    code: str, kind: PaperKind, case: CaseFile, press: Press, renderer: Renderer
) -> None:
    paper = kind.prepare(case)
    assert isinstance(paper, Paper)
    given = {"language": paper.language, "as_of": case.on}

    letter = press.render_letter(paper.template, paper.context, **given)

    seen = inspect_pdf(letter.pdf)
    assert (seen.faults, seen.accessible, seen.language) == ((), True, paper.language)
    said = words_of(letter.pdf, paper)
    body = BeautifulSoup(renderer.html(paper.template, paper.context, **given), "lxml").main
    assert body is not None
    lines = [closely(line) for line in body.stripped_strings]
    assert [line for line in lines if line not in said] == []


def words_of(pdf: bytes, paper: Paper) -> str:
    """The pages one after the other, without their feet: a paragraph goes on where the next page begins."""
    furniture = FURNITURE[paper.language]
    foot = closely(f"{furniture['reference']}: {paper.context['reference']}{furniture['page']}")
    pages = (closely(page.extract_text()) for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    return "".join(re.sub(re.escape(foot) + rf"\d+{furniture['of']}\d+", "", page) for page in pages)


def closely(text: str) -> str:
    """Without white space, and without the hyphens that a line's end may add."""
    return re.sub("[\\s\N{SOFT HYPHEN}\N{HYPHEN}-]", "", text)
