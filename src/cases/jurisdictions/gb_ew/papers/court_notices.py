"""What the court is told of a claim that ended or stands still: status update and breathing space."""

from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.gb_ew.papers import needs
from cases.jurisdictions.gb_ew.papers.in_court import defendant, defendant_number, shared, which_defendant
from cases.jurisdictions.gb_ew.sdt.claim_messages import BreathingSpace, StatusUpdate
from cases.jurisdictions.gb_ew.sdt.codes import Breathing, Update
from cases.jurisdictions.gb_ew.sdt.parts import inside
from cases.jurisdictions.paperwork.entered import (
    NUMBER,
    day_said,
    entered_choice,
    entered_day,
    lacking,
    said,
)
from cases.jurisdictions.paperwork.needs import Needs

ABOUT = "The notice is about"
STATUS, BREATHING = "status_update", "breathing_space_notice"
UPDATES = {"paid": Update.PAID, "withdrawn": Update.WITHDRAWN, "discontinued": Update.DISCONTINUED}


@dataclass(frozen=True, slots=True)
class Told:
    """A notification of the Debt Respite Scheme: its code, and what the notice says."""

    code: Breathing
    sentence: str


NOTIFICATIONS = {
    "entered": Told(Breathing.BREATHING_SPACE_ENTERED, "a breathing space moratorium has begun"),
    "ceased": Told(Breathing.BREATHING_SPACE_CEASED, "the breathing space moratorium has ended"),
    "crisis entered": Told(Breathing.MENTAL_HEALTH_CRISIS_ENTERED, "a mental health crisis moratorium has begun"),
    "crisis ceased": Told(Breathing.MENTAL_HEALTH_CRISIS_CEASED, "the mental health crisis moratorium has ended"),
}


def prepare_status(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = tuple(_needed_by_status(case_file))
    if missing:
        return missing
    subject = "Notice of what became of the claim"
    update = UPDATES[said(case_file, "status_update").casefold()]
    number = defendant_number(case_file) if said(case_file, "defendant_number") else None
    served_on = day_said(case_file, "discontinuance_served_on") if update is Update.DISCONTINUED else None
    paid_on = day_said(case_file, "paid_in_full_on") if update is Update.PAID else None
    return Paper(
        kind=STATUS,
        title=subject,
        language="en",
        template="gb_ew/notices/status.html",
        context={
            **shared(case_file, subject),
            "update": update.name.lower(),
            "debtor": defendant(case_file) if number else None,
            "paid_on": paid_on,
            "served_on": served_on,
        },
        machine=inside(
            case_file,
            StatusUpdate(
                claim_number=said(case_file, NUMBER),
                update=update,
                defendant=number,
                paid_on=paid_on,
                section_38=True if served_on else None,
            ),
        ),
    )


def _needed_by_status(case_file: CaseFile) -> Needs:
    yield from _needed(case_file)
    became = entered_choice(case_file, "status_update", "What became of the claim", UPDATES)
    yield from lacking(became)
    if became == "paid":
        yield from lacking(entered_day(case_file, "paid_in_full_on", "The day of the payment in full", by=case_file.on))
    if became == "discontinued":
        served = "The day on which the others were served with notice of discontinuance, before filing (CPR 38.3),"
        yield from lacking(entered_day(case_file, "discontinuance_served_on", served, by=case_file.on))
    if said(case_file, "defendant_number"):
        yield from which_defendant(case_file, ABOUT)


def prepare_breathing(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = tuple(_needed_by_breathing(case_file))
    if missing:
        return missing
    subject = "Notice under the Debt Respite Scheme"
    told = NOTIFICATIONS[said(case_file, "breathing_space").casefold()]
    number = defendant_number(case_file) or 1
    return Paper(
        kind=BREATHING,
        title=subject,
        language="en",
        template="gb_ew/notices/breathing_space.html",
        context={
            **shared(case_file, subject),
            "debtor": defendant(case_file),
            "sentence": told.sentence,
            "from_on": day_said(case_file, "breathing_space_on"),
        },
        machine=inside(
            case_file,
            BreathingSpace(claim_number=said(case_file, NUMBER), defendant=number, notification=told.code),
        ),
    )


def _needed_by_breathing(case_file: CaseFile) -> Needs:
    yield from _needed(case_file)
    yield from which_defendant(case_file, ABOUT)
    yield from lacking(
        entered_choice(case_file, "breathing_space", "What is told of the moratorium", NOTIFICATIONS),
        entered_day(case_file, "breathing_space_on", "The day from which that holds", by=case_file.on),
    )


def _needed(case_file: CaseFile) -> Needs:
    yield from needs.in_court(case_file)
    yield from needs.signatory(case_file)


STATUS_UPDATE = PaperKind(
    STATUS, "Notice to the court that the claim is paid, withdrawn or discontinued", "en", prepare_status
)
BREATHING_SPACE_NOTICE = PaperKind(
    BREATHING, "Notice to the court of a breathing space or its end", "en", prepare_breathing
)
