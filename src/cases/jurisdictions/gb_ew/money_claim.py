"""A money claim in the County Court, from the letter of claim on: its steps, and the deadlines its events set."""

from enum import StrEnum

from cases.jurisdictions.contract import Act, Procedure
from cases.jurisdictions.gb_ew.papers import PAPERS
from cases.jurisdictions.reckoning import Deadlines
from kernel.machine import Machine


class MoneyClaimStep(StrEnum):
    """Where a money claim stands. The letter of claim is for individuals; a company may be sued without."""

    PREPARING = "preparing"
    LETTER_SENT = "letter sent"
    REPLIED = "replied"
    NOTICE_GIVEN = "notice given"
    ISSUED = "issued"
    SERVED = "served"
    ACKNOWLEDGED = "acknowledged"
    DEFENDED = "defended"
    ADMITTED = "admitted"
    JUDGMENT = "judgment"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"


S = MoneyClaimStep
_OPEN: set[MoneyClaimStep] = set(MoneyClaimStep) - {S.CLOSED}
_BEFORE_ISSUE: set[MoneyClaimStep] = {S.PREPARING, S.LETTER_SENT, S.REPLIED, S.NOTICE_GIVEN}
MACHINE: Machine[MoneyClaimStep] = Machine(
    "money_claim",
    MoneyClaimStep,
    [
        ("default_notice_served", {S.PREPARING}, S.PREPARING),
        ("letter_sent", {S.PREPARING}, S.LETTER_SENT),
        ("reply_form_received", {S.LETTER_SENT}, S.REPLIED),
        ("documents_given", {S.REPLIED}, S.REPLIED),
        ("intention_notified", {S.LETTER_SENT, S.REPLIED}, S.NOTICE_GIVEN),
        ("claim_issued", _BEFORE_ISSUE, S.ISSUED),
        ("online_claim_issued", _BEFORE_ISSUE, S.ISSUED),
        ("claim_form_served", {S.ISSUED}, S.ISSUED),
        ("particulars_served", {S.ISSUED}, S.SERVED),
        ("more_time_requested", {S.ISSUED, S.SERVED}, S.ACKNOWLEDGED),
        ("service_acknowledged", {S.SERVED}, S.ACKNOWLEDGED),
        ("defence_filed", {S.ISSUED, S.SERVED, S.ACKNOWLEDGED}, S.DEFENDED),
        ("claim_admitted", {S.ISSUED, S.SERVED, S.ACKNOWLEDGED}, S.ADMITTED),
        ("judgment_entered", {S.ISSUED, S.SERVED, S.ACKNOWLEDGED, S.DEFENDED, S.ADMITTED}, S.JUDGMENT),
        ("enforcement_started", {S.JUDGMENT}, S.ENFORCEMENT),
        ("closed", _OPEN, S.CLOSED),
    ],
)

CASE_STATUS: dict[str, str] = {
    "letter_sent": "pre-action",
    "claim_issued": "filed",
    "online_claim_issued": "filed",
    "particulars_served": "served",
    "defence_filed": "contested",
    "claim_admitted": "uncontested",
    "judgment_entered": "enforceable",
    "enforcement_started": "enforcement",
    "closed": "closed",
}


LEAVES_AS: dict[str, str] = {"letter_of_claim": "letter_sent", "claim": "claim_issued"}
SERVED_AS: dict[str, str] = {"claim": "particulars_served"}
ACTS: dict[str, Act] = {
    "default_notice_served": Act("default_notice", "sent_on"),
    "letter_sent": Act("letter_of_claim", "sent_on"),
    "reply_form_received": Act("letter_of_claim", "answered_on"),
    "intention_notified": Act("notice_of_intention", "sent_on"),
}


def money_claim(deadlines: Deadlines) -> Procedure:
    """The procedure as the house sees it."""
    return Procedure(
        code="money_claim",
        name="Money claim in the County Court",
        local_name="Money claim",
        papers=PAPERS,
        events=deadlines.started_by(MACHINE.transitions),
        case_status=CASE_STATUS,
        steps=MACHINE,
        leaves_as=LEAVES_AS,
        served_as=SERVED_AS,
        acts=ACTS,
        meets=deadlines.met_by(dict.fromkeys([*MACHINE.transitions, *ACTS])),
        ends=deadlines.ended_by(dict.fromkeys([*MACHINE.transitions, *ACTS])),
        exhibit_as={"assignment_notice": "notice"},
    )
