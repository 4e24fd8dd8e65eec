"""What the court is told of a claim that ended or stands still: status update and breathing space."""

from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.gb_ew.papers import entered, needs
from cases.jurisdictions.gb_ew.papers.in_court import defendant, defendant_number, shared
from cases.jurisdictions.gb_ew.sdt.claim_messages import BreathingSpace, StatusUpdate
from cases.jurisdictions.gb_ew.sdt.codes import Breathing, Update
from cases.jurisdictions.gb_ew.sdt.parts import inside
from cases.jurisdictions.paperwork.needs import Needs

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
    update = UPDATES[entered.text_of(case_file, "status_update").casefold()]
    number = defendant_number(case_file) if entered.text_of(case_file, "defendant_number") else None
    served_on = entered.day_of(case_file, "discontinuance_served_on") if update is Update.DISCONTINUED else None
    paid_on = entered.day_of(case_file, "paid_in_full_on") if update is Update.PAID else None
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
                claim_number=entered.text_of(case_file, "court_number"),
                update=update,
                defendant=number,
                paid_on=paid_on,
                section_38=True if served_on else None,
            ),
        ),
    )


def _needed_by_status(case_file: CaseFile) -> Needs:
    yield from _needed(case_file)
    why = "What became of the claim is not entered."
    yield from entered.choice(case_file, "status_update", UPDATES, "status of the claim", why)
    update = UPDATES.get(entered.text_of(case_file, "status_update").casefold())
    if update is Update.PAID:
        yield from entered.day(case_file, "paid_in_full_on", "day of payment", "The day of payment in full is missing.")
    if update is Update.DISCONTINUED:
        why = (
            "Notice of discontinuance is served on every other party before it is filed (CPR 38.3): its day is missing."
        )
        yield from entered.day(case_file, "discontinuance_served_on", "service of the notice", why)
    if entered.text_of(case_file, "defendant_number") and defendant_number(case_file) is None:
        yield from _which()


def prepare_breathing(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = tuple(_needed_by_breathing(case_file))
    if missing:
        return missing
    subject = "Notice under the Debt Respite Scheme"
    told = NOTIFICATIONS[entered.text_of(case_file, "breathing_space").casefold()]
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
            "from_on": _from(case_file),
        },
        machine=inside(
            case_file,
            BreathingSpace(
                claim_number=entered.text_of(case_file, "court_number"), defendant=number, notification=told.code
            ),
        ),
    )


def _needed_by_breathing(case_file: CaseFile) -> Needs:
    yield from _needed(case_file)
    if case_file.debtors and defendant_number(case_file) is None:
        yield from _which()
    why = "What is to be told of the moratorium is not entered."
    yield from entered.choice(case_file, "breathing_space", NOTIFICATIONS, "breathing space", why)
    why = "The day from which it holds is missing."
    yield from entered.day(case_file, "breathing_space_on", "day of the moratorium", why)


def _needed(case_file: CaseFile) -> Needs:
    yield from needs.court(case_file)
    yield from entered.number(case_file)
    yield from needs.creditor(case_file)
    yield from needs.debtors(case_file)
    yield from needs.signatory(case_file)


def _which() -> Needs:
    told = "The notice is about one defendant: enter which, by the number on the claim."
    yield Missing("defendant", told, entered.ENTER_AT)


def _from(case_file: CaseFile) -> date | None:
    return entered.day_of(case_file, "breathing_space_on")


STATUS_UPDATE = PaperKind(
    STATUS, "Notice to the court that the claim is paid, withdrawn or discontinued", "en", prepare_status
)
BREATHING_SPACE_NOTICE = PaperKind(
    BREATHING, "Notice to the court of a breathing space or its end", "en", prepare_breathing
)
