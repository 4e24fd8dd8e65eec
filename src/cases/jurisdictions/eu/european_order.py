"""The European order for payment (Regulation 1896/2006) before a court of a Member State, to enforcement there."""

from collections.abc import Collection
from enum import StrEnum
from functools import partial

from cases.jurisdictions.contract import Act, Closed, Procedure, Prospect, Turn
from cases.jurisdictions.eu.papers.application import CODE, Before, FeeOf, application
from cases.jurisdictions.eu.papers.later import (
    ACCEPTANCE,
    ASKED,
    CHOICE,
    COMPLETION,
    ISSUED,
    LODGED,
    PROPOSED,
    REFUSAL,
    WITHDRAWAL,
    acceptance,
    choice,
    completion,
    refusal,
    withdrawal,
)
from cases.jurisdictions.reckoning import Deadlines
from kernel.machine import Machine


class EuropeanOrderStep(StrEnum):
    """Where an application stands; a claimant chooses in the appendix what follows an opposition (art. 7(4), 17)."""

    PREPARING = "preparing"
    LODGED = "lodged"
    INCOMPLETE = "completion asked for"
    MODIFIED = "smaller order proposed"
    ISSUED = "order issued"
    UNSERVED = "service failed"
    SERVED = "served"
    OPPOSED = "opposed"
    NATIONAL = "goes on as a suit"
    JUDGMENT = "judgment"
    ENFORCEABLE = "enforceable"
    REVIEW = "under review"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"


S = EuropeanOrderStep
OPEN = set(S) - {S.CLOSED}
MACHINE: Machine[EuropeanOrderStep] = Machine(
    "european_order",
    EuropeanOrderStep,
    [
        ("application_lodged", {S.PREPARING}, S.LODGED),
        ("completion_requested", {S.LODGED}, S.INCOMPLETE),
        ("completion_sent", {S.INCOMPLETE}, S.LODGED),
        ("modification_proposed", {S.LODGED}, S.MODIFIED),
        ("modification_accepted", {S.MODIFIED}, S.LODGED),
        ("modification_refused", {S.MODIFIED}, S.LODGED),
        ("application_rejected", {S.LODGED, S.INCOMPLETE, S.MODIFIED}, S.CLOSED),
        ("application_withdrawn", {S.LODGED, S.INCOMPLETE, S.MODIFIED, S.ISSUED, S.UNSERVED}, S.CLOSED),
        ("order_issued", {S.LODGED}, S.ISSUED),
        ("service_failed", {S.ISSUED}, S.UNSERVED),
        ("address_given", {S.UNSERVED}, S.ISSUED),
        ("order_served", {S.ISSUED, S.UNSERVED}, S.SERVED),
        ("opposition_sent", {S.SERVED}, S.OPPOSED),
        ("moved_to_national_procedure", {S.OPPOSED}, S.NATIONAL),
        ("moved_to_small_claims_procedure", {S.OPPOSED}, S.NATIONAL),
        ("ended_as_claimant_chose", {S.OPPOSED}, S.CLOSED),
        ("judgment_given", {S.NATIONAL}, S.JUDGMENT),
        ("declared_enforceable", {S.SERVED}, S.ENFORCEABLE),
        ("review_asked_for", {S.ENFORCEABLE, S.ENFORCEMENT}, S.REVIEW),
        ("review_rejected", {S.REVIEW}, S.ENFORCEABLE),
        ("order_declared_void", {S.REVIEW}, S.CLOSED),
        ("enforcement_requested", {S.ENFORCEABLE, S.JUDGMENT}, S.ENFORCEMENT),
        ("debtor_paid", OPEN - {S.PREPARING}, S.CLOSED),
        ("closed", OPEN, S.CLOSED),
    ],
)

CASE_STATUS: dict[str, str] = {
    "application_lodged": "filed",
    "order_served": "served",
    "opposition_sent": "contested",
    "declared_enforceable": "enforceable",
    "judgment_given": "enforceable",
    "enforcement_requested": "enforcement",
    "application_rejected": "closed",
    "application_withdrawn": "closed",
    "ended_as_claimant_chose": "closed",
    "order_declared_void": "closed",
    "debtor_paid": "closed",
    "closed": "closed",
}

LEAVES_AS: dict[str, str] = {
    CODE: "application_lodged",
    COMPLETION: "completion_sent",
    ACCEPTANCE: "modification_accepted",
    REFUSAL: "modification_refused",
    CHOICE: "opposition_choice_sent",
    WITHDRAWAL: "application_withdrawn",
}
ACTS: dict[str, Act] = {
    "application_lodged": Act(LODGED, "sent_on"),
    "completion_requested": Act(ASKED, "received_on"),
    "modification_proposed": Act(PROPOSED, "received_on"),
    "order_issued": Act(ISSUED, "received_on"),
    "opposition_choice_sent": Act(CHOICE, "sent_on"),
}

TURNS: dict[str, Turn] = {
    S.PREPARING: Turn("creditor", "Lodge form A with the competent court."),
    S.LODGED: Turn("court", "Examines the application and issues the order (art. 8 and 12)."),
    S.INCOMPLETE: Turn("creditor", "Complete or rectify the application within the time the court set (art. 9)."),
    S.MODIFIED: Turn("creditor", "Accept or refuse the smaller order within the time the court set (art. 10)."),
    S.ISSUED: Turn("court", "Has the order served on the debtor (art. 12(5), 13 to 15)."),
    S.UNSERVED: Turn("creditor", "Give an address that is certain: there is no service by fiction (art. 14(2))."),
    S.SERVED: Turn("debtor", "May send an opposition (art. 16)."),
    S.OPPOSED: Turn("court", "Goes on as the claimant chose in the appendix, or ends (art. 17)."),
    S.NATIONAL: Turn("court", "Goes on by the procedure of its own law (art. 17)."),
    S.JUDGMENT: Turn("creditor", "Ask for enforcement."),
    S.ENFORCEABLE: Turn("creditor", "Ask for enforcement in any Member State, without exequatur (art. 19, 21)."),
    S.REVIEW: Turn("court", "Decides on the review (art. 20)."),
    S.ENFORCEMENT: Turn("bailiff", "Enforces by the law of the place."),
}

NOT_MODELLED: tuple[str, ...] = (
    "Form A follows the published sections; its codes 3 to 11, but for 6 code 1, and its words are to be checked in the"
    " Official Journal before it is lodged.",
    "Times the court sets for completion, rectification and a smaller order (art. 9 and 10): they stand in its form.",
    "The time an opposition needs to arrive, which the court grants before form G (art. 18(1)).",
    "Review after the opposition period (art. 20) has no fixed term; the debtor must act promptly.",
    "The suit that follows an opposition, and enforcement: each by the law of its own country.",
    "The changes of Regulation 2023/2844 and the claims of article 2(2) and 4: a person checks them.",
)


def _closed_to(seat: str, members: Collection[str], prospect: Prospect) -> tuple[Closed, ...]:
    """Cross-border at the time of filing: a party lives in another Member State than the court (art. 3(1)).

    `members` are the States that take part, without Denmark (art. 2(3)); a home that is not known closes nothing.
    """
    homes = {country for country, _ in prospect.debtors} | {prospect.creditor_country.lower() or None}
    if None in homes or homes & (set(members) - {seat}):
        return ()
    if homes == {seat}:
        return (Closed(f"All parties live in {seat.upper()}: the order is for cross-border cases (art. 3(1))."),)
    named = ", ".join(sorted(home.upper() for home in homes if home is not None and home != seat))
    told = (
        f"Beside {seat.upper()} the parties live in {named}: no other Member State that takes part (art. 2(3), 3(1))."
    )
    return (Closed(told),)


def european_order(
    deadlines: Deadlines, seat: str, court_fee: str | None = None, fee: FeeOf | None = None
) -> Procedure:
    """The procedure before the courts of one Member State, whose public holidays count (recital 28).

    `seat` is the code of the State in the calendar of this folder.
    """
    before = Before(seat, deadlines.seats.names, court_fee, fee)
    return Procedure(
        code="european_order",
        name="European order for payment",
        local_name="European order for payment",
        papers=tuple(make(before) for make in (application, completion, acceptance, refusal, choice, withdrawal)),
        events=deadlines.started_by(MACHINE.transitions),
        case_status=CASE_STATUS,
        steps=MACHINE,
        meets=deadlines.met_by(dict.fromkeys([*MACHINE.transitions, *ACTS])),
        ends=deadlines.ended_by(dict.fromkeys([*MACHINE.transitions, *ACTS])),
        turns=TURNS,
        not_modelled=NOT_MODELLED,
        leaves_as=LEAVES_AS,
        to_court=frozenset(LEAVES_AS),
        tells_court=frozenset({WITHDRAWAL}),
        acts=ACTS,
        reckon=partial(deadlines, seat=seat),
        closed_to=partial(_closed_to, seat, tuple(deadlines.seats.names)),
        court_fee=court_fee,
    )
