"""Whether lawyer and procurador must act in a writ, and who they are (LEC 23.2, 31.2, 814.2, 818.1)."""

from functools import cache

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.courts import Courts
from cases.jurisdictions.es.papers import needs
from cases.jurisdictions.es.papers.law import FOLDER
from cases.jurisdictions.paperwork.entered import said
from kernel.money import Money

LAWYER = "lawyer"
AGENT = "court_agent"


def compulsory(case_file: CaseFile, claimed: Money) -> bool:
    """Above the limit of the day, for every writ but the petition itself."""
    return claimed > _courts().limit("lawyer", case_file.on)


def missing_lawyers(case_file: CaseFile, claimed: Money) -> needs.Needs:
    if not compulsory(case_file, claimed):
        return
    for name, label in ((LAWYER, "lawyer"), (AGENT, "procurador")):
        if not said(case_file, name):
            yield Missing(
                label,
                f"Above {_courts().limit('lawyer', case_file.on)} a lawyer and a procurador must act: the {label} is"
                " not named (LEC 23.2, 31.2, 818.1).",
                "court",
            )


@cache
def _courts() -> Courts:
    return Courts(FOLDER)
