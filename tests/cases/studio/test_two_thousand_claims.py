"""A schedule of two thousand claims in one paper, hostile ones: each is printed, none off the page."""

import re

import pytest

from cases.jurisdictions.contract import Paper
from cases.proceedings.printing import demanded
from cases.studio.samples.catalogue import papers_of, sample_of
from cases.studio.samples.hostile import hostile
from documents.render.inspection import inspect_pdf
from documents.render.words import locale_of
from tests.cases.studio.papers import alike, set_here, words_of
from tests.cases.studio.test_every_template import NO_TOTAL
from tests.documents.render.standing import misplaced

MANY = 2_000
SCHEDULES = [
    ("gb_ew", "money_claim", "claim"),
    *(
        pytest.param(*one, marks=pytest.mark.scenario)
        for one in (
            ("es", "monitorio", "monitorio_petition"),
            ("es", "monitorio", "account_statement"),
            ("es", "european_order", "form_a"),
            ("gb_ew", "money_claim", "letter_of_claim"),
            ("pl", "pozew", "account_statement"),
            ("pl", "epu", "demand"),
            ("se", "betalningsforelaggande", "application"),
            ("se", "betalningsforelaggande", "enforcement"),
            ("de", "mahnverfahren", "account_statement"),
            ("de", "mahnverfahren", "demand"),
        )
    ),
]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("code", "procedure", "kind"), SCHEDULES)
def test_every_claim_of_a_long_schedule_is_printed(code: str, procedure: str, kind: str) -> None:
    case = hostile(sample_of(code, kind), items=MANY)
    assert len({one.reference for one in case.items}) == MANY
    paper = papers_of(code)[procedure, kind].prepare(case)
    assert isinstance(paper, Paper), [one.sentence for one in paper][:3]

    rendered = set_here(paper, case)

    assert inspect_pdf(rendered.pdf).faults == ()
    text = words_of(rendered.pdf)
    printed = {int(number) for number in re.findall(r"(?<!\d)(\d{3,4})-? ?<script>", text)}
    assert sorted(set(range(MANY)) - printed) == []
    total = alike(demanded(paper, case).formatted(str(locale_of(paper.language))))
    assert kind in NO_TOTAL or total in text
    assert misplaced(rendered.pdf, every=10) == []
