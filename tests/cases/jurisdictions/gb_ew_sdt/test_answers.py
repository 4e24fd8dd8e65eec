"""The court's answers, typed; what is malformed, unknown or said twice is noticed."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.gb_ew.sdt.answers import Acknowledgement, Feedback
from cases.jurisdictions.gb_ew.sdt.codes import Outcome, RequestState, Response
from cases.jurisdictions.gb_ew.sdt.defences import Defences
from cases.jurisdictions.gb_ew.sdt.matching import matched
from cases.jurisdictions.gb_ew.sdt.reading import ROOTS, read_answer
from kernel.errors import Invalid
from tests.builders.court_files import EXAMPLES, Schema, legal, schema
from tests.builders.money_claims import pounds

SCHEMAS = {
    "bulkResponse": "BulkRequestResponse/BulkSubmitResponse.xsd",
    "bulkFeedbackResponse": "RequestBulkFeedback/BulkFeedbackResponse.xsd",
    "submitQueryResponse": "SubmitQueryRequestResponse/SubmitQueryResponse.xsd",
}
SDT = "http://ws.sdt.moj.gov.uk/2013/sdt"
MCOL = "http://ws.sdt.moj.gov.uk/2013/mcol"


@pytest.fixture(scope="module")
def judges(shared: Path) -> dict[str, Schema]:
    return {name: schema(shared, f"uk-hmcts-sdt/xsd/{file}") for name, file in SCHEMAS.items()}


def as_the_court_writes(layout: Layout, root: str, namespace: str, answer: Any) -> bytes:
    """Error blocks and details are in the schemas' own namespaces, which our reader does not insist on."""
    return as_bytes(tree(root, layout, answer, namespace))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_the_court_may_answer_is_read(data: st.DataObject) -> None:
    (namespace, root), layout = data.draw(st.sampled_from(list(ROOTS.items())))
    answer = data.draw(legal(layout))
    assert read_answer(as_the_court_writes(layout, root, namespace, answer)) == answer


FEEDBACK = f"""
<f:bulkFeedbackResponse xmlns:f="{SDT}/BulkFeedbackResponseSchema" xmlns:b="{SDT}/BaseSchema"
    xmlns:d="{MCOL}/ResponseDetailSchema">
  <f:bulkRequestStatus>
    <b:status code="Ok"/>
    <f:customerReference>BOOK7-001</f:customerReference>
    <f:sdtBulkReference>MCOL-20261122090000-123456789</f:sdtBulkReference>
    <f:submittedDate>2026-11-22T09:00:00</f:submittedDate>
    <f:sdtService>SDT Commissioning</f:sdtService>
    <f:requestCount>3</f:requestCount>
    <f:bulkStatus code="Completed"/>
  </f:bulkRequestStatus>
  <f:responses>
    <f:response requestType="mcolClaim" requestId="RC-1">
      <f:responseDetail><f:mcolResponseDetail>
        <d:claimNumber>9QZ12345</d:claimNumber><d:issueDate>2026-11-23</d:issueDate>
        <d:serviceDate>2026-11-28</d:serviceDate><d:fee>7000</d:fee>
      </f:mcolResponseDetail></f:responseDetail>
      <f:status code="Accepted"/>
    </f:response>
    <f:response requestType="mcolClaim" requestId="RC-2">
      <f:responseDetail/>
      <f:status code="Rejected">
        <b:error><b:code>DUP_CUST_REQID</b:code><b:description>Duplicate request id</b:description></b:error>
      </f:status>
    </f:response>
    <f:response requestType="mcolClaim" requestId="RC-9"><f:responseDetail/><f:status code="Received"/></f:response>
    <f:response requestType="mcolClaim" requestId="RC-1"><f:responseDetail/><f:status code="Rejected"/></f:response>
  </f:responses>
</f:bulkFeedbackResponse>"""


def test_feedback_gives_numbers_dates_fees_and_reasons(judges: dict[str, Schema]) -> None:
    assert judges["bulkFeedbackResponse"].faults(FEEDBACK.encode()) == []
    feedback = read_answer(FEEDBACK.encode())
    assert isinstance(feedback, Feedback)
    accepted, rejected = feedback.answers[:2]
    assert (accepted.detail.claim_number, accepted.detail.fee) == ("9QZ12345", pounds("70.00"))
    assert str(accepted.detail.served_on) == "2026-11-28"
    assert rejected.status.code is RequestState.REJECTED
    assert rejected.status.error is not None
    assert rejected.status.error.code == "DUP_CUST_REQID"


def test_answers_to_nothing_we_sent_said_twice_or_missing_are_put_apart() -> None:
    feedback = read_answer(FEEDBACK.encode())
    assert isinstance(feedback, Feedback)
    found = matched(feedback, ["RC-1", "RC-2", "RC-3"])
    assert [one.request_id for one in found.answered] == ["RC-1", "RC-2"]
    assert [one.request_id for one in found.unknown] == ["RC-9"]
    assert [one.request_id for one in found.twice] == ["RC-1"]
    assert found.silent == ("RC-3",)


DEFENCES = f"""
<q:submitQueryResponse xmlns:q="{SDT}/SubmitQueryResponseSchema" xmlns:b="{SDT}/BaseSchema"
    xmlns:m="{MCOL}/QuerySchema">
  <b:status code="Ok"/>
  <q:sdtCustomerId>12345678</q:sdtCustomerId><q:sdtService>SDT</q:sdtService><q:resultCount>1</q:resultCount>
  <q:results><q:mcolDefenceDetail>
    <m:claimNumber>9QZ12345</m:claimNumber>
    <m:defendantResponse defendantId="1">
      <m:filedDate>2026-12-01</m:filedDate>
      <m:eventCreatedDateOnMcol>2026-12-01T10:11:12</m:eventCreatedDateOnMcol>
      <m:raisedOnMcol>true</m:raisedOnMcol><m:responseType>DE</m:responseType>
      <m:defence>I paid &lt;all&gt; of it.</m:defence>
    </m:defendantResponse>
  </q:mcolDefenceDetail></q:results>
</q:submitQueryResponse>"""


@pytest.mark.parametrize("envelope", ["{}", '<s:Envelope xmlns:s="soap"><s:Header/><s:Body>{}</s:Body></s:Envelope>'])
def test_a_defence_is_read_with_or_without_its_envelope(envelope: str, judges: dict[str, Schema]) -> None:
    assert judges["submitQueryResponse"].faults(DEFENCES.strip().encode()) == []
    defences = read_answer(envelope.format(DEFENCES).encode())
    assert isinstance(defences, Defences)
    (defence,) = defences.defences
    assert (defence.claim_number, defence.response.kind, defence.response.defence) == (
        "9QZ12345",
        Response.DEFENCE,
        "I paid <all> of it.",
    )


def test_a_refused_file_is_acknowledged_with_its_reason() -> None:
    answer = read_answer(
        f"""<r:bulkResponse xmlns:r="{SDT}/BulkResponseSchema" xmlns:b="{SDT}/BaseSchema">
        <b:status code="Error"><b:error><b:code>REQ_COUNT_MISMATCH</b:code>
        <b:description>Count differs</b:description></b:error></b:status>
        <r:customerReference>BOOK7-001</r:customerReference><r:submittedDate>2026-11-22T09:00:00Z</r:submittedDate>
        <r:sdtService>SDT</r:sdtService><r:requestCount>0</r:requestCount></r:bulkResponse>""".encode()
    )
    assert isinstance(answer, Acknowledgement)
    assert answer.status.code is Outcome.ERROR
    assert answer.bulk_reference is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (DEFENCES.replace("resultCount>1<", "resultCount>2<"), "do not allow"),
        (DEFENCES.replace(">DE<", ">XX<"), "cannot be read"),
        (DEFENCES.replace("9QZ12345", "9QZ1"), "do not allow"),
        (DEFENCES.replace("</q:results>", ""), "line 1[0-9]"),
        ("<unheard-of/>", "known are bulkResponse"),
        ("", "not well-formed"),
        (
            '<s:Envelope xmlns:s="soap"><s:Body><s:Fault><f>busy</f></s:Fault></s:Body></s:Envelope>',
            "busy",
        ),
    ],
)
def test_an_answer_that_cannot_be_trusted_is_refused_with_its_place(content: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        read_answer(content.encode())
