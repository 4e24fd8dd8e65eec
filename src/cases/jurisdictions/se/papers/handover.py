"""The request to hand a contested case over to the district court (lag 1990:746 33–35 §§)."""

from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, Exhibit, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import figures, needs
from cases.jurisdictions.paperwork.entered import NUMBER, court_number, said
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.se.law import LAW
from cases.jurisdictions.se.papers.application import shown
from cases.jurisdictions.se.papers.wording import PROVES, contract_of, ground_of, label_of

CODE = "handover"
CONTESTED = "contest_notice"
"""The kind of act by which the Kronofogden tells of the contest: the time runs from its sending."""
TIME_TO_ASK = "SE-BF-4V"
_RULE = "lag 1990:746 33–35 §§"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document and what it is to prove."""

    exhibit: Exhibit
    proves: str


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed(case_file)):
        return missing
    subject = "Begäran om överlämnande till tingsrätt"
    return Paper(
        kind=CODE,
        title=subject,
        language="sv",
        template="se/handover/request.html",
        context={
            **named(case_file, subject),
            "number": said(case_file, NUMBER),
            "applicant": shown(case_file.creditor),
            "agent": shown(case_file.representative) if case_file.representative else None,
            "defendants": tuple(shown(debtor) for debtor in case_file.debtors),
            "several": len(case_file.debtors) > 1,
            "contract": contract_of(case_file.product),
            "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
            "items": figures.item_lines(case_file, label_of),
            "periods": figures.period_lines(case_file, ground_of),
            "running": figures.running(case_file, ground_of),
            "evidence": tuple(Evidence(one, PROVES[one.kind]) for one in case_file.exhibits if one.kind in PROVES),
        },
        attachments=tuple(f"{one.number:02d} {one.title}" for one in case_file.exhibits),
    )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.court(case_file, _RULE)
    yield from court_number(case_file, _RULE, "the Kronofogden")
    yield from in_time(case_file)
    yield from needs.identity(case_file.creditor, _RULE, needs.POSTED)
    if not case_file.debtors:
        yield Missing("debtors", f"No defendant is entered ({_RULE}).", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, _RULE, needs.POSTED)
    yield from needs.joint(case_file, "")
    yield from needs.origin(case_file, _RULE)
    yield from needs.figures(case_file, {"SEK"}, _RULE)
    yield from needs.rates_known(case_file, _RULE)
    yield from needs.deeds(case_file)
    yield from needs.proof(case_file, f"circumstances and evidence come with the request, {_RULE}")
    yield from needs.files(case_file, _RULE)
    yield from needs.signatory(case_file)


def in_time(case_file: CaseFile) -> needs.Needs:
    """The request must have come in within the time, counted from the sending of the notice (34 §)."""
    days = [one.sent_on for one in case_file.pre_action if one.kind == CONTESTED and one.sent_on]
    if not days:
        told = "It is not recorded when the notice of the contest was sent: enter the event (lag 1990:746 34 §)."
        yield Missing("notice of the contest", told, "events")
        return
    last = LAW.deadlines(TIME_TO_ASK, max(days))
    if case_file.on > last.statutory_on:
        told = (
            f"The notice of the contest was sent on {max(days).isoformat()}: the request had to come in by"
            f" {last.statutory_on.isoformat()} ({last.authority.citation}), or the case is written off. Sue instead."
        )
        yield Missing("time to ask for hand-over", told, "procedure")


HANDOVER = PaperKind(CODE, "Request for hand-over to the district court", "sv", _prepare, in_time)
