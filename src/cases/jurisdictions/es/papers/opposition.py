"""The creditor's answer to an opposition within the verbal limit (LEC 818.2): ten working days from its copy.

What the debtor pleads and what the creditor says to it are written by a lawyer; the house gives parties, days, sums
and documents.
"""

from cases.deadlines.arithmetic import spoken
from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.es.papers import decided, law, needs, representation
from cases.jurisdictions.es.papers.documents import index_of
from cases.jurisdictions.es.papers.wording import Agreement, cited, contract_of
from cases.jurisdictions.paperwork.entered import NUMBER, said
from cases.jurisdictions.paperwork.naming import named

CODE = "opposition_answer"
OPPOSED = "opposition"
REASONS = "opposition_reasons"
REPLY = "opposition_reply"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed(case_file)):
        return missing
    subject = "Escrito de impugnación de la oposición"
    index = index_of(case_file.exhibits)
    return Paper(
        kind=CODE,
        title=subject,
        language="es",
        template="es/monitorio/opposition_answer.html",
        context={
            **named(case_file, subject),
            "number": said(case_file, NUMBER),
            "agreement": Agreement.of(case_file.debtors),
            "several": len(case_file.debtors) > 1,
            "contract": contract_of(case_file.product),
            "opposed_on": decided.happened_on(case_file, OPPOSED),
            "reasons": _paragraphs(case_file, REASONS),
            "reply": _paragraphs(case_file, REPLY),
            "origin": cited(case_file.exhibits, *sorted(needs.ORIGIN_KINDS)),
            "assignment": cited(case_file.exhibits, "assignment"),
            "lawyer": said(case_file, representation.LAWYER),
            "agent": said(case_file, representation.AGENT),
            "index": index,
        },
        attachments=tuple(line.file_name for line in index),
    )


def _paragraphs(case_file: CaseFile, name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said(case_file, name).splitlines() if line.strip())


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from decided.under_way(case_file, "LEC 818.2")
    yield from _in_time(case_file)
    yield from _small_enough(case_file)
    yield from needs.figures(case_file)
    yield from needs.title(case_file)
    yield from needs.documents(case_file)
    for name, what in ((REASONS, "What the debtor pleads"), (REPLY, "The creditor's answer to it")):
        if not _paragraphs(case_file, name):
            yield Missing(name.replace("_", " "), f"{what} is not entered: a lawyer writes it (LEC 818.2).", "court")
    yield from representation.missing_lawyers(case_file, case_file.total)
    yield from needs.signatory(case_file)


def _small_enough(case_file: CaseFile) -> needs.Needs:
    """Above the limit of the verbal a claim of its own follows; of urban rent every opposition is heard so (818.3)."""
    limit = law.verbal_limit(case_file.on)
    if case_file.product != "rent" and case_file.total > limit:
        yield Missing(
            "sum within the verbal",
            f"{case_file.total} is more than the {limit} up to which an opposed monitorio goes on as a juicio verbal"
            " (LEC 249.2, 818.2): file the ordinary claim within the month.",
            "procedure",
        )


def _in_time(case_file: CaseFile) -> needs.Needs:
    served_on = decided.happened_on(case_file, OPPOSED)
    if served_on is None:
        yield Missing("opposition", "No copy of an opposition is recorded, with its day (LEC 818.2).", "procedure")
        return
    last = law.reckon(law.TIME_TO_ANSWER, served_on).statutory_on
    if case_file.on > last:
        yield Missing(
            "time to answer",
            f"The opposition was served on {spoken(served_on)}: the time to answer ended on {spoken(last)}"
            " (LEC 818.2).",
            "procedure",
        )


OPPOSITION_ANSWER = PaperKind(CODE, "Answer to the opposition (LEC 818.2)", "es", _prepare, _in_time)
