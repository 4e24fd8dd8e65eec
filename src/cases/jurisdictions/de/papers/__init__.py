"""The papers Germany knows, in the order in which a case needs them. Those for the Mahngericht carry its records."""

from cases.jurisdictions.de.papers.everyday import EVERYDAY, WITHDRAWAL_OF_CLAIM
from cases.jurisdictions.de.papers.letters import DEMAND_FOR_PAYMENT, NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.de.papers.mahnantrag import MAHNANTRAG
from cases.jurisdictions.de.papers.succession import SUCCESSION

PAPERS = (NOTICE_OF_ASSIGNMENT, *EVERYDAY, DEMAND_FOR_PAYMENT, MAHNANTRAG, SUCCESSION, WITHDRAWAL_OF_CLAIM)

__all__ = ["PAPERS"]
