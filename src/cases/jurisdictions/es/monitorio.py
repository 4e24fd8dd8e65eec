"""The monitorio (LEC 812–818): its steps, and the deadlines its events set."""

from enum import StrEnum

from cases.jurisdictions.contract import Act, Closed, Procedure, Prospect, Turn
from cases.jurisdictions.es.papers import PAPERS, masc
from cases.jurisdictions.paperwork import every_case, succession, withdrawal
from cases.jurisdictions.prospects import debtors_at_home
from cases.jurisdictions.reckoning import Deadlines
from kernel.machine import Machine


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
    ENFORCEMENT_ASKED = "enforcement asked for"
    ENFORCEMENT = "enforcement"
    ENFORCEMENT_OPPOSED = "enforcement opposed"
    CLOSED = "closed"


S = MonitorioStep
CLAIMED = {
    S.FILED,
    S.LOWER_SUM,
    S.SERVED,
    S.OPPOSED_VERBAL,
    S.OPPOSED_ORDINARY,
    S.DECREED,
    S.JUDGMENT,
    S.ENFORCEMENT_ASKED,
    S.ENFORCEMENT,
    S.ENFORCEMENT_OPPOSED,
}
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
        ("debtor_paid", CLAIMED, S.PAID),
        ("opposition_served_verbal", {S.SERVED}, S.OPPOSED_VERBAL),
        ("opposition_served_ordinary", {S.SERVED}, S.OPPOSED_ORDINARY),
        ("opposition_answered", {S.OPPOSED_VERBAL}, S.OPPOSED_VERBAL),
        ("evidence_invited", {S.OPPOSED_VERBAL}, S.OPPOSED_VERBAL),
        ("evidence_proposed", {S.OPPOSED_VERBAL}, S.OPPOSED_VERBAL),
        ("evidence_served", {S.OPPOSED_VERBAL}, S.OPPOSED_VERBAL),
        ("ordinary_claim_filed", {S.OPPOSED_ORDINARY}, S.OPPOSED_ORDINARY),
        ("ordinary_claim_served", {S.OPPOSED_ORDINARY}, S.OPPOSED_ORDINARY),
        ("case_ended_with_costs", {S.OPPOSED_ORDINARY}, S.CLOSED),
        ("decision_notified", {S.OPPOSED_VERBAL, S.OPPOSED_ORDINARY}, S.JUDGMENT),
        ("appeal_filed", {S.JUDGMENT}, S.JUDGMENT),
        ("judgment_firm", {S.JUDGMENT}, S.JUDGMENT),
        ("claim_dismissed", {S.OPPOSED_VERBAL, S.OPPOSED_ORDINARY, S.JUDGMENT}, S.CLOSED),
        ("decreto_issued", {S.SERVED}, S.DECREED),
        ("enforcement_requested", {S.DECREED, S.JUDGMENT}, S.ENFORCEMENT_ASKED),
        ("enforcement_ordered", {S.DECREED, S.JUDGMENT, S.ENFORCEMENT_ASKED}, S.ENFORCEMENT),
        ("enforcement_refused", {S.ENFORCEMENT_ASKED}, S.DECREED),
        ("enforcement_opposed", {S.ENFORCEMENT}, S.ENFORCEMENT_OPPOSED),
        ("enforcement_upheld", {S.ENFORCEMENT_OPPOSED}, S.ENFORCEMENT),
        ("enforcement_set_aside", {S.ENFORCEMENT_OPPOSED}, S.CLOSED),
        ("closed", set(S) - {S.CLOSED}, S.CLOSED),
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
    "case_ended_with_costs": "closed",
    "claim_dismissed": "closed",
    "enforcement_set_aside": "closed",
    "closed": "closed",
}


LEAVES_AS: dict[str, str] = {
    "masc_request": "masc_request_sent",
    "monitorio_petition": "petition_filed",
    "opposition_answer": "opposition_answered",
    "enforcement_request": "enforcement_requested",
    **succession.LEAVES_AS,
    **withdrawal.LEAVES_AS,
}
TO_COURT = frozenset({"masc_proof", "opposition_answer", "enforcement_request", succession.CODE}) | every_case.TO_COURT
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
    "opposition_served_verbal": Act("opposition", "received_on"),
    "decreto_issued": Act("decreto", "received_on"),
    **succession.ACTS,
    **withdrawal.ACTS,
}


TURNS: dict[str, Turn] = {
    S.NEGOTIATING: Turn(
        "creditor", "Ask the debtor to negotiate and keep the proof, or no petition (LO 1/2025 art. 5)."
    ),
    S.READY: Turn("creditor", "File the petition with the proof of the negotiation (LEC 812–814)."),
    S.FILED: Turn("court", "Checks the petition and has the requerimiento served (LEC 815)."),
    S.LOWER_SUM: Turn("creditor", "Answer the court's lower sum; silence accepts (LEC 815.3)."),
    S.SERVED: Turn("debtor", "Pays, or opposes with reasons (LEC 815.1)."),
    S.PAID: Turn("creditor", "Tell the court and close the case."),
    S.OPPOSED_VERBAL: Turn("court", "Goes on as a juicio verbal (LEC 818.2, 438)."),
    S.OPPOSED_ORDINARY: Turn("creditor", "File the ordinary claim, or the case ends with costs (LEC 818.2)."),
    S.DECREED: Turn("creditor", "Ask for enforcement by simple request (LEC 816.1)."),
    S.JUDGMENT: Turn("creditor", "Appeal, or ask for enforcement once the judgment is firm (LEC 458, 548)."),
    S.ENFORCEMENT_ASKED: Turn("court", "Orders enforcement (LEC 816.2)."),
    S.ENFORCEMENT: Turn("court", "Enforces; the debtor may oppose in his time (LEC 556)."),
    S.ENFORCEMENT_OPPOSED: Turn("court", "Decides on the opposition; enforcement goes on meanwhile (LEC 556.2)."),
}

NOT_MODELLED: tuple[str, ...] = (
    "The exceptions of LO 1/2025 art. 5.2–3 and the practice of single courts on the negotiation attempt.",
    "A hearing of the juicio verbal, audiencia previa and trial of the ordinario: the court names the day.",
    "Urgent acts (LEC 131), force majeure (134) and suspension (179): correct the day with its reason.",
    "The debtor's right to buy back a litigious claim within nine days of the buyer's demand (CC 1535).",
)


def _closed_to(prospect: Prospect) -> tuple[Closed, ...]:
    return tuple(debtors_at_home(prospect, {"es"}, "Spain", "LEC 813"))


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
        to_court=TO_COURT,
        tells_court=every_case.TO_COURT,
        acts=ACTS,
        meets=deadlines.met_by(dict.fromkeys([*MACHINE.transitions, *ACTS])),
        ends=deadlines.ended_by(dict.fromkeys([*MACHINE.transitions, *ACTS])),
        exhibit_as={"assignment_notice": "notice", "masc_request": "masc_offer", "masc_proof": "masc"}
        | every_case.EXHIBIT_AS,
        exhibit_titles=EXHIBIT_TITLES,
        turns=TURNS,
        not_modelled=NOT_MODELLED,
        court_fee="monitorio",
        gate=masc.gate,
        closed_to=_closed_to,
    )
