"""What defendants responded."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.jurisdictions.gb_ew.sdt.answers import Status
from cases.jurisdictions.gb_ew.sdt.codes import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class DefendantResponse:
    defendant: int
    filed_on: date
    created: datetime
    on_mcol: bool
    kind: Response
    defence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defence:
    claim_number: str
    response: DefendantResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Defences:
    """`submitQueryResponse`: what defendants filed in the days asked for."""

    status: Status
    customer_id: int
    service: str
    count: int
    defences: tuple[Defence, ...]
