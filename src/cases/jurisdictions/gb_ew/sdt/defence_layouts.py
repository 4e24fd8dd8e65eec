"""The elements of defendants' responses (SubmitQueryResponse.xsd, McolQuery.xsd)."""

from collections.abc import Iterator
from typing import Any

from cases.jurisdictions.court_files.codes import Code, Flag
from cases.jurisdictions.court_files.days import Day, Moment
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.gb_ew.sdt import defences, limits
from cases.jurisdictions.gb_ew.sdt.answer_layouts import ANY, COUNT, STATUS
from cases.jurisdictions.gb_ew.sdt.codes import Response

RESPONSE = Layout(
    "Defendant's response",
    defences.DefendantResponse,
    (
        Field("defendantId", "defendant", "Defendant number", limits.DEFENDANT, as_attribute=True),
        Field("filedDate", "filed_on", "Filed on", Day()),
        Field("eventCreatedDateOnMcol", "created", "Noted by the court", Moment()),
        Field("raisedOnMcol", "on_mcol", "Filed online", Flag()),
        Field("responseType", "kind", "Response", Code(Response)),
        Field("defence", "defence", "Defence", Text(8000, least=0), optional=True),
    ),
)
DEFENCE = Layout(
    "Response to a claim",
    defences.Defence,
    (
        Field("claimNumber", "claim_number", "Claim number", limits.CLAIM_NUMBER),
        Field("defendantResponse", "response", "Response", RESPONSE),
    ),
)


def _counted(answer: Any) -> Iterator[tuple[str, str, str]]:
    if answer.count != len(answer.defences):
        counted = f"The answer counts {answer.count} responses and holds {len(answer.defences)}."
        yield "count", counted, "Ask the court again: one may be lost."


DEFENCES = Layout(
    "Defences",
    defences.Defences,
    (
        Field("status", "status", "Status", STATUS),
        Field("sdtCustomerId", "customer_id", "SDT customer id", limits.CUSTOMER_ID),
        Field("sdtService", "service", "Service", ANY),
        Field("resultCount", "count", "Responses", COUNT),
        Field("mcolDefenceDetail", "defences", "Response", DEFENCE, many=(0, None), wrapper="results"),
    ),
    rules=(_counted,),
)
