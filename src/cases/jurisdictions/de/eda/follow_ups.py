"""What is sent after the application: 08 Vollstreckungsbescheid, 20 answer to a Monierung, 25 withdrawal or settled."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.money import Money


class Ending(StrEnum):
    """Withdrawn (Rücknahme), or settled (Erledigung)."""

    RÜCKNAHME = "R"
    ERLEDIGUNG = "E"


class Queried(StrEnum):
    """Which application a Monierung is about: two programs agree on the digits."""

    MAHNBESCHEIDSANTRAG = "01"
    VOLLSTRECKUNGSBESCHEIDSANTRAG = "02"
    VOLLSTRECKUNGSBESCHEIDSANTRAG_ERNEUT = "03"
    NEUZUSTELLUNG_MB = "07"
    NEUZUSTELLUNG_MB_ERNEUT = "08"
    NEUZUSTELLUNG_VB = "10"
    NEUZUSTELLUNG_VB_ERNEUT = "11"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Paid since the application for the Mahnbescheid."""

    paid_on: date
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementOrder:
    """Application for a Vollstreckungsbescheid (ZPO 699). `number` is the court's, eleven digits."""

    number: str
    reference: str
    applied_on: date
    by_court: bool = True
    payments: tuple[Payment, ...] = ()
    other_costs: Money | None = None
    other_ground: str | None = None
    interest_on_costs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLine:
    """One line of a Monierung as the court sent it; an answer changes `content` alone."""

    fault: int
    field: str
    first_index: int
    second_index: int
    page: int
    line: int
    half: int
    form: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryAnswer:
    """The answer: the whole Monierung sent back, its lines corrected."""

    numbers: tuple[str, ...]
    reference: str
    queried_on: date
    applied_on: date
    about: Queried
    lines: tuple[QueryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """`electronic` where the application came as a file and not on the court's form."""

    number: str
    reference: str
    ending: Ending
    electronic: bool = True


type FollowUp = EnforcementOrder | QueryAnswer | Withdrawal
