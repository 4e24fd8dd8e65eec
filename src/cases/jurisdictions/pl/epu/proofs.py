"""Evidence as the e-court takes it: named and described with the fact it proves, never attached (KPC 505³² §1)."""

from cases.jurisdictions.contract import CaseFile, Exhibit
from cases.jurisdictions.pl.epu.claims import Evidence
from cases.jurisdictions.pl.epu.codes import EvidenceKind
from cases.jurisdictions.pl.papers.wording import EXHIBITS

KINDS = {"contract": EvidenceKind.UMOWA, "invoice": EvidenceKind.FAKTURA}
LONGEST_LABEL = 120


def evidence_of(case_file: CaseFile) -> tuple[Evidence, ...]:
    """Documents that prove something; a power of attorney and a receipt of the fee prove nothing of the claim."""
    proving = [one for one in case_file.exhibits if one.kind in EXHIBITS]
    return tuple(_evidence(number, one) for number, one in enumerate(proving, start=1))


def _evidence(number: int, exhibit: Exhibit) -> Evidence:
    """A title longer than the label takes goes into the description: nothing is shortened."""
    short = len(exhibit.title) <= LONGEST_LABEL
    return Evidence(
        number=number,
        kind=KINDS.get(exhibit.kind, EvidenceKind.INNY),
        fact=EXHIBITS[exhibit.kind],
        label=exhibit.title if short else None,
        description=None if short else exhibit.title,
        dated=exhibit.dated_on,
    )
