"""The envelope `bulkRequest` around the requests, and which element carries which message (BulkSubmitRequest.xsd)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from cases.jurisdictions.court_files.layout import Choice, Field, Layout, Option
from cases.jurisdictions.court_files.numbers import Whole
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.gb_ew.sdt import (
    claim_layouts,
    claim_messages,
    judgment_layouts,
    judgment_messages,
    limits,
    messages,
    set_aside_layouts,
    set_aside_messages,
)

LAYOUTS: dict[type, Layout] = {
    claim_messages.Claim: claim_layouts.CLAIM,
    judgment_messages.Judgment: judgment_layouts.JUDGMENT,
    claim_messages.StatusUpdate: claim_layouts.STATUS_UPDATE,
    judgment_messages.Warrant: judgment_layouts.WARRANT,
    judgment_messages.JudgmentAndWarrant: judgment_layouts.JUDGMENT_AND_WARRANT,
    set_aside_messages.SetAside: set_aside_layouts.SET_ASIDE,
    claim_messages.BreathingSpace: claim_layouts.BREATHING_SPACE,
}
MESSAGE = Choice(tuple(Option(messages.REQUEST_TYPES[struct], struct, layout) for struct, layout in LAYOUTS.items()))
HEADER = Layout(
    "Header",
    messages.Header,
    (
        Field("sdtCustomerId", "customer_id", "SDT customer id", limits.CUSTOMER_ID),
        Field("targetApplicationId", "target", "Target application", limits.TARGET),
        Field("requestCount", "count", "Number of requests", Whole(1, limits.MOST_REQUESTS)),
        Field("customerReference", "reference", "Customer reference", limits.CUSTOMER_REFERENCE),
    ),
)


def _filing(request_id: str, message: messages.Message) -> messages.Filing:
    return messages.Filing(case=request_id, request_id=request_id, message=message)


REQUEST = Layout(
    "Request",
    _filing,
    (
        Field("requestType", "request_type", "Request type", Text(50), as_attribute=True, computed=True),
        Field("requestId", "request_id", "Request id", limits.REQUEST_ID, as_attribute=True),
        Field("message", "message", "Message", MESSAGE),
    ),
)


def _counted(bulk: Any) -> Iterator[tuple[str, str, str]]:
    if bulk.header.count != len(bulk.requests):
        counted = f"The header counts {bulk.header.count} requests, the file holds {len(bulk.requests)}."
        yield "header.count", counted, "State the number sent."


def _ids_once(bulk: Any) -> Iterator[tuple[str, str, str]]:
    for request_id, times in Counter(one.request_id for one in bulk.requests).items():
        if times > 1:
            yield "requests", f"The request id {request_id} stands there {times} times.", "Give each request its own."


BULK_REQUEST = Layout(
    "Bulk request",
    messages.BulkRequest,
    (
        Field("header", "header", "Header", HEADER),
        Field("request", "requests", "Request", REQUEST, many=(1, limits.MOST_REQUESTS), wrapper="requests"),
    ),
    rules=(_counted, _ids_once),
)
