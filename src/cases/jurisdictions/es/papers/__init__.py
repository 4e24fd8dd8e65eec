"""The papers Spain knows, in the order in which a case needs them."""

from cases.jurisdictions.es.papers.assignment_notice import NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.es.papers.enforcement import ENFORCEMENT
from cases.jurisdictions.es.papers.everyday import EVERYDAY, WITHDRAWAL_OF_CLAIM
from cases.jurisdictions.es.papers.masc import REQUEST_TO_NEGOTIATE
from cases.jurisdictions.es.papers.masc_proof import PROOF_OF_NEGOTIATION
from cases.jurisdictions.es.papers.opposition import OPPOSITION_ANSWER
from cases.jurisdictions.es.papers.petition import PETITION
from cases.jurisdictions.es.papers.succession import SUCCESSION

PAPERS = (
    NOTICE_OF_ASSIGNMENT,
    *EVERYDAY,
    REQUEST_TO_NEGOTIATE,
    PROOF_OF_NEGOTIATION,
    PETITION,
    OPPOSITION_ANSWER,
    ENFORCEMENT,
    SUCCESSION,
    WITHDRAWAL_OF_CLAIM,
)

__all__ = ["PAPERS"]
