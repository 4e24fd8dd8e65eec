"""What comes back: the acknowledgement of a file, the state of each request, and the defendants' responses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cases.jurisdictions.gb_ew.sdt.codes import BulkState, Outcome, RequestState, Response
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


@dataclass(frozen=True, slots=True)
class Matching:
    """Feedback held against what was sent: every difference is for a person to look at."""

    answered: tuple[RequestAnswer, ...]
    unknown: tuple[RequestAnswer, ...]
    twice: tuple[RequestAnswer, ...]
    silent: tuple[str, ...]


def matched(feedback: Feedback, sent: Iterable[str]) -> Matching:
    """`answered` holds the first answer to each request of ours; a further one is `twice`, one to a request never sent
    `unknown`; `silent` are requests without any.
    """
    asked = dict.fromkeys(sent)
    answered: dict[str, RequestAnswer] = {}
    unknown: list[RequestAnswer] = []
    twice: list[RequestAnswer] = []
    for one in feedback.answers:
        if one.request_id not in asked:
            unknown.append(one)
        elif one.request_id in answered:
            twice.append(one)
        else:
            answered[one.request_id] = one
    silent = tuple(one for one in asked if one not in answered)
    return Matching(tuple(answered.values()), tuple(unknown), tuple(twice), silent)
