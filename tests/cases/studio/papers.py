"""Each paper of the house made once from its sample and once from hostile data, for all tests of a run."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from cases.jurisdictions.contract import CaseFile, Missing, Paper
from cases.proceedings.printing import PACKAGES, job_of
from cases.studio.samples.catalogue import CASES, most_items, papers_of, sample_of
from cases.studio.samples.hostile import hostile
from documents.render.engine import Rendered, Renderer
from documents.render.environment import paper_environment
from documents.render.pool import render_job
from documents.render.press.engine import Press
from documents.render.words import FURNITURE

ALL = [(code, procedure, kind) for code in CASES for procedure, kind in papers_of(code)]
FEW = 6
"""Items of a hostile case here: the studio shows more, and each costs rows on several pages."""


@dataclass(frozen=True)
class Made:
    """A paper, its PDF, the words in it, and every amount and day its template wrote."""

    paper: Paper
    case: CaseFile
    pdf: bytes
    pages: int
    text: str
    written: tuple[str, ...]


def case_of(code: str, kind: str, *, bad: bool) -> CaseFile:
    return hostile(sample_of(code, kind), items=most_items(code, kind, FEW)) if bad else sample_of(code, kind)


def prepared(code: str, procedure: str, kind: str, *, bad: bool) -> Paper | tuple[Missing, ...]:
    return papers_of(code)[procedure, kind].prepare(case_of(code, kind, bad=bad))


def made(code: str, procedure: str, kind: str, *, bad: bool) -> Made:
    """One rendering for a paper that several procedures of a country share."""
    first = next(one for one in ALL if one[0] == code and one[2] == kind and _same(one, (code, procedure, kind)))
    return _made(*first, bad)


def _same(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    return papers_of(one[0])[one[1], one[2]] is papers_of(other[0])[other[1], other[2]]


@cache
def _made(code: str, procedure: str, kind: str, bad: bool) -> Made:
    paper, case = prepared(code, procedure, kind, bad=bad), case_of(code, kind, bad=bad)
    assert isinstance(paper, Paper), [one.sentence for one in paper]
    rendered = set_here(paper, case)
    return Made(paper, case, rendered.pdf, rendered.pages, words_of(rendered.pdf), written_by(paper, case))


def set_here(paper: Paper, case: CaseFile) -> Rendered:
    """In the process of the tests, as the worker's would."""
    return render_job(*_engines(), job_of("", paper, case.on))


@cache
def _engines() -> tuple[Renderer, Press]:
    renderer = Renderer(PACKAGES)
    return renderer, Press(renderer)


def words_of(pdf: bytes) -> str:
    """The text as poppler reads it, spaces made alike, words parted at line ends joined again."""
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return alike(re.sub(r"[\u2010\u00ad-]\n", "", text)) + " " + alike(text)


def alike(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " "))


def closely(text: str) -> str:
    """Without what a line's end takes or adds."""
    return re.sub("[\\s\N{SOFT HYPHEN}\N{HYPHEN}-]", "", text)


def written_by(paper: Paper, case: CaseFile) -> tuple[str, ...]:
    """What the filters for amounts and days wrote while the template ran."""
    seen: dict[str, None] = {}
    environment = _listening(seen)
    given = {"language": paper.language, "as_of": case.on, "furniture": FURNITURE[paper.language]}
    environment.get_template(paper.template).render({**paper.context, **given})
    return tuple(seen)


def _listening(seen: dict[str, None]) -> Environment:
    environment = paper_environment(PACKAGES)
    for name in ("money", "day", "long_day"):
        environment.filters[name] = _heard(environment.filters[name], seen)
    return environment


def _heard(write: Callable[..., Any], seen: dict[str, None]) -> Callable[..., Any]:
    @pass_context
    def written(context: Context, value: object) -> Any:
        said = write(context, value)
        seen[alike(str(said))] = None
        return said

    return written
