"""The demand before suit (KPC 187 §1 pkt 3) and the succession of creditor, in whichever procedure."""

from cases.jurisdictions.contract import Act
from cases.jurisdictions.paperwork import every_case, succession, withdrawal

LEAVES_AS: dict[str, str] = {"demand": "demand_sent", **succession.LEAVES_AS}
TELLS_COURT = every_case.TO_COURT
TO_COURT = frozenset({succession.CODE}) | TELLS_COURT
CASE_STATUS: dict[str, str] = {"demand_sent": "pre-action"}
ACTS: dict[str, Act] = {
    "demand_sent": Act("demand", "sent_on"),
    "demand_received": Act("demand", "received_on"),
    "demand_answered": Act("demand", "answered_on"),
    **succession.ACTS,
    **withdrawal.ACTS,
}
EXHIBIT_AS: dict[str, str] = {"assignment_notice": "notice", "demand": "masc", **every_case.EXHIBIT_AS}
