"""A money claim in the County Court, from the letter of claim on: its steps, and the deadlines its events set."""

from enum import StrEnum

from cases.jurisdictions.contract import Act, Closed, Procedure, Prospect, Turn
from cases.jurisdictions.gb_ew.papers import PAPERS
from cases.jurisdictions.paperwork import every_case, succession
from cases.jurisdictions.prospects import under_this_law
from cases.jurisdictions.reckoning import Deadlines
from kernel.machine import Machine


class MoneyClaimStep(StrEnum):
    """Where a money claim stands. The letter of claim is for individuals; a company may be sued without."""

    PREPARING = "preparing"
    LETTER_SENT = "letter sent"
    REPLIED = "replied"
    NOTICE_GIVEN = "notice given"
    ISSUED = "issued"
    ISSUED_ONLINE = "issued online"
    SERVED = "served"
    ACKNOWLEDGED = "acknowledged"
    DEFENDED = "defended"
    STAYED = "stayed"
    PART_ADMITTED = "admitted in part"
    ADMITTED = "admitted"
    JUDGMENT_ASKED = "judgment asked for"
    JUDGMENT_REFUSED = "judgment refused"
    JUDGMENT = "judgment"
    WARRANT = "warrant asked for"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"


S = MoneyClaimStep
_OPEN: set[MoneyClaimStep] = set(MoneyClaimStep) - {S.CLOSED}
_ANSWERABLE: set[MoneyClaimStep] = {S.ISSUED, S.ISSUED_ONLINE, S.SERVED, S.ACKNOWLEDGED}
_ASKED: set[MoneyClaimStep] = {S.JUDGMENT_ASKED, S.JUDGMENT_REFUSED}
_ADMISSIONS: set[MoneyClaimStep] = {S.PART_ADMITTED, S.ADMITTED}
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
        ("online_claim_issued", _BEFORE_ISSUE, S.ISSUED_ONLINE),
        ("claim_form_served", {S.ISSUED}, S.ISSUED),
        ("particulars_served", {S.ISSUED}, S.SERVED),
        ("more_time_requested", {S.ISSUED_ONLINE, S.SERVED}, S.ACKNOWLEDGED),
        ("service_acknowledged", {S.ISSUED_ONLINE, S.SERVED}, S.ACKNOWLEDGED),
        ("defence_filed", _ANSWERABLE | _ASKED | {S.PART_ADMITTED}, S.DEFENDED),
        ("part_admitted", _ANSWERABLE | _ASKED, S.PART_ADMITTED),
        ("claim_admitted", _ANSWERABLE | _ASKED | {S.PART_ADMITTED}, S.ADMITTED),
        ("judgment_requested", _ANSWERABLE | _ADMISSIONS | {S.JUDGMENT_REFUSED}, S.JUDGMENT_ASKED),
        ("judgment_refused", {S.JUDGMENT_ASKED}, S.JUDGMENT_REFUSED),
        ("judgment_entered", _ANSWERABLE | _ADMISSIONS | _ASKED | {S.DEFENDED}, S.JUDGMENT),
        ("claim_stayed", {S.SERVED, S.ACKNOWLEDGED, S.DEFENDED, S.PART_ADMITTED, S.JUDGMENT_REFUSED}, S.STAYED),
        ("stay_lifted", {S.STAYED}, S.DEFENDED),
        ("claim_dismissed", {S.DEFENDED, S.STAYED}, S.CLOSED),
        ("permission_to_enforce_given", {S.JUDGMENT}, S.JUDGMENT),
        ("warrant_requested", {S.JUDGMENT}, S.WARRANT),
        ("enforcement_started", {S.JUDGMENT, S.WARRANT}, S.ENFORCEMENT),
        ("warrant_returned", {S.WARRANT, S.ENFORCEMENT}, S.JUDGMENT),
        ("judgment_set_aside", {S.JUDGMENT, S.WARRANT, S.ENFORCEMENT}, S.DEFENDED),
        ("debtor_paid", _OPEN - {S.PREPARING}, S.CLOSED),
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
    "claim_dismissed": "closed",
    "debtor_paid": "closed",
    "closed": "closed",
}


LEAVES_AS: dict[str, str] = {
    "letter_of_claim": "letter_sent",
    "claim": "claim_issued",
    "certificate_of_service": "service_certified",
    "judgment_request": "judgment_requested",
    "warrant_request": "warrant_requested",
    "status_update": "status_update_sent",
    "breathing_space_notice": "breathing_space_told",
    **succession.LEAVES_AS,
}
TO_COURT = (frozenset({*LEAVES_AS}) - {"letter_of_claim"}) | every_case.TO_COURT
SERVED_AS: dict[str, str] = {"claim": "particulars_served"}
ACTS: dict[str, Act] = {
    "default_notice_served": Act("default_notice", "sent_on"),
    "letter_sent": Act("letter_of_claim", "sent_on"),
    "reply_form_received": Act("letter_of_claim", "answered_on"),
    "intention_notified": Act("notice_of_intention", "sent_on"),
    "claim_issued": Act("claim", "sent_on"),
    "online_claim_issued": Act("online_claim", "sent_on"),
    "claim_form_served": Act("claim_form", "received_on"),
    "particulars_served": Act("particulars", "received_on"),
    "service_acknowledged": Act("acknowledgment", "received_on"),
    "more_time_requested": Act("acknowledgment", "received_on"),
    "defence_filed": Act("defence", "received_on"),
    "part_admitted": Act("part_admission", "received_on"),
    "claim_admitted": Act("admission", "received_on"),
    "judgment_entered": Act("judgment", "received_on"),
    "permission_to_enforce_given": Act("permission_to_enforce", "received_on"),
    "service_certified": Act("service_certificate", "sent_on"),
    "status_update_sent": Act("status_update", "sent_on"),
    "breathing_space_told": Act("breathing_space_notice", "sent_on"),
    **succession.ACTS,
}


TURNS: dict[str, Turn] = {
    S.PREPARING: Turn(
        "creditor", "Send the letter of claim to an individual; a company may be sued without (protocol 1)."
    ),
    S.LETTER_SENT: Turn("debtor", "May reply to the letter of claim (protocol 3–4)."),
    S.REPLIED: Turn("creditor", "Give the documents asked for, and notice before suing where nothing is agreed (8.2)."),
    S.NOTICE_GIVEN: Turn("creditor", "Issue the claim once the notice has run out."),
    S.ISSUED: Turn("creditor", "Serve the claim form within its life, and the particulars (CPR 7.4, 7.5)."),
    S.ISSUED_ONLINE: Turn("debtor", "Responds to the online claim, or asks for more time."),
    S.SERVED: Turn("debtor", "Acknowledges service, defends or admits (CPR 10, 14, 15)."),
    S.ACKNOWLEDGED: Turn("debtor", "Files a defence (CPR 15.4)."),
    S.DEFENDED: Turn("court", "Allocates the claim and hears it."),
    S.STAYED: Turn("creditor", "Ask the court to lift the stay (CPR 15.11)."),
    S.PART_ADMITTED: Turn("creditor", "Ask for judgment on the part admitted, or go on with the claim (CPR 14)."),
    S.ADMITTED: Turn("creditor", "Ask for judgment on the admission (CPR 14)."),
    S.JUDGMENT_ASKED: Turn("court", "Enters judgment, unless the defendant answers first (CPR 12.3)."),
    S.JUDGMENT_REFUSED: Turn("creditor", "Put right what the court named and ask for judgment again."),
    S.JUDGMENT: Turn("creditor", "Ask for a warrant; an assigned judgment needs permission first (CPR 83.2(3))."),
    S.WARRANT: Turn("court", "Issues the warrant to the bailiffs (CPR 83)."),
    S.ENFORCEMENT: Turn("bailiff", "Enforces the warrant."),
}

NOT_MODELLED: tuple[str, ...] = (
    "Allocation, directions, hearing fee and trial: the court names the days.",
    "Breathing Space and a mental-health moratorium: enter them as a hold; only telling the court is left.",
    "Service out of the jurisdiction, Scotland, Northern Ireland, and other protocols than the one for debt.",
    "Attachment of earnings, charging and third party debt orders; a writ in the High Court.",
)


def _closed_to(prospect: Prospect) -> tuple[Closed, ...]:
    return tuple(under_this_law(prospect, {"gb", "uk"}, "England or Wales", "CPR 6.33"))


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
        to_court=TO_COURT,
        tells_court=frozenset({"status_update", "breathing_space_notice"}) | every_case.TO_COURT,
        acts=ACTS,
        meets=deadlines.met_by(dict.fromkeys([*MACHINE.transitions, *ACTS])),
        ends=deadlines.ended_by(dict.fromkeys([*MACHINE.transitions, *ACTS])),
        exhibit_as={"assignment_notice": "notice", **every_case.EXHIBIT_AS},
        turns=TURNS,
        not_modelled=NOT_MODELLED,
        court_fee="issue",
        closed_to=_closed_to,
    )
