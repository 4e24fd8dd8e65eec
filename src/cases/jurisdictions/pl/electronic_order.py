"""The electronic order for payment (EPU, KPC 505²⁸–505³⁹): from the suit to enforcement, or to its discontinuance."""

from collections.abc import Iterator
from enum import StrEnum
from functools import partial

from cases.jurisdictions.contract import Closed, Procedure, Prospect, Turn
from cases.jurisdictions.pl import enforcing
from cases.jurisdictions.pl.before_suit import ACTS, EXHIBIT_AS, LEAVES_AS, TELLS_COURT, TO_COURT
from cases.jurisdictions.pl.before_suit import CASE_STATUS as DEMANDED
from cases.jurisdictions.pl.papers import EPU_PAPERS, epu_enforcement, epu_letters, epu_suit
from cases.jurisdictions.prospects import debtors_at_home
from cases.jurisdictions.reckoning import Deadlines
from kernel.errors import Refused
from kernel.machine import Machine


class ElectronicOrderStep(StrEnum):
    """Where an EPU stands. Since 7 February 2020 it is discontinued and never handed over."""

    PREPARING = "preparing"
    FILED = "filed"
    ISSUED = "order issued"
    UNSERVED = "service failed"
    SERVED = "served"
    OPPOSED = "opposed"
    DISCONTINUED = "discontinued"
    FINAL = "final"
    ENFORCEABLE = "enforceable"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"


S = ElectronicOrderStep
OPEN = set(S) - {S.CLOSED}
MACHINE: Machine[ElectronicOrderStep] = Machine(
    "epu",
    ElectronicOrderStep,
    [
        ("demand_sent", {S.PREPARING}, S.PREPARING),
        ("epu_filed", {S.PREPARING}, S.FILED),
        ("nakaz_issued_epu", {S.FILED}, S.ISSUED),
        ("service_failed_epu", {S.ISSUED}, S.UNSERVED),
        ("obstacle_removed", {S.UNSERVED}, S.ISSUED),
        ("nakaz_served_epu", {S.ISSUED, S.UNSERVED}, S.SERVED),
        ("sprzeciw_filed_epu", {S.SERVED}, S.OPPOSED),
        ("epu_discontinued", {S.FILED, S.ISSUED, S.UNSERVED, S.SERVED, S.OPPOSED}, S.DISCONTINUED),
        ("nakaz_final", {S.SERVED}, S.FINAL),
        ("clause_given", {S.SERVED, S.FINAL}, S.ENFORCEABLE),
        ("enforcement_requested", {S.ENFORCEABLE}, S.ENFORCEMENT),
        ("enforcement_act", {S.ENFORCEMENT}, S.ENFORCEMENT),
        ("enforcement_discontinued", {S.ENFORCEMENT}, S.ENFORCEABLE),
        ("debtor_paid", OPEN - {S.PREPARING}, S.CLOSED),
        ("closed", OPEN, S.CLOSED),
    ],
)

CASE_STATUS: dict[str, str] = {
    **DEMANDED,
    "epu_filed": "filed",
    "nakaz_served_epu": "served",
    "sprzeciw_filed_epu": "contested",
    **enforcing.CASE_STATUS,
}

TURNS: dict[str, Turn] = {
    S.PREPARING: Turn("creditor", "Demand payment, then file the suit through the court's system (KPC 505³¹)."),
    S.FILED: Turn("court", "Issues the order, or discontinues where there is no basis for one (KPC 505³³)."),
    S.ISSUED: Turn("court", "Has the order served at the address of the PESEL register (KPC 505³⁴)."),
    S.UNSERVED: Turn("creditor", "Remove the obstacle within the court's term, once, or the EPU ends (KPC 505³⁴)."),
    S.SERVED: Turn("debtor", "May oppose by a sprzeciw; evidence is not needed (KPC 505³⁵)."),
    S.OPPOSED: Turn("court", "Discontinues as far as the order lost its force (KPC 505³⁶)."),
    S.DISCONTINUED: Turn(
        "creditor", "File the suit before the ordinary court and keep the date of the EPU (KPC 505³⁷)."
    ),
    S.FINAL: enforcing.FINAL,
    S.ENFORCEABLE: enforcing.TITLED,
    S.ENFORCEMENT: enforcing.ENFORCED,
}

NOT_MODELLED: tuple[str, ...] = (
    "The court's own shorter term for removing an obstacle: at most a month is the law's, its order states the term.",
    "What the e-court's service calls the state of a case: it is shown with its answers, and followed by no event.",
    "A partial discontinuance: open a second case for the part that lost its order.",
    *enforcing.NOT_MODELLED,
)


def _closed_to(deadlines: Deadlines, prospect: Prospect) -> tuple[Closed, ...]:
    return (
        *debtors_at_home(prospect, {"pl"}, "Poland", "KPC 505²⁸ §2"),
        *_too_old(deadlines, prospect),
    )


def _too_old(deadlines: Deadlines, prospect: Prospect) -> Iterator[Closed]:
    """Only what fell due within the last years before filing (KPC 505²⁹ᵃ)."""
    if not prospect.due_on:
        return
    oldest = min(prospect.due_on)
    try:
        last = deadlines("PL-EPU-AGE", oldest).statutory_on
    except Refused:
        last = oldest
    if last < prospect.on:
        yield Closed(
            f"An item fell due on {oldest.isoformat()}, longer before {prospect.on.isoformat()} than the EPU takes"
            " (KPC 505²⁹ᵃ). Choose the suit."
        )


def electronic_order(deadlines: Deadlines) -> Procedure:
    """The procedure as the house sees it. Its suit leaves as a file for the e-court, cut from the paper (KPC 505³¹)."""
    every = dict.fromkeys([*MACHINE.transitions, *ACTS])
    return Procedure(
        code="epu",
        name="Polish electronic order for payment",
        local_name="EPU",
        papers=EPU_PAPERS,
        events=deadlines.started_by(every),
        case_status=CASE_STATUS,
        steps=MACHINE,
        leaves_as={
            **LEAVES_AS,
            **epu_letters.LEAVES_AS,
            epu_suit.CODE: "epu_filed",
            epu_enforcement.CODE: "enforcement_requested",
        },
        to_court=TO_COURT | {epu_enforcement.CODE} | epu_letters.TO_COURT,
        tells_court=TELLS_COURT,
        acts=ACTS,
        exhibit_as=EXHIBIT_AS,
        meets=deadlines.met_by(every),
        ends=deadlines.ended_by(every),
        turns=TURNS,
        followed_by={S.DISCONTINUED: ("pozew",)},
        not_modelled=NOT_MODELLED,
        court_fee="epu",
        fee_on="principal",
        closed_to=partial(_closed_to, deadlines),
    )
