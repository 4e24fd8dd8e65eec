"""Mahnverfahren (ZPO 688–703d): Mahnbescheid, Widerspruch, Vollstreckungsbescheid, Einspruch, Abgabe, enforcement."""

from enum import StrEnum

from cases.jurisdictions.contract import Act, Procedure, Turn
from cases.jurisdictions.de.papers import PAPERS, order_time
from cases.jurisdictions.paperwork import every_case, succession, withdrawal
from cases.jurisdictions.reckoning import Deadlines
from kernel.machine import Machine


class MahnverfahrenStep(StrEnum):
    """Where a Mahnverfahren stands, the suit that follows it included."""

    PREPARING = "preparing"
    APPLIED = "applied"
    QUERIED = "Monierung to be answered"
    REJECTED = "application rejected"
    ISSUED = "Mahnbescheid issued"
    UNSERVED = "service failed"
    SERVED = "Mahnbescheid served"
    OPPOSED = "Widerspruch"
    VB_APPLIED = "Vollstreckungsbescheid applied for"
    TITLED = "Vollstreckungsbescheid"
    TITLE_SERVED = "Vollstreckungsbescheid served"
    TITLE_OPPOSED = "Einspruch"
    LAPSED = "Mahnbescheid lapsed"
    SUIT = "handed over to the court"
    JUDGMENT = "judgment"
    APPEAL = "appeal"
    FINAL = "final judgment"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"


S = MahnverfahrenStep
OPEN = set(S) - {S.CLOSED}
TITLES = {S.TITLED, S.TITLE_SERVED, S.JUDGMENT, S.APPEAL, S.FINAL}
MACHINE: Machine[MahnverfahrenStep] = Machine(
    "mahnverfahren",
    MahnverfahrenStep,
    [
        ("demand_sent", {S.PREPARING}, S.PREPARING),
        ("mahnbescheid_applied_for", {S.PREPARING}, S.APPLIED),
        ("monierung_received", {S.APPLIED}, S.QUERIED),
        ("monierung_answered", {S.QUERIED}, S.APPLIED),
        ("application_rejected", {S.APPLIED, S.QUERIED}, S.REJECTED),
        ("suit_filed", {S.REJECTED, S.LAPSED}, S.SUIT),
        ("mahnbescheid_issued", {S.APPLIED}, S.ISSUED),
        ("service_failed", {S.ISSUED}, S.UNSERVED),
        ("new_service_applied_for", {S.UNSERVED}, S.ISSUED),
        ("mahnbescheid_served", {S.APPLIED, S.ISSUED}, S.SERVED),
        ("widerspruch_raised", {S.ISSUED, S.SERVED, S.VB_APPLIED}, S.OPPOSED),
        ("vollstreckungsbescheid_applied_for", {S.SERVED}, S.VB_APPLIED),
        ("mahnbescheid_lapsed", {S.SERVED}, S.LAPSED),
        ("vollstreckungsbescheid_issued", {S.VB_APPLIED}, S.TITLED),
        ("vollstreckungsbescheid_served", {S.TITLED}, S.TITLE_SERVED),
        ("vollstreckungsbescheid_served_abroad", {S.TITLED}, S.TITLE_SERVED),
        ("einspruch_raised", {S.TITLED, S.TITLE_SERVED, S.ENFORCEMENT}, S.TITLE_OPPOSED),
        ("handed_over", {S.OPPOSED, S.TITLE_OPPOSED}, S.SUIT),
        ("reasons_requested", {S.SUIT}, S.SUIT),
        ("reasons_filed", {S.SUIT}, S.SUIT),
        ("judgment_served", {S.SUIT}, S.JUDGMENT),
        ("appeal_filed", {S.JUDGMENT}, S.APPEAL),
        ("appeal_reasons_filed", {S.APPEAL}, S.APPEAL),
        ("judgment_final", {S.JUDGMENT, S.APPEAL}, S.FINAL),
        ("claim_dismissed", {S.SUIT, S.JUDGMENT, S.APPEAL}, S.CLOSED),
        ("enforcement_requested", TITLES, S.ENFORCEMENT),
        ("debtor_paid", OPEN - {S.PREPARING}, S.CLOSED),
        ("closed", OPEN, S.CLOSED),
    ],
)

CASE_STATUS: dict[str, str] = {
    "demand_sent": "pre-action",
    "mahnbescheid_applied_for": "filed",
    "mahnbescheid_served": "served",
    "widerspruch_raised": "contested",
    "vollstreckungsbescheid_issued": "enforceable",
    "judgment_served": "enforceable",
    "enforcement_requested": "enforcement",
    "claim_dismissed": "closed",
    "debtor_paid": "closed",
    "closed": "closed",
}

LEAVES_AS: dict[str, str] = {
    "demand": "demand_sent",
    "mahnantrag": "mahnbescheid_applied_for",
    "monierungsantwort": "monierung_answered",
    "vollstreckungsbescheid": "vollstreckungsbescheid_applied_for",
    **succession.LEAVES_AS,
    **withdrawal.LEAVES_AS,
}
SERVED_AS: dict[str, str] = {
    "mahnantrag": "mahnbescheid_served",
    "vollstreckungsbescheid": "vollstreckungsbescheid_served",
}
TO_COURT = frozenset({"monierungsantwort", "vollstreckungsbescheid", succession.CODE}) | every_case.TO_COURT
ACTS: dict[str, Act] = {
    "demand_sent": Act("demand", "sent_on"),
    "demand_received": Act("demand", "received_on"),
    "demand_answered": Act("demand", "answered_on"),
    "mahnbescheid_served": Act(order_time.SERVED, "received_on"),
    **succession.ACTS,
    **withdrawal.ACTS,
}

TURNS: dict[str, Turn] = {
    S.PREPARING: Turn("creditor", "Apply to the Mahngericht of the creditor's seat; abroad, AG Wedding (ZPO 689)."),
    S.APPLIED: Turn("court", "Issues the Mahnbescheid, asks back or rejects (ZPO 691, 692)."),
    S.QUERIED: Turn("creditor", "Answer the Monierung within the time the court set, or it is rejected (ZPO 691)."),
    S.REJECTED: Turn("creditor", "Sue, to keep the day of the application (ZPO 691 II)."),
    S.ISSUED: Turn("court", "Has the Mahnbescheid served."),
    S.UNSERVED: Turn("creditor", "Apply for new service at another address."),
    S.SERVED: Turn("debtor", "May raise Widerspruch, until the Vollstreckungsbescheid is ordered (ZPO 694)."),
    S.OPPOSED: Turn("creditor", "Ask for the hand-over and pay the further fees (ZPO 696)."),
    S.VB_APPLIED: Turn("court", "Issues the Vollstreckungsbescheid (ZPO 699)."),
    S.TITLED: Turn("court", "Has the Vollstreckungsbescheid served; enforcement may begin (ZPO 700)."),
    S.TITLE_SERVED: Turn("creditor", "Enforce; the debtor may still raise Einspruch in his time (ZPO 700, 339)."),
    S.TITLE_OPPOSED: Turn("court", "Hands the case over of its own motion (ZPO 700)."),
    S.LAPSED: Turn("creditor", "Sue or apply anew: the Mahnbescheid lost its effect (ZPO 701)."),
    S.SUIT: Turn("court", "Asks for the reasons of the claim and hears the case (ZPO 697)."),
    S.JUDGMENT: Turn("creditor", "Enforce, or appeal (ZPO 517)."),
    S.APPEAL: Turn("court", "Decides on the appeal."),
    S.FINAL: Turn("creditor", "Enforce."),
    S.ENFORCEMENT: Turn("bailiff", "Enforces by what the creditor asked for."),
}

NOT_MODELLED: tuple[str, ...] = (
    "Whether the positions of the records (eda) are the court's: have it test a file before the first batch.",
    "Applications for new service, for the hand-over and the costs after a Widerspruch: send them elsewhere.",
    "A counter-performance still due, and service by publication: the Mahnverfahren is closed to them (ZPO 688 II),"
    " which a person checks; too dear a consumer credit is stopped.",
    "Service abroad, which is open for EU and treaty States alone (ZPO 688 III).",
    "Times the court sets for a Monierung; restitution; security and stay of enforcement after an Einspruch.",
    "A Widerspruch that came late counts as Einspruch (ZPO 694 II): enter it as one.",
    "Berufung: the five months after pronouncement where no full judgment was served (ZPO 517).",
)


def mahnverfahren(deadlines: Deadlines) -> Procedure:
    """The procedure as the house sees it. Its applications go to the court as records (ZPO 702) in a paper to read."""
    every = dict.fromkeys([*MACHINE.transitions, *ACTS])
    return Procedure(
        code="mahnverfahren",
        name="German order for payment",
        local_name="Mahnverfahren",
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
        court_fee="mahnverfahren",
        fee_on="principal",
    )
