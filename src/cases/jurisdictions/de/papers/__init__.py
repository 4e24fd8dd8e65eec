"""The papers Germany knows, in the order in which a case needs them. The Mahnantrag is a file for the court (eda)."""

from cases.jurisdictions.de.papers.letters import DEMAND_FOR_PAYMENT, NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.de.papers.succession import SUCCESSION

PAPERS = (NOTICE_OF_ASSIGNMENT, DEMAND_FOR_PAYMENT, SUCCESSION)

__all__ = ["PAPERS"]
