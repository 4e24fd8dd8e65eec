"""The papers Germany knows, in the order in which a case needs them. Those for the Mahngericht carry its records."""

from cases.jurisdictions.de.papers.enforcement_order import ENFORCEMENT_ORDER
from cases.jurisdictions.de.papers.everyday import EVERYDAY
from cases.jurisdictions.de.papers.letters import DEMAND_FOR_PAYMENT, NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.de.papers.mahnantrag import MAHNANTRAG
from cases.jurisdictions.de.papers.query_answer import QUERY_ANSWER
from cases.jurisdictions.de.papers.succession import SUCCESSION
from cases.jurisdictions.de.papers.withdrawing import WITHDRAWAL

PAPERS = (
    NOTICE_OF_ASSIGNMENT,
    *EVERYDAY,
    DEMAND_FOR_PAYMENT,
    MAHNANTRAG,
    QUERY_ANSWER,
    ENFORCEMENT_ORDER,
    SUCCESSION,
    WITHDRAWAL,
)

__all__ = ["PAPERS"]
