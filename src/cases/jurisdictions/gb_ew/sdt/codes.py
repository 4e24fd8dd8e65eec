"""The letters of HMCTS Secure Data Transfer. The schemas give the letters; their meanings are general knowledge, not
verified, but for the answers' states, which the schemas spell out.
"""

from enum import StrEnum


class JudgmentKind(StrEnum):
    ADMISSION = "A"
    DEFAULT = "D"


class Frequency(StrEnum):
    WEEKLY = "W"
    FORTNIGHTLY = "F"
    MONTHLY = "M"


class Update(StrEnum):
    PAID = "MP"
    WITHDRAWN = "WD"
    DISCONTINUED = "DI"


class Breathing(StrEnum):
    BREATHING_SPACE_ENTERED = "BS"
    BREATHING_SPACE_CEASED = "BC"
    MENTAL_HEALTH_CRISIS_ENTERED = "MH"
    MENTAL_HEALTH_CRISIS_CEASED = "MC"


class Applicant(StrEnum):
    CLAIMANT = "C"
    DEFENDANT = "D"
    LEGAL_REPRESENTATIVE = "L"
    OTHER = "O"


class Handling(StrEnum):
    AT_A_HEARING = "AH"
    WITHOUT_A_HEARING = "WH"
    TELEPHONE_HEARING = "TH"


class Support(StrEnum):
    WITNESS_STATEMENT = "WS"
    STATEMENT_OF_CASE = "SC"
    EVIDENCE_BELOW = "EV"


class Response(StrEnum):
    ACKNOWLEDGMENT_OF_SERVICE = "AS"
    DEFENCE = "DE"
    DEFENCE_AND_COUNTERCLAIM = "DC"
    PART_ADMISSION = "PA"


class Outcome(StrEnum):
    """Whether a call as a whole was understood."""

    OK = "Ok"
    ERROR = "Error"


class BulkState(StrEnum):
    VALIDATED = "Validated"
    COMPLETED = "Completed"


class RequestState(StrEnum):
    RECEIVED = "Received"
    FORWARDED = "Forwarded"
    INITIALLY_ACCEPTED = "Initially Accepted"
    AWAITING_DATA = "Awaiting Data"
    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
