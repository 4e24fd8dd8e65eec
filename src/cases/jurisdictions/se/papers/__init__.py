"""The papers Sweden knows, in the order in which a case needs them."""

from cases.jurisdictions.se.papers.application import APPLICATION
from cases.jurisdictions.se.papers.change import APPLICATION_CHANGE
from cases.jurisdictions.se.papers.enforcement import ENFORCEMENT
from cases.jurisdictions.se.papers.everyday import EVERYDAY, WITHDRAWAL_OF_CLAIM
from cases.jurisdictions.se.papers.handover import HANDOVER
from cases.jurisdictions.se.papers.letters import DEMAND_FOR_PAYMENT, NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.se.papers.succession import SUCCESSION

PAPERS = (
    NOTICE_OF_ASSIGNMENT,
    *EVERYDAY,
    DEMAND_FOR_PAYMENT,
    APPLICATION,
    HANDOVER,
    ENFORCEMENT,
    APPLICATION_CHANGE,
    SUCCESSION,
    WITHDRAWAL_OF_CLAIM,
)

__all__ = ["PAPERS"]
