"""The request for judgment: on an admission, or in default of an answer (CPR 12 and 14)."""

from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.gb_ew.papers import answers, law, needs, payment
from cases.jurisdictions.gb_ew.papers.answers import Answered, answered
from cases.jurisdictions.gb_ew.papers.in_court import shared
from cases.jurisdictions.gb_ew.papers.since_issue import SinceIssue, paid_after, since_issue
from cases.jurisdictions.gb_ew.sdt.codes import JudgmentKind
from cases.jurisdictions.gb_ew.sdt.judgment_from_case import judgment_part, with_warrant
from cases.jurisdictions.paperwork.entered import (
    amount_if_entered,
    amount_said,
    entered_amount,
    entered_choice,
    lacking,
    said,
)
from cases.jurisdictions.paperwork.figures import daily
from cases.jurisdictions.paperwork.needs import Needs
from kernel.money import Money

CODE = "judgment_request"
SUBJECT = {
    JudgmentKind.ADMISSION: "Request for judgment on admission",
    JudgmentKind.DEFAULT: "Request for judgment in default",
}
BY_COURT, BY_CLAIMANT = "the court", "the claimant"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. `admitted` is the part admitted, None where all of the claim is owed."""

    kind: JudgmentKind
    since: SinceIssue
    admitted: Money | None

    @property
    def owed(self) -> Money:
        if self.admitted is None:
            return self.since.owed
        costs = self.since.fee + self.since.costs + self.since.judgment_costs
        return self.admitted + costs - self.since.paid


def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = tuple(_needed(case_file))
    if missing:
        return missing
    asked = _asked(case_file)
    return Paper(
        kind=CODE,
        title=SUBJECT[asked.kind],
        language="en",
        template="gb_ew/judgment/request.html",
        context={
            **shared(case_file, SUBJECT[asked.kind]),
            "default": asked.kind is JudgmentKind.DEFAULT,
            "answered": answered(case_file),
            "since": asked.since,
            "admitted": asked.admitted,
            "daily": daily(case_file),
            "payment": payment.words(case_file),
            "owed": asked.owed,
            "warrant": with_warrant(case_file),
            "served_by_court": said(case_file, "served_by").casefold() == BY_COURT,
        },
        machine=judgment_part(case_file, asked.kind, asked.since, asked.admitted),
    )


def _asked(case_file: CaseFile) -> Asked:
    issued = answers.issued_on(case_file) or case_file.on
    paid = paid_after(case_file, issued) or Money.zero(case_file.currency)
    since = since_issue(case_file, issued, paid)
    if _in_part(case_file):
        return Asked(JudgmentKind.ADMISSION, since, amount_said(case_file, "admitted_amount", least=0))
    admitted = answers.happened(case_file, answers.ADMISSION)
    return Asked(JudgmentKind.ADMISSION if admitted else JudgmentKind.DEFAULT, since, None)


def _in_part(case_file: CaseFile) -> bool:
    whole = answers.happened(case_file, answers.ADMISSION)
    return answers.happened(case_file, answers.PART) and (not whole or bool(said(case_file, "admitted_amount")))


def _needed(case_file: CaseFile) -> Needs:
    yield from needs.in_court(case_file)
    yield from needs.figures(case_file)
    yield from needs.rates_known(case_file)
    yield from _issue(case_file)
    yield from _answers(case_file)
    for name in ("legal_costs", "judgment_costs"):
        yield from lacking(amount_if_entered(case_file, name, "The legal representative's costs", least=0))
    yield from payment.schedule(case_file)
    yield from needs.signatory(case_file)


def _issue(case_file: CaseFile) -> Needs:
    issued = answers.issued_on(case_file)
    if issued is None:
        yield Missing("day of issue", "It is not recorded that the court issued the claim: enter the event.", "events")
    elif paid_after(case_file, issued) is None:
        yield Missing(
            "days of the payments",
            f"It is not known which payments came after the claim was issued on {issued:%d/%m/%Y}: enter each with its"
            " day, since what was paid since issue is deducted apart.",
            "payments",
        )


def _answers(case_file: CaseFile) -> Needs:
    if answers.happened(case_file, answers.DEFENCE):
        yield Missing(
            "undefended claim",
            "A defence was filed: there is no judgment without a hearing or an application (CPR 12.3).",
            "events",
        )
        return
    if answers.happened(case_file, answers.PART) and not answers.happened(case_file, answers.ADMISSION):
        admitted = "The part admitted, which judgment on it accepts for the whole claim (CPR 14),"
        yield from lacking(entered_amount(case_file, "admitted_amount", admitted, least=0))
        return
    if answers.happened(case_file, answers.ADMISSION):
        return
    yield from _service(case_file)
    for one in answered(case_file):
        yield from _time_over(case_file, one)


def _service(case_file: CaseFile) -> Needs:
    """Who served: a claimant who did certifies it before judgment in default (CPR 6.17(2))."""
    if answers.happened(case_file, answers.ONLINE):
        return
    server = entered_choice(case_file, "served_by", "Who served the claim form", (BY_COURT, BY_CLAIMANT))
    yield from lacking(server)
    if server == BY_CLAIMANT and not answers.happened(case_file, answers.CERTIFICATE):
        yield Missing(
            "certificate of service",
            "The claimant served the claim form and no certificate of service was filed: file it first (CPR 6.17(2)).",
            "papers",
        )
    yield from law.known_method(case_file)


def _time_over(case_file: CaseFile, one: Answered) -> Needs:
    if one.time is None or one.over_on is None:
        yield Missing(
            "service", f"It is not recorded that {one.name} was served: enter the event with its day.", "events"
        )
        return
    if case_file.on <= one.over_on:
        yield Missing(
            "end of the time to answer",
            f"{one.name} may answer until {one.over_on:%d/%m/%Y} ({one.time.authority.citation}): judgment in default"
            " may be asked for from the day after (CPR 12.3).",
            "events",
        )


JUDGMENT_REQUEST = PaperKind(
    code=CODE,
    title="Request for judgment, by default or on admission (CPR 12, 14)",
    language="en",
    prepare=prepare,
)
