"""Clauses as forms and programs bring them: each for a letter that there is and that carries ours."""

from collections.abc import Sequence

from cases.proceedings.papers_offered import LETTERS
from cases.studio.house import ANY, NOT_OURS, Clause
from kernel.errors import Invalid, Place


def known_clauses(brought: Sequence[Clause]) -> list[Clause]:
    """Those with words; Invalid for one of a paper for a court or none at all, or of one under another's head."""
    if unknown := [one.kind for one in brought if one.kind not in {ANY, *LETTERS} or one.kind in NOT_OURS]:
        raise Invalid(
            "A clause is for a paper that carries none of ours: they stand on letters to the debtor alone.",
            places=[Place("clause_kind", unknown[0], "Choose one of the list.")],
        )
    return [one for one in brought if one.text]
