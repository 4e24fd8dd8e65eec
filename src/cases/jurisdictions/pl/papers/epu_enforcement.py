"""The application for enforcement of an order of the e-court: a readable paper with the service's element inside."""

from cases.jurisdictions.contract import CaseFile, MachineFile, Missing, Paper, PaperKind
from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.pl.epu.account import namespace_of
from cases.jurisdictions.pl.epu.applying import application_of
from cases.jurisdictions.pl.epu.enforcement import Application
from cases.jurisdictions.pl.epu.enforcement_layouts import APPLICATION
from cases.jurisdictions.pl.epu.reasons import day
from cases.jurisdictions.pl.papers.enforced import Enforced
from cases.jurisdictions.pl.papers.enforcement import application_paper

CODE = "epu_enforcement"
PART = "wniosek-egzekucyjny-epu.xml"
ROOT = "WniosekEgzekucyjny"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    match application_of(case_file):
        case (Application() as application, Enforced() as asked):
            content = as_bytes(tree(ROOT, APPLICATION, application, namespace_of(case_file.court_account)))
            machine = (MachineFile(PART, content, "Wniosek jako element WniosekEgzekucyjny dla e-Sądu"),)
            return application_paper(case_file, CODE, asked, {"enforceable": _title(application)}, machine)
        case missing:
            return tuple(one for one in missing if isinstance(one, Missing))


def _title(application: Application) -> str:
    court = f"{application.court.name}, {application.court.division}"
    return f"nakaz zapłaty z {day(application.order.dated)}, sygn. akt {application.order.signature} ({court})"


EPU_ENFORCEMENT = PaperKind(CODE, "Application to a bailiff under an order of the e-court", "pl", _prepare)
