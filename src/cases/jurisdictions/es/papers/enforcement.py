"""The request for enforcement after the decreto that ends an unanswered monitorio (LEC 816): a simple request suffices.

The sum is the one the decreto fixes, less what was paid since; from the order for enforcement on the debt bears the
interest of LEC 576, and no wait of 20 days applies (LEC 548, 816.1).
"""

from dataclasses import replace

from cases.deadlines.arithmetic import spoken
from cases.jurisdictions.contract import CaseFile, Exhibit, Missing, Paper, PaperKind
from cases.jurisdictions.es.papers import decided, law, needs, representation
from cases.jurisdictions.es.papers.documents import index_of
from cases.jurisdictions.es.papers.wording import Agreement
from cases.jurisdictions.paperwork.entered import NUMBER, amount_said, said
from cases.jurisdictions.paperwork.naming import named
from kernel.money import Money

CODE = "enforcement_request"
DECREE = "decreto"
SENT_WITH = frozenset({"decision", "power", "assignment"})


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    left = decided.left_to_pay(case_file)
    missing = tuple(_needed(case_file, left))
    if missing or isinstance(left, Missing):
        return missing
    subject = "Solicitud de despacho de ejecución"
    index = index_of(_sent_with(case_file))
    return Paper(
        kind=CODE,
        title=subject,
        language="es",
        template="es/monitorio/enforcement.html",
        context={
            **named(case_file, subject),
            "number": said(case_file, NUMBER),
            "agreement": Agreement.of(case_file.debtors),
            "several": len(case_file.debtors) > 1,
            "decreed_on": decided.happened_on(case_file, DECREE),
            "decreed": amount_said(case_file, decided.SUM),
            "paid": amount_said(case_file, decided.PAID),
            "owed": left,
            "lawyer": said(case_file, representation.LAWYER),
            "agent": said(case_file, representation.AGENT),
            "assets": said(case_file, "assets"),
            "index": index,
        },
        attachments=tuple(line.file_name for line in index),
    )


def _sent_with(case_file: CaseFile) -> tuple[Exhibit, ...]:
    """The few documents of this writ, numbered from one: the others lie in the court's file already."""
    chosen = [one for one in case_file.exhibits if one.kind in SENT_WITH]
    return tuple(replace(one, number=number) for number, one in enumerate(chosen, start=1))


def _needed(case_file: CaseFile, left: Money | Missing) -> needs.Needs:
    yield from decided.under_way(case_file, "LEC 816.1")
    if decided.happened_on(case_file, DECREE) is None:
        yield Missing(
            "decreto", "No decreto that ends the monitorio is recorded, with its day (LEC 816.1).", "procedure"
        )
    yield from in_time(case_file)
    if isinstance(left, Missing):
        yield left
    else:
        yield from representation.missing_lawyers(case_file, left)
    if all(one.kind != "decision" for one in case_file.exhibits):
        yield Missing("decreto document", "The decreto is not among the documents (LEC 816.1).", "documents")
    yield from needs.signatory(case_file)


def in_time(case_file: CaseFile) -> needs.Needs:
    """The title lapses (LEC 518), which does not name this decreto: most apply it, and so does the house."""
    decreed_on = decided.happened_on(case_file, DECREE)
    if decreed_on is None:
        return
    last = law.reckon(law.TIME_TO_ENFORCE, decreed_on)
    if case_file.on > last.statutory_on:
        yield Missing(
            "life of the title",
            f"The decreto is of {spoken(decreed_on)}: enforcement had to be asked for by {spoken(last.statutory_on)}"
            f" ({last.authority.citation}, as most apply it).",
            "procedure",
        )


ENFORCEMENT = PaperKind(CODE, "Request for enforcement after the decreto (LEC 816)", "es", _prepare, in_time)
