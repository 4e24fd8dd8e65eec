"""What happened since the claim was issued, as the events of the case tell it: service, answers, judgment."""

from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.contract import CaseFile, PreAction, Reckoning
from cases.jurisdictions.gb_ew.papers import law

CLAIM, ONLINE, CLAIM_FORM, PARTICULARS = "claim", "online_claim", "claim_form", "particulars"
ACKNOWLEDGMENT, DEFENCE, ADMISSION, PART = "acknowledgment", "defence", "admission", "part_admission"
JUDGMENT, PERMISSION, CERTIFICATE = "judgment", "permission_to_enforce", "service_certificate"


@dataclass(frozen=True, slots=True)
class Answered:
    """One defendant's position. `time` is the period to answer that counts for them, None before service."""

    name: str
    served_on: date | None
    acknowledged_on: date | None
    time: Reckoning | None

    @property
    def over_on(self) -> date | None:
        """The last day of their time, moved as the rule moves it."""
        return self.time.statutory_on if self.time else None


def issued_on(case_file: CaseFile) -> date | None:
    return _day(case_file, CLAIM, None) or _day(case_file, ONLINE, None)


def judgment_on(case_file: CaseFile) -> date | None:
    return _day(case_file, JUDGMENT, None)


def happened(case_file: CaseFile, kind: str, to: str | None = None) -> bool:
    return _day(case_file, kind, to) is not None


def answered(case_file: CaseFile) -> tuple[Answered, ...]:
    """Each defendant, in the order of the claim."""
    return tuple(_answered(case_file, debtor.name) for debtor in case_file.debtors)


def _answered(case_file: CaseFile, name: str) -> Answered:
    acknowledged = _day(case_file, ACKNOWLEDGMENT, name)
    online = _day(case_file, ONLINE, name)
    if online is not None:
        rule = law.ANSWER_ONLINE_LATER if acknowledged else law.ANSWER_ONLINE
        served = law.reckon(law.SERVED_ONLINE, online).statutory_on
        return Answered(name, served, acknowledged, law.reckon(rule, online))
    step = _day(case_file, PARTICULARS, name)
    if step is None:
        return Answered(name, None, acknowledged, None)
    served = law.deemed_served(case_file, step)
    rule = law.ANSWER_ACKNOWLEDGED if acknowledged else law.ANSWER
    return Answered(name, served, acknowledged, law.reckon(rule, served))


def _day(case_file: CaseFile, kind: str, to: str | None) -> date | None:
    """The last day such a thing happened: to everybody, or to the one named."""
    found = [_of(act) for act in case_file.pre_action if act.kind == kind and (to is None or act.to in {None, to})]
    return max((one for one in found if one is not None), default=None)


def _of(act: PreAction) -> date | None:
    return act.received_on or act.sent_on
