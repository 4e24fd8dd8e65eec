"""From claims, letters and applications to the e-court's batches: bad ones left out with their reasons, good ones never
lost, and the sum of fees that must be paid with each file.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import batched
from typing import Any

from cases.jurisdictions.court_files.checking import faults
from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.twin import Section, twin
from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.pl.epu.claim_layouts import ALONE, BATCH, IN_BATCH
from cases.jurisdictions.pl.epu.claims import Claim, ClaimBatch
from cases.jurisdictions.pl.epu.enforcement import Application, ApplicationBatch
from cases.jurisdictions.pl.epu.enforcement_layouts import APPLICATION, APPLICATIONS
from cases.jurisdictions.pl.epu.letter_layouts import LETTER, LETTERS
from cases.jurisdictions.pl.epu.letters import Letter, LetterBatch
from cases.jurisdictions.pl.epu.limits import NAMESPACE
from kernel.errors import Invalid, Place
from kernel.money import Money

type Filing = Claim | Letter | Application


@dataclass(frozen=True, slots=True)
class Service:
    """The e-court as this user knows it: its namespace, and how many filings it takes in one file (no schema says)."""

    namespace: str = NAMESPACE
    most: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """`fees` must be paid in full with the file: short of it, no claim of the file takes effect (art. 130 § 6 KPC)."""

    designation: str
    content: bytes
    cases: tuple[str, ...]
    fees: Money


@dataclass(frozen=True, slots=True)
class RefusedFiling:
    filing: Filing
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    files: tuple[File, ...]
    refused: tuple[RefusedFiling, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How one kind of filing is put into a batch."""

    root: str
    batch: Layout
    each: Layout
    make: Callable[[str, Any], Any]
    number: Callable[[Any], object]
    case: Callable[[Any], str]


CLAIMS = _Shape(
    "Pozwy", BATCH, IN_BATCH, lambda name, parts: ClaimBatch(designation=name, claims=parts),
    lambda one: one.claim_id, lambda one: str(one.reference),
)  # fmt: skip
LETTERS_OF_CASES = _Shape(
    "DokumentyEPU", LETTERS, LETTER, lambda name, parts: LetterBatch(designation=name, letters=parts),
    id, lambda one: str(one.case),
)  # fmt: skip
ENFORCEMENTS = _Shape(
    "WnioskiEgzekucyjneEPU", APPLICATIONS, APPLICATION,
    lambda name, parts: ApplicationBatch(designation=name, applications=parts),
    lambda one: one.application_id, lambda one: str(one.case),
)  # fmt: skip


def claim_faults(claim: Claim) -> tuple[Fault, ...]:
    """Everything the format, and the articles it rests on, would refuse in one claim of a batch."""
    return tuple(faults(IN_BATCH, claim, case=claim.reference))


def letter_faults(letter: Letter) -> tuple[Fault, ...]:
    return tuple(faults(LETTER, letter, case=letter.case))


def application_faults(application: Application) -> tuple[Fault, ...]:
    return tuple(faults(APPLICATION, application, case=application.case))


def claim_batch(claims: Iterable[Claim], *, designation: str, service: Service) -> Batch:
    """Batches `designation-1` and on. Invalid where the designation is unfit."""
    return _batch(CLAIMS, claims, designation, service)


def letter_batch(letters: Iterable[Letter], *, designation: str, service: Service) -> Batch:
    return _batch(LETTERS_OF_CASES, letters, designation, service)


def application_batch(applications: Iterable[Application], *, designation: str, service: Service) -> Batch:
    return _batch(ENFORCEMENTS, applications, designation, service)


def readable(filing: Filing) -> Section:
    """The readable twin, in the court's words."""
    if isinstance(filing, Claim):
        return twin(ALONE, filing)
    return twin(LETTER, filing) if isinstance(filing, Letter) else twin(APPLICATION, filing)


def _batch(shape: _Shape, filings: Iterable[Any], designation: str, service: Service) -> Batch:
    if not 1 <= len(designation) <= 54:
        place = Place("designation", designation, "The schema takes 60 with the number we add.")
        raise Invalid("The batch needs a designation of 1 to 54 characters.", places=[place])
    good: list[Any] = []
    refused: list[RefusedFiling] = []
    taken: dict[object, str] = {}
    for filing in filings:
        case = shape.case(filing)
        wrong = list(faults(shape.each, filing, case=case))
        if (number := shape.number(filing)) in taken:
            limit = f"The ID {number} is already that of case {taken[number]}."
            wrong.append(Fault(case, "ID", str(number), limit, "Give each filing of a batch its own."))
        if wrong:
            refused.append(RefusedFiling(filing, tuple(wrong)))
        else:
            taken[number] = case
            good.append(filing)
    parts = batched(good, service.most or max(len(good), 1), strict=False)
    files = [_file(shape, part, f"{designation}-{number}", service) for number, part in enumerate(parts, start=1)]
    return Batch(tuple(files), tuple(refused))


def _file(shape: _Shape, part: tuple[Any, ...], designation: str, service: Service) -> File:
    content = as_bytes(tree(shape.root, shape.batch, shape.make(designation, part), service.namespace))
    fees = sum((one.fee.amount for one in part if isinstance(one, Claim)), Money.zero("PLN"))
    return File(designation, content, tuple(shape.case(one) for one in part), fees)
