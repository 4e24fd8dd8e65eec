"""The suit before an ordinary Polish court: order for payment (upominawczy, nakazowy) or judgment, to enforcement."""

from enum import StrEnum

from cases.jurisdictions.contract import Procedure, Turn
from cases.jurisdictions.paperwork import withdrawal
from cases.jurisdictions.pl import enforcing
from cases.jurisdictions.pl.before_suit import ACTS, EXHIBIT_AS, LEAVES_AS, TELLS_COURT, TO_COURT
from cases.jurisdictions.pl.before_suit import CASE_STATUS as DEMANDED
from cases.jurisdictions.pl.papers import PAPERS, enforcement, suit_after_epu
from cases.jurisdictions.reckoning import Deadlines
from kernel.machine import Machine


class SuitStep(StrEnum):
    """Where a suit stands. An order the debtor opposes loses its force, and the suit goes on to judgment."""

    PREPARING = "preparing"
    FILED = "filed"
    RETURNED = "returned for its form"
    ISSUED = "order issued"
    BAILIFF = "to be served by a bailiff"
    SERVED = "order served"
    SUED = "suit served"
    OPPOSED = "opposed"
    JUDGMENT = "judgment"
    FINAL = "final"
    ENFORCEABLE = "enforceable"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"


S = SuitStep
OPEN = set(S) - {S.CLOSED}
UNSERVED = {S.ISSUED, S.BAILIFF}
MACHINE: Machine[SuitStep] = Machine(
    "pozew",
    SuitStep,
    [
        ("demand_sent", {S.PREPARING}, S.PREPARING),
        ("epu_discontinued", {S.PREPARING}, S.PREPARING),
        ("suit_filed", {S.PREPARING}, S.FILED),
        ("writ_returned", {S.FILED}, S.RETURNED),
        ("writ_filed_again", {S.RETURNED}, S.FILED),
        ("nakaz_issued", {S.FILED}, S.ISSUED),
        ("bailiff_service_ordered", {S.FILED, S.ISSUED}, S.BAILIFF),
        ("address_proven", {S.BAILIFF}, S.BAILIFF),
        ("nakaz_served", UNSERVED, S.SERVED),
        ("nakaz_served_eu", UNSERVED, S.SERVED),
        ("nakaz_served_abroad", UNSERVED, S.SERVED),
        ("nakazowy_served", UNSERVED, S.SERVED),
        ("nakazowy_served_abroad", UNSERVED, S.SERVED),
        ("suit_served", {S.FILED, S.BAILIFF}, S.SUED),
        ("sprzeciw_filed", {S.SERVED}, S.OPPOSED),
        ("zarzuty_filed", {S.SERVED}, S.OPPOSED),
        ("answer_filed", {S.SUED}, S.OPPOSED),
        ("judgment_given", {S.SUED, S.OPPOSED}, S.JUDGMENT),
        ("suit_dismissed", {S.SUED, S.OPPOSED, S.JUDGMENT}, S.CLOSED),
        ("nakaz_final", {S.SERVED}, S.FINAL),
        ("judgment_final", {S.JUDGMENT}, S.FINAL),
        ("clause_given", {S.SERVED, S.JUDGMENT, S.FINAL}, S.ENFORCEABLE),
        ("enforcement_requested", {S.ENFORCEABLE}, S.ENFORCEMENT),
        ("enforcement_act", {S.ENFORCEMENT}, S.ENFORCEMENT),
        ("enforcement_discontinued", {S.ENFORCEMENT}, S.ENFORCEABLE),
        ("debtor_paid", OPEN - {S.PREPARING}, S.CLOSED),
        ("closed", OPEN, S.CLOSED),
    ],
)

CASE_STATUS: dict[str, str] = {
    **DEMANDED,
    "suit_filed": "filed",
    **dict.fromkeys(
        ("nakaz_served", "nakaz_served_eu", "nakaz_served_abroad", "nakazowy_served", "nakazowy_served_abroad"),
        "served",
    ),
    "suit_served": "served",
    "sprzeciw_filed": "contested",
    "zarzuty_filed": "contested",
    "answer_filed": "contested",
    "suit_dismissed": "closed",
    **enforcing.CASE_STATUS,
}

TURNS: dict[str, Turn] = {
    S.PREPARING: Turn("creditor", "Demand payment, then file the suit with the competent court (KPC 187)."),
    S.FILED: Turn("court", "Issues an order for payment, or has the suit served."),
    S.RETURNED: Turn("creditor", "File the returned writ again and keep its date (KPC 130¹ᵃ)."),
    S.ISSUED: Turn("court", "Has the order served."),
    S.BAILIFF: Turn("creditor", "Have a bailiff serve it and file the proof, or prove the address (KPC 139¹)."),
    S.SERVED: Turn("debtor", "May oppose by a sprzeciw, or an order on documents by zarzuty (KPC 480²)."),
    S.SUED: Turn("court", "Sets the term for an answer, and hears the case."),
    S.OPPOSED: Turn("court", "Hears the case and gives judgment."),
    S.JUDGMENT: Turn("court", "The judgment becomes final, or goes on appeal."),
    S.FINAL: enforcing.FINAL,
    S.ENFORCEABLE: enforcing.TITLED,
    S.ENFORCEMENT: enforcing.ENFORCED,
}

NOT_MODELLED: tuple[str, ...] = (
    "The term for an answer, hearings, the request for written reasons and the appeal: keep them from the court's"
    " papers (a reform of these terms was drafted in 2025).",
    "The stay where no proof of service comes in (KPC 177 §1 pkt 6).",
    "Costs up to double where no amicable attempt was made with a consumer (KPC 458¹⁶).",
    *enforcing.NOT_MODELLED,
)


def suit(deadlines: Deadlines) -> Procedure:
    """The procedure as the house sees it."""
    acts = {**ACTS, **suit_after_epu.ACTS}
    every = dict.fromkeys([*MACHINE.transitions, *acts])
    return Procedure(
        code="pozew",
        name="Polish suit for payment",
        local_name="Pozew",
        papers=PAPERS,
        events=deadlines.started_by(every),
        case_status=CASE_STATUS,
        steps=MACHINE,
        leaves_as={
            **LEAVES_AS,
            **withdrawal.LEAVES_AS,
            "pozew": "suit_filed",
            suit_after_epu.CODE: "suit_filed",
            enforcement.CODE: enforcement.EVENT,
        },
        to_court=TO_COURT | {enforcement.CODE},
        tells_court=TELLS_COURT,
        acts=acts,
        exhibit_as=EXHIBIT_AS,
        meets=deadlines.met_by(every),
        ends=deadlines.ended_by(every),
        turns=TURNS,
        not_modelled=NOT_MODELLED,
        court_fee="suit",
        fee_on="principal",
    )
