"""The papers Spain knows, in the order in which a case needs them."""

from cases.jurisdictions.es.papers.assignment_notice import NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.es.papers.masc import REQUEST_TO_NEGOTIATE
from cases.jurisdictions.es.papers.petition import PETITION
from cases.jurisdictions.es.papers.succession import SUCCESSION

PAPERS = (NOTICE_OF_ASSIGNMENT, REQUEST_TO_NEGOTIATE, PETITION, SUCCESSION)

__all__ = ["PAPERS"]
