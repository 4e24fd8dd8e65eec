"""The application to set judgment aside (SetAside.xsd)."""

from cases.jurisdictions.court_files.codes import Code, Flag
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.court_files.numbers import Whole
from cases.jurisdictions.gb_ew.sdt import claim_messages, limits, set_aside_messages
from cases.jurisdictions.gb_ew.sdt.codes import Applicant, Handling, Support
from cases.jurisdictions.gb_ew.sdt.limits import words
from cases.jurisdictions.gb_ew.sdt.party_layouts import ANYWHERE, CLAIM_NUMBER, LINES, SIGNATURE
from cases.jurisdictions.gb_ew.sdt.payee_layouts import maybe

APPLICANT = Layout(
    "Applicant",
    set_aside_messages.ApplicantDetails,
    (
        Field("applicantType", "kind", "Applicant", Code(Applicant)),
        maybe("otherDetail", "other", "Who else", 53),
        maybe("representing", "representing", "Representing", 34),
    ),
)
HEARING = Layout(
    "Hearing",
    set_aside_messages.HearingEstimate,
    (
        Field("hours", "hours", "Hours", Whole(0, 999)),
        Field("minutes", "minutes", "Minutes", Whole(0, 59)),
        Field("agreedByAll", "agreed", "Agreed by all", Flag()),
    ),
)
SERVING = Layout(
    "Service",
    set_aside_messages.ServingTarget,
    (
        maybe("serveApplicationTo", "serve_on", "Serve on", 34),
        Field(
            "serviceAddress",
            "address",
            "Address",
            Layout("Address", claim_messages.Address, (*LINES, ANYWHERE)),
            optional=True,
        ),
    ),
)
SUPPORT = Layout(
    "In support",
    set_aside_messages.InSupport,
    (
        Field("supportingInformation", "relied_on", "Relied on", Code(Support), many=(1, 3)),
        maybe("evidence", "evidence", "Evidence", 8000),
    ),
)
SET_ASIDE = Layout(
    "Application to set aside",
    set_aside_messages.SetAside,
    (
        CLAIM_NUMBER,
        Field("defendantId", "defendant", "Defendant number", limits.DEFENDANT),
        Field("applicantType", "applicant", "Applicant", APPLICANT),
        Field("orderAndDetails", "order_sought", "Order sought and why", words(3000)),
        Field("applicationHandling", "handling", "How to deal with it", Code(Handling)),
        Field("hearingTimeEstimates", "hearing", "Hearing", HEARING, optional=True),
        maybe("trialDetails", "trial_details", "Trial", 34),
        maybe("judgeLevel", "judge_level", "Level of judge", 34),
        Field("servingTarget", "serving", "Service", SERVING, optional=True),
        Field("inSupport", "in_support", "In support", SUPPORT),
        SIGNATURE,
    ),
    limits.SET_ASIDE,
)
