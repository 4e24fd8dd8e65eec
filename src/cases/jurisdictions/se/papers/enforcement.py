"""The application for enforcement of an utslag or a judgment (utsökningsbalken and -förordningen, 2 kap. each)."""

from collections.abc import Iterator

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import figures, needs
from cases.jurisdictions.se.papers.application import JOINT, shown
from cases.jurisdictions.se.papers.wording import contract_of, ground_of, label_of
from kernel.errors import Invalid
from kernel.money import Money

CODE = "enforcement"
TITLE_KIND, TITLE, NUMBER, COSTS, ASSETS = "title_is", "enforceable_title", "court_number", "title_costs", "assets"
UTSLAG, JUDGMENT = "utslag", "judgment"
_CONTENT = "utsökningsförordningen 2 kap. 2 §"
_TITLE = "utsökningsbalken 2 kap. 2 §"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed(case_file)):
        return missing
    said = case_file.particulars
    costs = _costs(case_file)
    title = [one for one in case_file.exhibits if one.kind == "decision"] if said[TITLE_KIND] == JUDGMENT else []
    subject = "Ansökan om verkställighet"
    return Paper(
        kind=CODE,
        title=subject,
        language="sv",
        template="se/enforcement/application.html",
        context={
            "title": subject,
            "author": case_file.creditor.name,
            "reference": case_file.case_reference,
            "case": case_file,
            "applicant": shown(case_file.creditor),
            "agent": shown(case_file.representative) if case_file.representative else None,
            "debtors": tuple(shown(debtor) for debtor in case_file.debtors),
            "several": len(case_file.debtors) > 1,
            "by_utslag": said[TITLE_KIND] == UTSLAG,
            "enforceable": said[TITLE],
            "number": said[NUMBER],
            "assets": said.get(ASSETS),
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


def _needed(case_file: CaseFile) -> Iterator[Missing]:
    yield from needs.identity(case_file.creditor, _CONTENT, number="organisationsnummer or personnummer")
    if case_file.representative is not None:
        yield from needs.identity(case_file.representative, _CONTENT, needs.POSTED)
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered ({_CONTENT}).", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, _CONTENT, number="personnummer or organisationsnummer")
    yield from needs.joint(case_file, JOINT, "")
    yield from _title(case_file)
    yield from needs.figures(case_file, {"SEK"}, "utsökningsförordningen 2 kap. 4 §")
    yield from needs.rates_known(case_file, "utsökningsförordningen 2 kap. 4 §")
    yield from needs.deeds(case_file)
    yield from needs.signatory(case_file)


def _title(case_file: CaseFile) -> Iterator[Missing]:
    said = case_file.particulars
    if said.get(TITLE_KIND) not in {UTSLAG, JUDGMENT}:
        yield Missing("kind of title", f"Say what is to be enforced: {UTSLAG} or {JUDGMENT} ({_TITLE}).", "court")
    if not said.get(TITLE):
        yield Missing(
            "enforceable title",
            f"The title is not named: such as Kronofogdens utslag den 2 november 2026 ({_TITLE}).",
            "court",
        )
    if not said.get(NUMBER):
        yield Missing("case number", f"The number of the case that gave the title is missing ({_TITLE}).", "court")
    if said.get(TITLE_KIND) == JUDGMENT:
        yield from needs.exhibit(case_file, "decision", "judgment", _TITLE)
        yield from needs.files(case_file, _TITLE)
    try:
        _costs(case_file)
    except Invalid as refused:
        told = f"The costs that the title awards are no amount: {refused.sentence}"
        yield Missing("costs of the title", told, "court")


def _costs(case_file: CaseFile) -> Money:
    """What the title awards for costs; none where nothing was entered."""
    text = case_file.particulars.get(COSTS, "")
    return Money.parse(text, case_file.currency) if text else Money.zero(case_file.currency)


ENFORCEMENT = PaperKind(CODE, "Application for enforcement", "sv", _prepare)
