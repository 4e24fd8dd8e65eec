"""Betalningsföreläggande (lag 1990:746): from the application to utslag, hand-over to the court, and enforcement."""

from enum import StrEnum

from cases.jurisdictions.contract import Act, Procedure, Turn
from cases.jurisdictions.paperwork import every_case, succession, withdrawal
from cases.jurisdictions.reckoning import Deadlines
from cases.jurisdictions.se.papers import PAPERS, handover
from kernel.machine import Machine


class PaymentOrderStep(StrEnum):
    """Where an application with the Kronofogden stands."""

    PREPARING = "preparing"
    APPLIED = "applied"
    INCOMPLETE = "completion ordered"
    UNSERVED = "service failed"
    SERVED = "served"
    CONTESTED = "contested"
    WRITTEN_OFF = "written off"
    DISMISSED = "dismissed"
    IN_COURT = "handed over to the court"
    UTSLAG = "utslag"
    JUDGMENT = "judgment"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"


S = PaymentOrderStep
OPEN = set(S) - {S.CLOSED}
MACHINE: Machine[PaymentOrderStep] = Machine(
    "betalningsforelaggande",
    PaymentOrderStep,
    [
        ("demand_sent", {S.PREPARING}, S.PREPARING),
        ("application_made", {S.PREPARING}, S.APPLIED),
        ("completion_ordered", {S.APPLIED}, S.INCOMPLETE),
        ("completion_sent", {S.INCOMPLETE}, S.APPLIED),
        ("service_failed", {S.APPLIED}, S.UNSERVED),
        ("service_taken_over", {S.UNSERVED}, S.UNSERVED),
        ("application_served", {S.APPLIED, S.UNSERVED}, S.SERVED),
        ("contest_notice_sent", {S.APPLIED, S.UNSERVED, S.SERVED}, S.CONTESTED),
        ("handover_requested", {S.CONTESTED}, S.IN_COURT),
        ("written_off", {S.CONTESTED, S.UNSERVED}, S.WRITTEN_OFF),
        ("application_dismissed", {S.APPLIED, S.INCOMPLETE, S.UNSERVED}, S.DISMISSED),
        ("appeal_filed", {S.WRITTEN_OFF, S.DISMISSED}, S.IN_COURT),
        ("utslag_issued", {S.SERVED}, S.UTSLAG),
        ("utslag_issued_in_part", {S.SERVED}, S.UTSLAG),
        ("reopening_asked_for", {S.UTSLAG, S.ENFORCEMENT}, S.IN_COURT),
        ("judgment_given", {S.IN_COURT}, S.JUDGMENT),
        ("claim_dismissed", {S.IN_COURT}, S.CLOSED),
        ("enforcement_started", {S.UTSLAG, S.JUDGMENT}, S.ENFORCEMENT),
        ("enforcement_ended", {S.ENFORCEMENT}, S.JUDGMENT),
        ("debtor_paid", OPEN - {S.PREPARING}, S.CLOSED),
        ("closed", OPEN, S.CLOSED),
    ],
)

CASE_STATUS: dict[str, str] = {
    "demand_sent": "pre-action",
    "application_made": "filed",
    "application_served": "served",
    "contest_notice_sent": "contested",
    "utslag_issued": "enforceable",
    "utslag_issued_in_part": "enforceable",
    "judgment_given": "enforceable",
    "enforcement_started": "enforcement",
    "claim_dismissed": "closed",
    "debtor_paid": "closed",
    "closed": "closed",
}

LEAVES_AS: dict[str, str] = {
    "demand": "demand_sent",
    "application": "application_made",
    "handover": "handover_requested",
    "enforcement": "enforcement_started",
    "application_change": "withdrawal_filed",
    **succession.LEAVES_AS,
    **withdrawal.LEAVES_AS,
}
TO_COURT = frozenset({"handover", "enforcement", "application_change", succession.CODE}) | every_case.TO_COURT
SERVED_AS: dict[str, str] = {"application": "application_served"}
ACTS: dict[str, Act] = {
    "demand_sent": Act("demand", "sent_on"),
    "demand_received": Act("demand", "received_on"),
    "demand_answered": Act("demand", "answered_on"),
    "contest_notice_sent": Act(handover.CONTESTED, "sent_on"),
    **succession.ACTS,
    **withdrawal.ACTS,
}

TURNS: dict[str, Turn] = {
    S.PREPARING: Turn(
        "creditor",
        "Demand payment, then apply to the Kronofogden; say whether the utslag shall be enforced (9, 16 §§).",
    ),
    S.APPLIED: Turn("court", "The Kronofogden examines the application and has it served (25 §)."),
    S.INCOMPLETE: Turn("creditor", "Complete the application within the time the order states (20 §)."),
    S.UNSERVED: Turn("creditor", "Offer to serve it, within the time the Kronofogden states (30 §)."),
    S.SERVED: Turn("debtor", "May contest within the time the order states (25 §)."),
    S.CONTESTED: Turn(
        "creditor", "Ask for hand-over to the district court, with circumstances and evidence (33–35 §§)."
    ),
    S.WRITTEN_OFF: Turn("creditor", "Appeal, or sue anew: limitation goes on (37 §)."),
    S.DISMISSED: Turn("creditor", "Appeal, or apply anew (55–56 §§)."),
    S.IN_COURT: Turn("court", "Hears the case; pay the supplementary fee it asks for, or it is dismissed (61 a §)."),
    S.UTSLAG: Turn("bailiff", "The Kronofogden enforces of its own motion unless the applicant said no (45 §)."),
    S.JUDGMENT: Turn("creditor", "Ask for enforcement (utsökningsbalken 2 kap. 1–2 §§)."),
    S.ENFORCEMENT: Turn("bailiff", "Enforces; the basic fee falls due again each year (förordning 1992:1094 5 §)."),
}

NOT_MODELLED: tuple[str, ...] = (
    "Times the Kronofogden or the court sets: to complete (20 §), to serve (30 §), to pay the fee (61 a §).",
    "The hearing in the district court and the appeal from its judgment: keep them from the court's papers.",
    "Whether the Kronofogden serves a debtor abroad was not read: a person checks it.",
    "The one year left where a proceeding ended without the debtor being told: limitation, judged by a person.",
)


def payment_order(deadlines: Deadlines) -> Procedure:
    """The procedure as the house sees it."""
    every = dict.fromkeys([*MACHINE.transitions, *ACTS])
    return Procedure(
        code="betalningsforelaggande",
        name="Swedish order for payment",
        local_name="Betalningsföreläggande",
        papers=PAPERS,
        events=deadlines.started_by(every),
        case_status=CASE_STATUS,
        steps=MACHINE,
        leaves_as=LEAVES_AS,
        served_as=SERVED_AS,
        to_court=TO_COURT,
        tells_court=every_case.TO_COURT,
        acts=ACTS,
        exhibit_as={"assignment_notice": "notice", "demand": "masc", **every_case.EXHIBIT_AS},
        meets=deadlines.met_by(every),
        ends=deadlines.ended_by(every),
        turns=TURNS,
        not_modelled=NOT_MODELLED,
        court_fee="order_for_payment",
    )
