"""Secure Data Transfer as far as Recourse uses it: stateful, on loopback, with its own refusals.

A customer's reference is taken once (DUP_CUST_FILEID), a request id once ever (DUPLD_CUST_REQID in one file,
DUP_CUST_REQID across files), the count is held against the requests (REQ_COUNT_MISMATCH).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from litestar import Litestar, Request, Response, post

from cases.jurisdictions.court_files.xml_parsing import Node, parse
from cases.submissions.connectors.soap import found, text_of
from tests.fakes.serving import at_once

SDT = "http://ws.sdt.moj.gov.uk/2013/sdt/"
SOAP = "http://www.w3.org/2003/05/soap-envelope"
STATES = ("Received", "Forwarded", "Initially Accepted")


@dataclass
class Held:
    """A file the court has. `states`: by request id, what its feedback says, with number or error."""

    bulk_reference: str
    customer_reference: str
    states: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class FakeSdt:
    customers: set[str] = field(default_factory=lambda: {"12345678"})
    held: dict[str, Held] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    held_up: Callable[[str], Awaitable[None]] = at_once
    """Waited for `before` and `after` it does what it is asked; whoever holds it up there holds back the answer."""
    defences: str = ""
    busy: int = 0
    silent: int = 0
    """So many submissions are taken and their answer lost on the way."""
    garbled: str = ""
    """Sent in place of the list of defences."""
    remark: str = ""
    """Stands in its answer to a file that it takes."""
    failing: set[str] = field(default_factory=set)
    """Questions of these names end in a gateway's error."""

    def decide(self, request_id: str, state: str, said: str = "") -> None:
        """`said` is the claim number of an acceptance, the reason of a rejection."""
        for one in self.held.values():
            if request_id in one.states:
                one.states[request_id] = (state, said)

    def application(self) -> Litestar:
        @post("/", status_code=200)
        async def answer(request: Request) -> Response[bytes]:
            message = parse(await request.body()).child("Body").children[0]
            self.calls.append(message.name)
            await self.held_up("before")
            said = self.answered(message)
            await self.held_up("after")
            return said

        return Litestar([answer], openapi_config=None)

    def answered(self, message: Node) -> Response[bytes]:
        if message.name in self.failing:
            return Response(b"<html>Bad gateway</html>", status_code=502, media_type="text/html")
        if self.garbled and message.name == "submitQueryRequest":
            return Response(self.garbled.encode(), media_type="text/xml")
        if self.busy:
            self.busy -= 1
            return _soap(_bulk_response("", "", "0", ("TAR_APP_BUSY", "The target application is busy.")))
        if message.name == "bulkRequest":
            taken = self._submit(message)
            if self.silent:
                self.silent -= 1
                return Response(b"<html>Bad gateway</html>", status_code=500, media_type="text/html")
            return _soap(taken)
        return _soap(self._feedback(message) if message.name == "bulkFeedbackRequest" else self._query())

    def _submit(self, message: Node) -> str:
        reference, count = text_of(message, "customerReference"), text_of(message, "requestCount")
        ids = [one.attributes["requestId"] for one in found(message, "requests").children]
        wrong = self._refusal(text_of(message, "sdtCustomerId"), reference, count, ids)
        if wrong:
            known = self.held[reference].bulk_reference if wrong[0] == "DUP_CUST_FILEID" else ""
            return _bulk_response(reference, known, count, wrong)
        bulk = f"MCOL-20261122103000-B{len(self.held) + 1:08}"
        self.held[reference] = Held(bulk, reference, {one: ("Received", "") for one in ids})
        self.used |= set(ids)
        return _bulk_response(reference, bulk, count, None, self.remark)

    def _refusal(self, customer: str, reference: str, count: str, ids: list[str]) -> tuple[str, str] | None:
        if customer not in self.customers:
            return ("CUST_ID_INVALID", "The customer is not known.")
        if reference in self.held:
            return ("DUP_CUST_FILEID", f"Duplicate User File Reference {reference} supplied.")
        if count != str(len(ids)):
            return ("REQ_COUNT_MISMATCH", f"Unexpected total number of requests: {count}, found {len(ids)}.")
        if len(set(ids)) < len(ids):
            return ("DUPLD_CUST_REQID", "Unique request identifier is duplicated in the file.")
        if self.used & set(ids):
            return ("DUP_CUST_REQID", "Duplicate unique request identifier submitted.")
        return None

    def _feedback(self, message: Node) -> str:
        held = next(one for one in self.held.values() if one.bulk_reference == text_of(message, "sdtBulkReference"))
        rows = "".join(_row(id_, *said) for id_, said in held.states.items())
        whole = "Completed" if all(one[0] in {"Accepted", "Rejected"} for one in held.states.values()) else "Validated"
        return (
            f'<b:bulkFeedbackResponse xmlns:b="{SDT}BulkFeedbackResponseSchema" xmlns:base="{SDT}BaseSchema"'
            ' xmlns:m="http://ws.sdt.moj.gov.uk/2013/mcol/ResponseDetailSchema"><b:bulkRequestStatus>'
            f'<base:status code="Ok"/><b:customerReference>{held.customer_reference}</b:customerReference>'
            f"<b:sdtBulkReference>{held.bulk_reference}</b:sdtBulkReference>"
            f"<b:submittedDate>{_now()}</b:submittedDate><b:sdtService>SDT Commissioning</b:sdtService>"
            f'<b:requestCount>{len(held.states)}</b:requestCount><b:bulkStatus code="{whole}"/></b:bulkRequestStatus>'
            f"<b:responses>{rows}</b:responses></b:bulkFeedbackResponse>"
        )

    def _query(self) -> str:
        return self.defences or (
            f'<q:submitQueryResponse xmlns:q="{SDT}SubmitQueryResponseSchema" xmlns:base="{SDT}BaseSchema">'
            '<base:status code="Ok"/><q:sdtCustomerId>12345678</q:sdtCustomerId>'
            "<q:sdtService>SDT Commissioning</q:sdtService><q:resultCount>0</q:resultCount><q:results/>"
            "</q:submitQueryResponse>"
        )


def _row(request_id: str, state: str, said: str) -> str:
    detail = (
        f"<m:claimNumber>{said}</m:claimNumber><m:issueDate>2026-11-20</m:issueDate>" if state == "Accepted" else ""
    )
    error = (
        f"<base:error><base:code>MCOL</base:code><base:description>{said}</base:description></base:error>"
        if state == "Rejected"
        else ""
    )
    inside = f"<b:mcolResponseDetail>{detail}</b:mcolResponseDetail>" if detail else ""
    return (
        f'<b:response requestType="mcolClaim" requestId="{request_id}"><b:responseDetail>{inside}</b:responseDetail>'
        f'<b:status code="{state}">{error}</b:status></b:response>'
    )


def _bulk_response(reference: str, bulk: str, count: str, error: tuple[str, str] | None, remark: str = "") -> str:
    told = "<base:status code='Ok'/>"
    if error is not None:
        code, words = error
        told = (
            "<base:status code='Error'><base:error>"
            f"<base:code>{code}</base:code><base:description>{words}</base:description>"
            "</base:error></base:status>"
        )
    known = f"<r:sdtBulkReference>{bulk}</r:sdtBulkReference>" if bulk else ""
    return (
        f'<r:bulkResponse xmlns:r="{SDT}BulkResponseSchema" xmlns:base="{SDT}BaseSchema">{told}'
        f"<r:customerReference>{reference or 'none'}</r:customerReference>{known}<r:submittedDate>{_now()}"
        f"</r:submittedDate><r:sdtService>SDT Commissioning{remark}</r:sdtService>"
        f"<r:requestCount>{count}</r:requestCount></r:bulkResponse>"
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _soap(message: str) -> Response[bytes]:
    body = f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{message}</s:Body></s:Envelope>'
    return Response(body.encode(), media_type="application/soap+xml")
