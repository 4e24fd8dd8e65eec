"""Papers as a reader sees them: prepared, rendered, and read back as text."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.proceedings.printing import PACKAGES
from documents.render.engine import Renderer

type Read = Callable[[PaperKind, CaseFile], str]


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer(PACKAGES)


@pytest.fixture(scope="session")
def read(renderer: Renderer) -> Read:
    """The words of a paper with single spaces; fails with the reasons where the paper is refused."""

    def words(kind: PaperKind, case_file: CaseFile) -> str:
        paper = kind.prepare(case_file)
        assert isinstance(paper, Paper), paper
        html = renderer.html(paper.template, paper.context, language=paper.language, as_of=case_file.on)
        return re.sub(r"\s+", " ", BeautifulSoup(html, "lxml").body.get_text(" ")).strip()

    return words


@pytest.fixture
def refused() -> Callable[[PaperKind, CaseFile], list[tuple[str, str]]]:
    """What is missing, as (fact, where to enter it)."""

    def reasons(kind: PaperKind, case_file: CaseFile) -> list[tuple[str, str]]:
        outcome = kind.prepare(case_file)
        assert not isinstance(outcome, Paper), "the paper was prepared"
        assert all(isinstance(one, Missing) and one.sentence.endswith(".") for one in outcome)
        return [(one.fact, one.enter_at) for one in outcome]

    return reasons
