"""The demand before suit (KPC 187 §1 pkt 3), in whichever procedure the suit follows."""

from cases.jurisdictions.contract import Act

LEAVES_AS: dict[str, str] = {"demand": "demand_sent"}
CASE_STATUS: dict[str, str] = {"demand_sent": "pre-action"}
ACTS: dict[str, Act] = {
    "demand_sent": Act("demand", "sent_on"),
    "demand_received": Act("demand", "received_on"),
    "demand_answered": Act("demand", "answered_on"),
}
EXHIBIT_AS: dict[str, str] = {"assignment_notice": "notice", "demand": "masc"}
