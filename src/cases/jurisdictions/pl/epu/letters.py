"""Letters in a case before the e-court."""

from dataclasses import dataclass
from datetime import datetime

from cases.jurisdictions.pl.epu.codes import LetterKind
from cases.jurisdictions.pl.epu.parties import Filer, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`court_case_id`, `signature` are the court's; `delivery_id` is the delivery it answers. `case` is not sent."""

    case: str
    court_case_id: int
    signature: str
    filed_at: datetime
    kind: LetterKind
    text: str | None
    delivery_id: int | None = None
    subject: str | None = None
    filer: Filer | None = None
    claimants: tuple[Party, ...] = ()
    defendants: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBatch:
    designation: str
    letters: tuple[Letter, ...]
