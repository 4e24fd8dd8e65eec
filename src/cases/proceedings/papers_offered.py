"""The papers of all jurisdictions by their code."""

from cases.jurisdictions.registry import JURISDICTIONS

PAPERS = {
    paper.code: paper.title
    for one in reversed(JURISDICTIONS)
    for procedure in one.procedures.values()
    for paper in procedure.papers
}
"""Titles by kind. The notice of assignment is a paper of every jurisdiction: the first one's title names no statute."""

LETTERS = frozenset(
    paper.code
    for one in JURISDICTIONS
    for procedure in one.procedures.values()
    for paper in procedure.papers
    if procedure.is_letter(paper.code)
)
"""Papers that go to the debtor: they are sent, not filed."""

BY_MACHINE = frozenset(
    paper.code
    for one in JURISDICTIONS
    if one.channels
    for procedure in one.procedures.values()
    for paper in procedure.papers
    if not procedure.is_letter(paper.code)
)
"""Papers for the courts of countries that have a machine channel: a file may be made of them."""
