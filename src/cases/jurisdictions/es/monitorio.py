"""The monitorio (LEC 812–818): its steps, and the deadlines its events set."""

from datetime import date
from enum import StrEnum
from typing import Literal

from cases.jurisdictions.contract import Act, Procedure
from cases.jurisdictions.courts import Courts
from cases.jurisdictions.es.papers import PAPERS
from cases.jurisdictions.reckoning import Deadlines
from kernel.machine import Machine
from kernel.money import Money


class MonitorioStep(StrEnum):
    """Where a monitorio stands."""

    NEGOTIATING = "negotiating"
    READY = "ready to file"
    FILED = "filed"
    LOWER_SUM = "lower sum proposed"
    SERVED = "served"
    PAID = "paid"
    OPPOSED_VERBAL = "opposed, verbal"
    OPPOSED_ORDINARY = "opposed, ordinary"
    DECREED = "decreed"
    JUDGMENT = "judgment"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"


S = MonitorioStep
MACHINE: Machine[MonitorioStep] = Machine(
    "monitorio",
    MonitorioStep,
    [
        ("masc_request_received", {S.NEGOTIATING}, S.NEGOTIATING),
        ("masc_proposal_received", {S.NEGOTIATING}, S.NEGOTIATING),
        ("masc_offer_received", {S.NEGOTIATING}, S.NEGOTIATING),
        ("masc_first_meeting", {S.NEGOTIATING}, S.NEGOTIATING),
        ("masc_ended", {S.NEGOTIATING}, S.READY),
        ("petition_filed", {S.READY, S.NEGOTIATING}, S.FILED),
        ("fee_proof_requested", {S.FILED}, S.FILED),
        ("lower_sum_proposed", {S.FILED}, S.LOWER_SUM),
        ("lower_sum_accepted", {S.LOWER_SUM}, S.FILED),
        ("lower_sum_refused", {S.LOWER_SUM}, S.CLOSED),
        ("debtor_not_found", {S.FILED}, S.CLOSED),
        ("petition_refused", {S.FILED}, S.CLOSED),
        ("requerimiento_served", {S.FILED}, S.SERVED),
        ("debtor_paid", {S.SERVED}, S.PAID),
        ("opposition_served_verbal", {S.SERVED}, S.OPPOSED_VERBAL),
        ("opposition_served_ordinary", {S.SERVED}, S.OPPOSED_ORDINARY),
        ("evidence_invited", {S.OPPOSED_VERBAL}, S.OPPOSED_VERBAL),
        ("evidence_served", {S.OPPOSED_VERBAL}, S.OPPOSED_VERBAL),
        ("ordinary_claim_served", {S.OPPOSED_ORDINARY}, S.OPPOSED_ORDINARY),
        ("decision_notified", {S.OPPOSED_VERBAL, S.OPPOSED_ORDINARY}, S.JUDGMENT),
        ("judgment_firm", {S.JUDGMENT}, S.JUDGMENT),
        ("decreto_issued", {S.SERVED}, S.DECREED),
        ("enforcement_ordered", {S.DECREED, S.JUDGMENT}, S.ENFORCEMENT),
        ("closed", {S.PAID, S.DECREED, S.JUDGMENT, S.ENFORCEMENT, S.OPPOSED_ORDINARY}, S.CLOSED),
    ],
)

CASE_STATUS: dict[str, str] = {
    "masc_request_received": "pre-action",
    "petition_filed": "filed",
    "requerimiento_served": "served",
    "opposition_served_verbal": "contested",
    "opposition_served_ordinary": "contested",
    "decreto_issued": "enforceable",
    "judgment_firm": "enforceable",
    "enforcement_ordered": "enforcement",
    "lower_sum_refused": "closed",
    "debtor_not_found": "closed",
    "petition_refused": "closed",
    "debtor_paid": "closed",
    "closed": "closed",
}


LEAVES_AS: dict[str, str] = {"masc_request": "masc_request_sent", "monitorio_petition": "petition_filed"}
SERVED_AS: dict[str, str] = {"monitorio_petition": "requerimiento_served"}
EXHIBIT_TITLES: dict[str, str] = {
    "contract": "Contrato (redactado en otro idioma)",
    "statement": "Extracto de cuenta (redactado en otro idioma)",
    "assignment": "Extracto certificado del contrato de cesión (redactado en otro idioma)",
    "notice": "Comunicación de la cesión (redactada en otro idioma)",
    "power": "Poder (redactado en otro idioma)",
}
ACTS: dict[str, Act] = {
    "masc_request_sent": Act("masc_request", "sent_on"),
    "masc_request_received": Act("masc_request", "received_on"),
    "masc_request_answered": Act("masc_request", "answered_on"),
    "masc_offer_sent": Act("masc_offer", "sent_on"),
    "masc_offer_received": Act("masc_offer", "received_on"),
    "masc_offer_refused": Act("masc_offer", "answered_on", "refused"),
    "masc_ended": Act("masc_request", "answered_on", "ended"),
}


def opposed_goes_to(courts: Courts, claimed: Money, on: date) -> Literal["verbal", "ordinario"]:
    """Which trial follows an opposition: verbal when the sum does not exceed the limit (LEC 249.2, 250.2, 818.2)."""
    return "verbal" if claimed <= courts.limit("verbal", on) else "ordinario"


def monitorio(deadlines: Deadlines) -> Procedure:
    """The procedure as the house sees it."""
    return Procedure(
        code="monitorio",
        name="Spanish order for payment",
        local_name="Monitorio",
        papers=PAPERS,
        events=deadlines.started_by(MACHINE.transitions),
        case_status=CASE_STATUS,
        steps=MACHINE,
        leaves_as=LEAVES_AS,
        served_as=SERVED_AS,
        acts=ACTS,
        meets=deadlines.met_by(dict.fromkeys([*MACHINE.transitions, *ACTS])),
        ends=deadlines.ended_by(dict.fromkeys([*MACHINE.transitions, *ACTS])),
        exhibit_as={"assignment_notice": "notice", "masc_request": "masc"},
        exhibit_titles=EXHIBIT_TITLES,
    )
