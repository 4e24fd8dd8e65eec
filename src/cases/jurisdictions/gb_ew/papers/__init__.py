"""The papers England and Wales know, in the order in which a case needs them."""

from cases.jurisdictions.gb_ew.papers.assignment_notice import NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.gb_ew.papers.certificate import CERTIFICATE_OF_SERVICE
from cases.jurisdictions.gb_ew.papers.claim import CLAIM
from cases.jurisdictions.gb_ew.papers.court_notices import BREATHING_SPACE_NOTICE, STATUS_UPDATE
from cases.jurisdictions.gb_ew.papers.everyday import EVERYDAY
from cases.jurisdictions.gb_ew.papers.judgment_request import JUDGMENT_REQUEST
from cases.jurisdictions.gb_ew.papers.letter_of_claim import LETTER_OF_CLAIM
from cases.jurisdictions.gb_ew.papers.succession import SUCCESSION
from cases.jurisdictions.gb_ew.papers.warrant_request import WARRANT_REQUEST

PAPERS = (
    NOTICE_OF_ASSIGNMENT,
    *EVERYDAY,
    LETTER_OF_CLAIM,
    CLAIM,
    CERTIFICATE_OF_SERVICE,
    JUDGMENT_REQUEST,
    WARRANT_REQUEST,
    STATUS_UPDATE,
    BREATHING_SPACE_NOTICE,
    SUCCESSION,
)

__all__ = ["PAPERS"]
