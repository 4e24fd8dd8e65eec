"""The elements of acknowledgement and feedback (BulkSubmitResponse, BulkFeedbackResponse and what they import)."""

from cases.jurisdictions.court_files.codes import Code
from cases.jurisdictions.court_files.days import Day, Moment
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.court_files.numbers import Whole
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.gb_ew.sdt import answers, limits
from cases.jurisdictions.gb_ew.sdt.codes import BulkState, Outcome, RequestState

ANY = Text(None, least=0)
COUNT = Whole(0, 2**63 - 1)
"""xs:long in BulkSubmitResponse.xsd."""
REFERENCE = Text(29, least=29)
ERROR = Layout(
    "Error",
    answers.Error,
    (Field("code", "code", "Error", Text(32)), Field("description", "description", "What is wrong", Text(255))),
)
PROBLEM = Field("error", "error", "Error", ERROR, optional=True)
STATUS = Layout("Status", answers.Status, (Field("code", "code", "Outcome", Code(Outcome), as_attribute=True), PROBLEM))
ACKNOWLEDGEMENT = Layout(
    "Acknowledgement of a file",
    answers.Acknowledgement,
    (
        Field("status", "status", "Status", STATUS),
        Field("customerReference", "reference", "Customer reference", limits.CUSTOMER_REFERENCE),
        Field("sdtBulkReference", "bulk_reference", "Bulk reference", REFERENCE, optional=True),
        Field("submittedDate", "submitted", "Submitted", Moment()),
        Field("sdtService", "service", "Service", ANY),
        Field("requestCount", "count", "Requests", COUNT),
    ),
)
BULK_STATE = Layout(
    "State of the file",
    answers.BulkStatus,
    (Field("code", "code", "State", Code(BulkState), as_attribute=True), PROBLEM),
)
BULK = Layout(
    "File",
    answers.BulkFeedback,
    (
        Field("status", "status", "Status", STATUS),
        Field("customerReference", "reference", "Customer reference", limits.CUSTOMER_REFERENCE, optional=True),
        Field("sdtBulkReference", "bulk_reference", "Bulk reference", REFERENCE),
        Field("submittedDate", "submitted", "Submitted", Moment(), optional=True),
        Field("sdtService", "service", "Service", ANY),
        Field("requestCount", "count", "Requests", COUNT, optional=True),
        Field("bulkStatus", "state", "State of the file", BULK_STATE, optional=True),
    ),
)
DETAIL = Layout(
    "What the court did",
    answers.Detail,
    (
        Field("claimNumber", "claim_number", "Claim number", limits.CLAIM_NUMBER, optional=True),
        Field("issueDate", "issued_on", "Issued on", Day(), optional=True),
        Field("serviceDate", "served_on", "Served on", Day(), optional=True),
        Field("judgmentEnteredDate", "judgment_on", "Judgment entered on", Day(), optional=True),
        Field("firstPaymentDate", "first_payment_on", "First payment on", Day(), optional=True),
        Field("warrantNumber", "warrant_number", "Warrant number", limits.CLAIM_NUMBER, optional=True),
        Field("enforcingCourtCode", "court_code", "Enforcing court", limits.words(3), optional=True),
        Field("enforcingCourtName", "court_name", "Enforcing court's name", limits.words(40), optional=True),
        Field("fee", "fee", "Fee", limits.POUNDS, optional=True),
        Field("judgmentWarrantStatus", "judgment_warrant_status", "Judgment and warrant", Text(255), optional=True),
    ),
)
RESPONSE_DETAIL = Layout(
    "Response",
    answers.ResponseDetail,
    (Field("mcolResponseDetail", "detail", "What the court did", DETAIL, optional=True),),
)
REQUEST_STATE = Layout(
    "State of the request",
    answers.RequestStatus,
    (Field("code", "code", "State", Code(RequestState), as_attribute=True), PROBLEM),
)
REQUEST = Layout(
    "Request",
    answers.RequestAnswer,
    (
        Field("requestType", "request_type", "Request type", Text(50), as_attribute=True),
        Field("requestId", "request_id", "Request id", limits.REQUEST_ID, as_attribute=True),
        Field("responseDetail", "response", "Response", RESPONSE_DETAIL),
        Field("status", "status", "State", REQUEST_STATE),
    ),
)
FEEDBACK = Layout(
    "Feedback on a file",
    answers.Feedback,
    (
        Field("bulkRequestStatus", "bulk", "File", BULK),
        Field("response", "answers", "Request", REQUEST, many=(0, None), wrapper="responses"),
    ),
)
