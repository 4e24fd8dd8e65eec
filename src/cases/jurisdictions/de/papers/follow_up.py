"""What papers after the Mahnbescheid share: the court's number, and a sheet with the records inside."""

import re
from collections.abc import Iterator, Mapping

from cases.jurisdictions.contract import CaseFile, Missing, Paper
from cases.jurisdictions.de.eda.follow_ups import FollowUp
from cases.jurisdictions.de.papers.machine import machine_part
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import NUMBER, said
from cases.jurisdictions.paperwork.letters import one_line
from cases.jurisdictions.paperwork.naming import named


def court_number(case_file: CaseFile) -> str:
    """The eleven digits without hyphens and spaces."""
    return re.sub(r"[-\s]", "", said(case_file, NUMBER))


def common_needs(case_file: CaseFile, rule: str) -> Iterator[Missing]:
    yield from needs.court(case_file, rule)
    if not re.fullmatch(r"[0-9]{11}", court_number(case_file)):
        yield Missing(
            "case number",
            f"The number that the Mahngericht gave the case is missing, eleven digits as in 26-1234567-0-1 ({rule}).",
            "court",
        )
    yield from needs.identity(case_file.creditor, rule, ("name",))
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered ({rule}).", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, rule, ("name",))
    yield from needs.signatory(case_file)


def sheet(
    case_file: CaseFile,
    *,
    code: str,
    subject: str,
    template: str,
    file: str,
    message: FollowUp,
    more: Mapping[str, object],
) -> Paper:
    part = machine_part(file, message)
    return Paper(
        kind=code,
        title=subject,
        language="de",
        template=f"de/mahnverfahren/{template}",
        context={
            **named(case_file, subject),
            "number": shown_number(court_number(case_file)),
            "message": message,
            "attorney_address": one_line(case_file.representative) if case_file.representative else None,
            "debtors": tuple((debtor.name, one_line(debtor)) for debtor in case_file.debtors),
            "file_name": file,
            **more,
        },
        machine=part.files,
    )


def shown_number(number: str) -> str:
    """As courts write it: 26-1234567-0-1."""
    return f"{number[:2]}-{number[2:9]}-{number[9]}-{number[10]}"
