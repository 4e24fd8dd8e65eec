"""One complete case for every paper of every country, from invented data: what the studio shows, and tests render."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fnmatch import fnmatch
from functools import cache
from importlib.resources import files
from typing import Any

from cases.jurisdictions.contract import CaseFile, Exhibit, FiledParty, PaperKind, PreAction
from cases.jurisdictions.registry import JURISDICTIONS
from cases.studio.samples.english import english_case
from cases.studio.samples.german import german_case
from cases.studio.samples.making import DIGEST
from cases.studio.samples.polish import polish_case
from cases.studio.samples.spanish import spanish_case
from cases.studio.samples.swedish import swedish_case

CASES: Mapping[str, Callable[..., CaseFile]] = {
    "es": spanish_case,
    "gb_ew": english_case,
    "pl": polish_case,
    "se": swedish_case,
    "de": german_case,
}
COURTS = {"de": "Amtsgericht Wedding"}
EVIDENCE = {"de": (Exhibit(1, "contract", "Versorgungsvertrag", date(2021, 4, 3), DIGEST),)}


def papers_of(code: str) -> dict[tuple[str, str], PaperKind]:
    """Every paper of a country by procedure and code, in the order of its procedures."""
    jurisdiction = next(one for one in JURISDICTIONS if one.code == code)
    return {
        (procedure.code, paper.code): paper
        for procedure in jurisdiction.procedures.values()
        for paper in procedure.papers
    }


def sample_of(code: str, kind: str) -> CaseFile:
    """The case of a country with what the paper asks for on top."""
    case = CASES[code]()
    for country in ("any", code):
        for pattern, told in _catalogue().get(country, {}).items():
            if fnmatch(kind, pattern):
                case = _with(case, told, code)
    return case


def most_items(code: str, kind: str, many: int) -> int:
    """How many items the hostile case of a paper may have: a court that hears sums up to a limit hears no more."""
    told = [_catalogue().get(country, {}).get(kind, {}) for country in ("any", code)]
    return min([many, *(int(one["most_items"]) for one in told if "most_items" in one)])


def _with(case: CaseFile, told: Mapping[str, Any], code: str) -> CaseFile:
    if told.get("abroad"):
        creditor = replace(case.creditor, street="12 Harbour Row", postcode="D02 XY45", city="Dublin", country="ie")
        case = replace(
            case, creditor=creditor, court=case.court or COURTS[code], exhibits=case.exhibits or EVIDENCE[code]
        )
    if told.get("agent") and case.representative is None:
        case = replace(case, representative=_agent(case))
    acts = tuple(
        PreAction(one["kind"], one.get("sent"), one.get("received"), one.get("answered"), None, "n.º 4711")
        for one in told.get("acts", ())
    )
    known = {one.kind for one in case.exhibits}
    fresh = [one for one in told.get("exhibits", ()) if one["kind"] not in known]
    exhibits = tuple(
        Exhibit(number, one["kind"], one["title"], one.get("dated", case.on), DIGEST)
        for number, one in enumerate(fresh, start=len(case.exhibits) + 1)
    )
    return replace(
        case,
        court=told.get("court", case.court),
        pre_action=(*case.pre_action, *acts),
        exhibits=(*case.exhibits, *exhibits),
        particulars={**case.particulars, **told.get("particulars", {})},
    )


def _agent(case: CaseFile) -> FiledParty:
    """A firm in the creditor's own town: a power of attorney empowers somebody."""
    return replace(case.creditor, role="representative", name=f"{case.creditor.city} Recovery Partners", email=None)


@cache
def _catalogue() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("cases.studio.samples") / "papers.toml").read_text(encoding="utf-8"))
