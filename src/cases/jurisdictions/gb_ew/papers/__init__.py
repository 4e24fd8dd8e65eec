"""The papers England and Wales know, in the order in which a case needs them."""

from cases.jurisdictions.gb_ew.papers.assignment_notice import NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.gb_ew.papers.claim import CLAIM
from cases.jurisdictions.gb_ew.papers.letter_of_claim import LETTER_OF_CLAIM
from cases.jurisdictions.gb_ew.papers.succession import SUCCESSION

PAPERS = (NOTICE_OF_ASSIGNMENT, LETTER_OF_CLAIM, CLAIM, SUCCESSION)

__all__ = ["PAPERS"]
