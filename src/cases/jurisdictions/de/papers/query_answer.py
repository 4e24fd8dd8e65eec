"""The answer to a Monierung (ZPO 691): every line of it sent back, with its content as it should be."""

from collections.abc import Iterator

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.de.eda.follow_ups import Queried, QueryAnswer
from cases.jurisdictions.de.eda.said import lines_of
from cases.jurisdictions.de.papers.follow_up import common_needs, court_number, day_entered, sheet
from cases.jurisdictions.de.papers.machine import unfit

CODE = "monierungsantwort"
FILE = "monierungsantwort.eda"
LINES, ON, APPLIED_ON, ABOUT = "query_lines", "query_on", "query_application_on", "query_about"
RULE = "ZPO 691"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed(case_file)):
        return missing
    answer = _answer(case_file)
    if answer is None:
        return (Missing("Monierung", f"The Monierung is not entered whole ({RULE}).", "court"),)
    if missing := tuple(unfit(FILE, answer)):
        return missing
    return sheet(
        case_file,
        code=CODE,
        subject="Antwort auf die Monierung",
        template="query_answer.html",
        file=FILE,
        message=answer,
        more={},
    )


def _answer(case_file: CaseFile) -> QueryAnswer | None:
    queried_on, applied_on = day_entered(case_file, ON), day_entered(case_file, APPLIED_ON)
    about = _about(case_file)
    if queried_on is None or applied_on is None or about is None:
        return None
    return QueryAnswer(
        numbers=(court_number(case_file),),
        reference=case_file.case_reference,
        queried_on=queried_on,
        applied_on=applied_on,
        about=about,
        lines=lines_of(case_file.particulars[LINES]),
    )


def _about(case_file: CaseFile) -> Queried | None:
    told = case_file.particulars.get(ABOUT, Queried.MAHNBESCHEIDSANTRAG.value)
    return next((one for one in Queried if one.value == told), None)


def _needed(case_file: CaseFile) -> Iterator[Missing]:
    yield from common_needs(case_file, RULE)
    for name, what in ((ON, "the Monierung"), (APPLIED_ON, "the application it is about")):
        if day_entered(case_file, name) is None:
            yield Missing(f"day of {what}", f"The day of {what} is missing, such as 2026-11-02 ({RULE}).", "court")
    if _about(case_file) is None:
        known = ", ".join(one.value for one in Queried)
        yield Missing("monierter Antrag", f"What the Monierung is about is one of {known}.", "court")
    if not lines_of(case_file.particulars.get(LINES, "")):
        yield Missing(
            "lines of the Monierung",
            f"The lines of the Monierung are missing ({RULE}): copy each as its notice shows it, nine parts with"
            " semicolons between, and correct the last.",
            "court",
        )


QUERY_ANSWER = PaperKind(CODE, "Answer to a Monierung (data sheet with EDA records)", "de", _prepare)
