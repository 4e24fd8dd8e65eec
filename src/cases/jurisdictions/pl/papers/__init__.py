"""The papers Poland knows, in the order in which a case needs them."""

from cases.jurisdictions.pl.papers.enforcement import ENFORCEMENT
from cases.jurisdictions.pl.papers.epu_enforcement import EPU_ENFORCEMENT
from cases.jurisdictions.pl.papers.epu_letters import EPU_LETTERS
from cases.jurisdictions.pl.papers.epu_suit import EPU_SUIT
from cases.jurisdictions.pl.papers.everyday import EVERYDAY, WITHDRAWAL_OF_CLAIM
from cases.jurisdictions.pl.papers.letters import DEMAND_FOR_PAYMENT, NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.pl.papers.succession import SUCCESSION
from cases.jurisdictions.pl.papers.suit import SUIT
from cases.jurisdictions.pl.papers.suit_after_epu import SUIT_AFTER_EPU

LETTERS = (NOTICE_OF_ASSIGNMENT, *EVERYDAY, DEMAND_FOR_PAYMENT)
PAPERS = (*LETTERS, SUIT, SUIT_AFTER_EPU, SUCCESSION, WITHDRAWAL_OF_CLAIM, ENFORCEMENT)
EPU_PAPERS = (*LETTERS, EPU_SUIT, *EPU_LETTERS, SUCCESSION, EPU_ENFORCEMENT)

__all__ = ["EPU_PAPERS", "PAPERS"]
