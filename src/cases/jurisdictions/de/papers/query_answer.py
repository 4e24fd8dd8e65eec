"""The answer to a Monierung (ZPO 691): every line of it sent back, with its content as it should be."""

from collections.abc import Iterator

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.de.eda.follow_ups import Queried, QueryAnswer
from cases.jurisdictions.de.eda.said import lines_of
from cases.jurisdictions.de.papers.follow_up import common_needs, court_number, sheet
from cases.jurisdictions.de.papers.machine import unfit
from cases.jurisdictions.paperwork.entered import entered_choice, entered_day, lacking, said

CODE = "monierungsantwort"
FILE = "monierungsantwort.eda"
LINES, ON, APPLIED_ON, ABOUT = "query_lines", "query_on", "query_application_on", "query_about"
RULE = "ZPO 691"
APPLICATIONS = {one.value: one for one in Queried}
USUAL = Queried.MAHNBESCHEIDSANTRAG.value


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    answer = _answer(case_file)
    if not isinstance(answer, QueryAnswer):
        return answer
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


def _answer(case_file: CaseFile) -> QueryAnswer | tuple[Missing, ...]:
    queried_on = entered_day(case_file, ON, f"The day of the Monierung ({RULE})")
    applied_on = entered_day(case_file, APPLIED_ON, f"The day of the application it is about ({RULE})")
    about = entered_choice(case_file, ABOUT, "What the Monierung is about", APPLICATIONS, unsaid=USUAL)
    missing = (*common_needs(case_file, RULE), *lacking(queried_on, applied_on, about), *_lines(case_file))
    if missing or isinstance(queried_on, Missing) or isinstance(applied_on, Missing) or isinstance(about, Missing):
        return missing
    return QueryAnswer(
        numbers=(court_number(case_file),),
        reference=case_file.case_reference,
        queried_on=queried_on,
        applied_on=applied_on,
        about=APPLICATIONS[about],
        lines=lines_of(said(case_file, LINES)),
    )


def _lines(case_file: CaseFile) -> Iterator[Missing]:
    if not lines_of(said(case_file, LINES)):
        yield Missing(
            "lines of the Monierung",
            f"The lines of the Monierung are missing ({RULE}): copy each as its notice shows it, nine parts with"
            " semicolons between, and correct the last.",
            "court",
        )


QUERY_ANSWER = PaperKind(CODE, "Answer to a Monierung (data sheet with EDA records)", "de", _prepare)
