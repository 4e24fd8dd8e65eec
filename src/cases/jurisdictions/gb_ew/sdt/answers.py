"""What comes back: the acknowledgement of a file and the state of each request."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.jurisdictions.gb_ew.sdt.codes import BulkState, Outcome, RequestState
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """A code such as `DUP_CUST_REQID` and the court's own words."""

    code: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    code: Outcome
    error: Error | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """`bulkResponse`: the file was taken (or not). Keep `bulk_reference`: feedback is asked for by it."""

    status: Status
    reference: str
    submitted: datetime
    service: str
    count: int
    bulk_reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkStatus:
    code: BulkState
    error: Error | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkFeedback:
    status: Status
    bulk_reference: str
    service: str
    reference: str | None = None
    submitted: datetime | None = None
    count: int | None = None
    state: BulkStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What the court did on a request: numbers, dates, its fee."""

    claim_number: str | None = None
    issued_on: date | None = None
    served_on: date | None = None
    judgment_on: date | None = None
    first_payment_on: date | None = None
    warrant_number: str | None = None
    court_code: str | None = None
    court_name: str | None = None
    fee: Money | None = None
    judgment_warrant_status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDetail:
    detail: Detail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStatus:
    code: RequestState
    error: Error | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswer:
    request_type: str
    request_id: str
    status: RequestStatus
    response: ResponseDetail

    @property
    def detail(self) -> Detail:
        return self.response.detail or Detail()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    bulk: BulkFeedback
    answers: tuple[RequestAnswer, ...]
