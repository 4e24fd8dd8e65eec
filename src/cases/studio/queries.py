"""The studio's view of a paper: its sample or hostile data, and what its template reads and cites."""

from dataclasses import dataclass

from cases.desk.particulars import NAMES
from cases.jurisdictions.contract import CaseFile, Jurisdiction, Missing, Paper, PaperKind
from cases.jurisdictions.registry import JURISDICTIONS
from cases.proceedings.particulars_read import asked_by
from cases.studio.reading import Cited, cited_by, digest_of_paper, fields_of
from cases.studio.samples.catalogue import most_items, papers_of, sample_of
from cases.studio.samples.hostile import MANY, hostile
from kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Listed:
    procedure: str
    code: str
    title: str
    language: str
    letter: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    jurisdiction: Jurisdiction
    papers: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Studied:
    """`paper` is None where the data are refused: then `missing` says why, as it would to whoever files."""

    jurisdiction: Jurisdiction
    kind: PaperKind
    case: CaseFile
    paper: Paper | None
    missing: tuple[Missing, ...]
    template: str
    fields: tuple[str, ...]
    particulars: tuple[tuple[str, str], ...]
    cited: tuple[Cited, ...]
    digest: str


def shelves() -> tuple[Shelf, ...]:
    """Every paper of every country, each once however many procedures offer it."""
    found = []
    for jurisdiction in JURISDICTIONS:
        listed: dict[int, Listed] = {}
        for (procedure, code), kind in papers_of(jurisdiction.code).items():
            letter = jurisdiction.procedures[procedure].is_letter(code)
            listed.setdefault(id(kind), Listed(procedure, code, kind.title, kind.language, letter))
        found.append(Shelf(jurisdiction, tuple(listed.values())))
    return tuple(found)


def studied(code: str, procedure: str, kind_code: str, *, bad: bool) -> Studied:
    """NotFound for a paper there is not. The sample is complete: a test holds every paper to it."""
    jurisdiction = next((one for one in JURISDICTIONS if one.code == code), None)
    kind = papers_of(code).get((procedure, kind_code)) if jurisdiction else None
    if jurisdiction is None or kind is None:
        raise NotFound("There is no such paper.")
    sample = sample_of(code, kind_code)
    made, names = asked_by(kind, sample)
    if isinstance(made, tuple):
        raise NotFound("This paper has no complete sample yet.")
    case = hostile(sample, items=most_items(code, kind_code, MANY)) if bad else sample
    outcome = kind.prepare(case)
    paper, missing = (None, outcome) if isinstance(outcome, tuple) else (outcome, ())
    return Studied(
        jurisdiction,
        kind,
        case,
        paper,
        missing,
        made.template,
        fields_of(made.template),
        tuple((name, NAMES.get(name, "")) for name in names),
        cited_by(code, kind, made.template),
        digest_of_paper(kind, made.template),
    )
