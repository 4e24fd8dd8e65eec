"""Case files for the European order: an Irish purchaser before the courts of four Member States."""

from dataclasses import replace
from datetime import date
from typing import Any

from cases.jurisdictions.contract import CaseFile, PaperKind, PreAction
from cases.jurisdictions.registry import by_code
from tests.builders.case_file import exhibit, spanish_case
from tests.builders.german_case import german_case
from tests.builders.polish_case import polish_case
from tests.builders.swedish_case import swedish_case

BORN = {"es": spanish_case, "pl": polish_case, "se": swedish_case, "de": german_case}
PURCHASER = "Leinster Receivables DAC"


def paper(seat: str, code: str) -> PaperKind:
    jurisdiction = by_code(seat)
    assert jurisdiction is not None
    return next(one for one in jurisdiction.procedures["european_order"].papers if one.code == code)


def a_european_case(seat: str, *, particulars: dict[str, str] | None = None, **changes: Any) -> CaseFile:
    """A loan of a consumer at home in the court's own State, bought by a company in Ireland."""
    file = BORN[seat]()
    title = (*file.title[:-1], replace(file.title[-1], holder=PURCHASER))
    ready = replace(
        file,
        product="consumer_loan",
        creditor=replace(file.creditor, name=PURCHASER, country="ie"),
        title=title,
        court=file.court or "The court that was named",
        exhibits=file.exhibits or (exhibit(1, "contract", "Vertrag", date(2021, 4, 3)),),
        particulars=particulars or {},
    )
    return replace(ready, **changes)


def a_lodged_case(seat: str, *more: str, particulars: dict[str, str] | None = None, **changes: Any) -> CaseFile:
    """The same, lodged on 2 November 2026; `more` names what the court did on 9 November."""
    acts = [PreAction("application", date(2026, 11, 2), None, None, None, None)]
    acts += [PreAction(kind, None, date(2026, 11, 9), None, None, None) for kind in more]
    given = {"court_number": "12 EuM 34/26", **(particulars or {})}
    return a_european_case(seat, pre_action=tuple(acts), particulars=given, **changes)
