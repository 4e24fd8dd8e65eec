"""The application for a Mahnbescheid: a sheet that a person reads, and the court's records inside it (ZPO 690, 702)."""

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.de.eda.account import marks_of
from cases.jurisdictions.de.eda.from_case import CONTESTED, DISPUTE, RENDERED, RETURN, application_of_case, court_named
from cases.jurisdictions.de.papers.machine import machine_part, unfit
from cases.jurisdictions.de.papers.mahnantrag_needs import needed
from cases.jurisdictions.de.papers.wording import contract_of, ground_of, label_of
from cases.jurisdictions.paperwork import figures, needs
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.letters import one_line
from cases.jurisdictions.paperwork.naming import named

CODE = "mahnantrag"
FILE = "mahnantrag.eda"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(needed(case_file)):
        return missing
    application = application_of_case(case_file)
    if missing := tuple(unfit(FILE, application)):
        return missing
    written = marks_of(case_file.court_account) is not None
    machine = machine_part(FILE, application).files if written else ()
    subject = "Antrag auf Erlass eines Mahnbescheids"
    return Paper(
        kind=CODE,
        title=subject,
        language="de",
        template="de/mahnverfahren/application.html",
        context={
            **named(case_file, subject),
            "court_place": court_named(case_file),
            "application": application,
            "several": len(case_file.debtors) > 1,
            "creditor_address": one_line(case_file.creditor),
            "attorney_address": one_line(case_file.representative) if case_file.representative else None,
            "debtors": tuple(
                (debtor, one_line(debtor), person.representatives)
                for debtor, person in zip(case_file.debtors, application.defendants, strict=True)
            ),
            "contract": contract_of(case_file.product),
            "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
            "assigned": needs.is_assigned(case_file),
            "items": figures.item_lines(case_file, label_of),
            "periods": figures.period_lines(case_file, ground_of),
            "rendered": said(case_file, RETURN).casefold() == RENDERED,
            "contested": said(case_file, CONTESTED).casefold() == "yes",
            "file_name": FILE if machine else None,
            "dispute_named": said(case_file, DISPUTE),
        },
        machine=machine,
    )


MAHNANTRAG = PaperKind(CODE, "Application for a Mahnbescheid (data sheet with EDA records)", "de", _prepare)
