"""The application for enforcement of an utslag or a judgment (utsökningsbalken and -förordningen, 2 kap. each)."""

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import figures, needs
from cases.jurisdictions.paperwork.entered import (
    NUMBER,
    amount_if_entered,
    amount_said,
    court_number,
    entered_choice,
    lacking,
    said,
)
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.paperwork.succession import TITLE
from cases.jurisdictions.se.papers.application import shown
from cases.jurisdictions.se.papers.wording import contract_of, ground_of, label_of
from kernel.money import Money

CODE = "enforcement"
TITLE_KIND, COSTS, ASSETS = "title_is", "title_costs", "assets"
UTSLAG, JUDGMENT = "utslag", "judgment"
_CONTENT = "utsökningsförordningen 2 kap. 2 §"
_TITLE = "utsökningsbalken 2 kap. 2 §"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed(case_file)):
        return missing
    costs = amount_said(case_file, COSTS) or Money.zero(case_file.currency)
    by_judgment = _by_judgment(case_file)
    title = [one for one in case_file.exhibits if one.kind == "decision"] if by_judgment else []
    subject = "Ansökan om verkställighet"
    return Paper(
        kind=CODE,
        title=subject,
        language="sv",
        template="se/enforcement/application.html",
        context={
            **named(case_file, subject),
            "applicant": shown(case_file.creditor),
            "agent": shown(case_file.representative) if case_file.representative else None,
            "debtors": tuple(shown(debtor) for debtor in case_file.debtors),
            "several": len(case_file.debtors) > 1,
            "by_utslag": not by_judgment,
            "enforceable": said(case_file, TITLE),
            "number": said(case_file, NUMBER),
            "assets": said(case_file, ASSETS),
            "contract": contract_of(case_file.product),
            "assigned": needs.is_assigned(case_file),
            "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
            "items": figures.item_lines(case_file, label_of),
            "periods": figures.period_lines(case_file, ground_of),
            "running": figures.running(case_file, ground_of),
            "title_costs": costs,
            "asked": case_file.total + costs,
            "exhibits": title,
        },
        attachments=tuple(f"{one.number:02d} {one.title}" for one in title),
    )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.identity(case_file.creditor, _CONTENT, number="organisationsnummer or personnummer")
    if case_file.representative is not None:
        yield from needs.identity(case_file.representative, _CONTENT, needs.POSTED)
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered ({_CONTENT}).", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, _CONTENT, number="personnummer or organisationsnummer")
    yield from needs.joint(case_file, "")
    yield from _title(case_file)
    yield from needs.figures(case_file, {"SEK"}, "utsökningsförordningen 2 kap. 4 §")
    yield from needs.rates_known(case_file, "utsökningsförordningen 2 kap. 4 §")
    yield from needs.deeds(case_file)
    yield from needs.signatory(case_file)


def _title(case_file: CaseFile) -> needs.Needs:
    kind = entered_choice(case_file, TITLE_KIND, f"What is to be enforced ({_TITLE})", (UTSLAG, JUDGMENT))
    costs = amount_if_entered(case_file, COSTS, "What the title awards for costs", least=0)
    yield from lacking(kind, costs)
    if not said(case_file, TITLE):
        yield Missing(
            "enforceable title",
            f"The title is not named: such as Kronofogdens utslag den 2 november 2026 ({_TITLE}).",
            "court",
        )
    yield from court_number(case_file, _TITLE, "the court or the Kronofogden")
    if _by_judgment(case_file):
        yield from needs.exhibit(case_file, "decision", "judgment", _TITLE)
        yield from needs.files(case_file, _TITLE)


def _by_judgment(case_file: CaseFile) -> bool:
    return said(case_file, TITLE_KIND).casefold() == JUDGMENT


ENFORCEMENT = PaperKind(CODE, "Application for enforcement", "sv", _prepare)
