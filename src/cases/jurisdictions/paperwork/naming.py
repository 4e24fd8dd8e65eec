"""What every paper is known by."""

from cases.jurisdictions.contract import CaseFile


def named(case_file: CaseFile, title: str) -> dict[str, object]:
    """What `documents/paper.html` reads of any paper, and the case itself; each paper adds its own."""
    return {
        "title": title,
        "author": case_file.creditor.name,
        "reference": case_file.case_reference,
        "case": case_file,
    }
