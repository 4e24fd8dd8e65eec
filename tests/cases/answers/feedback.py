"""Answers of Secure Data Transfer as HMCTS writes them, for whatever requests a story names."""

from collections.abc import Sequence
from dataclasses import dataclass

SDT = "http://ws.sdt.moj.gov.uk/2013/sdt"
MCOL = "http://ws.sdt.moj.gov.uk/2013/mcol"


@dataclass(frozen=True, slots=True)
class Told:
    """What the court says of one request."""

    request_id: str
    status: str = "Accepted"
    claim_number: str | None = None
    issued_on: str | None = None
    error: tuple[str, str] | None = None
    request_type: str = "mcolClaim"


def feedback(told: Sequence[Told], *, file: str, submitted: str = "2026-11-03T09:00:00") -> bytes:
    return f"""<f:bulkFeedbackResponse xmlns:f="{SDT}/BulkFeedbackResponseSchema" xmlns:b="{SDT}/BaseSchema"
    xmlns:d="{MCOL}/ResponseDetailSchema">
  <f:bulkRequestStatus>
    <b:status code="Ok"/>
    <f:customerReference>{file}</f:customerReference>
    <f:sdtBulkReference>MCOL-20261103090000-123456789</f:sdtBulkReference>
    <f:submittedDate>{submitted}</f:submittedDate>
    <f:sdtService>SDT</f:sdtService>
    <f:requestCount>{max(1, len(told))}</f:requestCount>
    <f:bulkStatus code="Completed"/>
  </f:bulkRequestStatus>
  <f:responses>{"".join(map(_response, told))}</f:responses>
</f:bulkFeedbackResponse>""".encode()


def _response(one: Told) -> str:
    number = f"<d:claimNumber>{one.claim_number}</d:claimNumber>" if one.claim_number else ""
    issued = f"<d:issueDate>{one.issued_on}</d:issueDate>" if one.issued_on else ""
    detail = f"<f:mcolResponseDetail>{number}{issued}</f:mcolResponseDetail>" if number or issued else ""
    error = (
        f"<b:error><b:code>{one.error[0]}</b:code><b:description>{one.error[1]}</b:description></b:error>"
        if one.error
        else ""
    )
    return (
        f'<f:response requestType="{one.request_type}" requestId="{one.request_id}">'
        f"<f:responseDetail>{detail}</f:responseDetail>"
        f'<f:status code="{one.status}">{error}</f:status></f:response>'
    )


def defence(
    claim_number: str,
    *,
    kind: str = "DE",
    filed_on: str = "2026-11-18",
    words: str = "I paid it all.",
    defendant: int = 1,
) -> bytes:
    return f"""<q:submitQueryResponse xmlns:q="{SDT}/SubmitQueryResponseSchema" xmlns:b="{SDT}/BaseSchema"
    xmlns:m="{MCOL}/QuerySchema">
  <b:status code="Ok"/>
  <q:sdtCustomerId>12345678</q:sdtCustomerId>
  <q:sdtService>SDT</q:sdtService>
  <q:resultCount>1</q:resultCount>
  <q:results><q:mcolDefenceDetail>
    <m:claimNumber>{claim_number}</m:claimNumber>
    <m:defendantResponse defendantId="{defendant}">
      <m:filedDate>{filed_on}</m:filedDate>
      <m:eventCreatedDateOnMcol>{filed_on}T10:00:00</m:eventCreatedDateOnMcol>
      <m:raisedOnMcol>true</m:raisedOnMcol>
      <m:responseType>{kind}</m:responseType>
      <m:defence>{words}</m:defence>
    </m:defendantResponse>
  </q:mcolDefenceDetail></q:results>
</q:submitQueryResponse>""".encode()
