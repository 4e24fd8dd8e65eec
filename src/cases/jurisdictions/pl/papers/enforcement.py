"""The application to a bailiff under an ordinary court's title (KPC 796, 797: articles named, not read)."""

from collections.abc import Mapping

from cases.jurisdictions.contract import CaseFile, MachineFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.letters import one_line
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.paperwork.succession import TITLE
from cases.jurisdictions.pl.epu.suit_shown import interest_words
from cases.jurisdictions.pl.epu.titles import OrderedSum
from cases.jurisdictions.pl.papers.enforced import Enforced, enforced
from cases.jurisdictions.pl.papers.ordered import RULE, as_decreed

CODE = "enforcement"
EVENT = "enforcement_requested"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    asked = enforced(case_file, as_decreed(case_file))
    missing = (*_needed(case_file), *(asked if isinstance(asked, tuple) else ()))
    if missing or isinstance(asked, tuple):
        return missing
    return application_paper(case_file, CODE, asked, {"enforceable": said(case_file, TITLE)})


def _needed(case_file: CaseFile) -> needs.Needs:
    if not said(case_file, TITLE):
        yield Missing("enforceable title", f"The judgment or order to be enforced is not named ({RULE}).", "claim")
    yield from needs.exhibit(case_file, "decision", "enforceable title with its clause", RULE)
    yield from needs.files(case_file, RULE)


def application_paper(
    case_file: CaseFile,
    code: str,
    asked: Enforced,
    more: Mapping[str, object],
    machine: tuple[MachineFile, ...] = (),
) -> Paper:
    """`more` names the title (`enforceable`); what the bailiff collects is `asked`."""
    subject = "Wniosek o wszczęcie egzekucji"
    attached = tuple(one for one in case_file.exhibits if one.kind in {"decision", "power"}) if not machine else ()
    return Paper(
        kind=code,
        title=subject,
        language="pl",
        template="pl/enforcement/application.html",
        context={
            **named(case_file, subject),
            "asked": asked,
            "owed": asked.total,
            "interest": {one.number: _interest(one) for one in asked.sums},
            "creditor_address": one_line(case_file.creditor),
            "attorney_address": one_line(case_file.representative) if case_file.representative else None,
            "debtors": tuple((debtor, one_line(debtor)) for debtor in case_file.debtors),
            "attached": attached,
            "electronic": bool(machine),
            **more,
        },
        attachments=tuple(f"{one.number:02d} {one.title}" for one in attached),
        machine=machine,
    )


def _interest(ordered: OrderedSum) -> list[str]:
    """By its periods, or as the decision words it."""
    worded = [ordered.description] if ordered.description else []
    return [interest_words(ordered.amount, period) for period in ordered.interest] or worded


ENFORCEMENT = PaperKind(CODE, "Application to a bailiff (KPC 797)", "pl", _prepare)
