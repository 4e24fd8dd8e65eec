"""Judgment, warrant, both at once, and the application to set aside (Judgment.xsd, Warrant.xsd, SetAside.xsd)."""

from collections.abc import Iterator
from typing import Any

from cases.jurisdictions.court_files.kinds import Code, Day, Flag, Text, Whole
from cases.jurisdictions.court_files.layout import Choice, Field, Layout, Option
from cases.jurisdictions.gb_ew.sdt import limits, messages
from cases.jurisdictions.gb_ew.sdt.claim_layouts import (
    ANYWHERE,
    CLAIM_NUMBER,
    DEFENDANT_ADDRESS,
    LINES,
    SIGNATURE,
)
from cases.jurisdictions.gb_ew.sdt.codes import Applicant, Frequency, Handling, JudgmentKind, Support
from cases.jurisdictions.gb_ew.sdt.limits import line, words

FULL = Layout("Payment in full", messages.FullPayment, (Field("fullByDate", "by", "In full by", Day()),))
INSTALMENTS = Layout(
    "Payment by instalments",
    messages.Instalments,
    (
        Field("amount", "amount", "Instalment", limits.POUNDS),
        Field("frequency", "frequency", "How often", Code(Frequency)),
    ),
)
IMMEDIATE = Layout("Payment at once", messages.ImmediatePayment, ())
PAYMENT = Choice(
    (
        Option("inFullByPayment", messages.FullPayment, FULL),
        Option("instalment", messages.Instalments, INSTALMENTS),
        Option("immediatePayment", messages.ImmediatePayment, IMMEDIATE),
    )
)
PAYEE_ADDRESS = Layout(
    "Payee's address",
    messages.PayeeAddress,
    (
        Field("line1", "line1", "Address line 1", words(35)),
        Field("line2", "line2", "Address line 2", words(35)),
        Field("line3", "line3", "Address line 3", line(35), optional=True),
        Field("line4", "line4", "Address line 4", line(35), optional=True),
        Field("line5", "line5", "Address line 5", line(35), optional=True),
        Field("postcode", "postcode", "Postcode", limits.POSTCODE, optional=True),
    ),
)


def _maybe(element: str, attribute: str, label: str, most: int) -> Field:
    return Field(element, attribute, label, words(most), optional=True)


TELEPHONE = Text(14, forms=(limits.TELEPHONE,))
PAYEE = Layout(
    "Payee",
    messages.Payee,
    (
        Field("name", "name", "Name", words(70)),
        Field("address", "address", "Address", PAYEE_ADDRESS),
        Field("telephoneNumber", "telephone", "Telephone", TELEPHONE, optional=True),
        _maybe("dxNumber", "dx_number", "DX number", 35),
        _maybe("faxNumber", "fax", "Fax", 24),
        _maybe("email", "email", "E-mail", 254),
        _maybe("pcm", "pcm", "Preferred contact method", 2),
        _maybe("reference", "reference", "Reference", 24),
        _maybe("bankAccountNumber", "account_number", "Account number", 8),
        _maybe("bankAccountHolder", "account_holder", "Account holder", 70),
        _maybe("bankSortCode", "sort_code", "Sort code", 8),
        _maybe("bankName", "bank_name", "Bank", 30),
        _maybe("bankInfo1", "bank_info1", "Bank information 1", 30),
        _maybe("bankInfo2", "bank_info2", "Bank information 2", 30),
        _maybe("slipCodeline1", "slip_codeline1", "Slip code line 1", 58),
        _maybe("slipCodeline2", "slip_codeline2", "Slip code line 2", 58),
        _maybe("giroAccountNumber", "giro_account", "Giro account", 8),
        _maybe("giroTransCode1", "giro_code1", "Giro code 1", 9),
        _maybe("giroTransCode2", "giro_code2", "Giro code 2", 9),
        _maybe("apacsTransCode", "apacs_code", "APACS code", 2),
    ),
)
JUDGMENT = Layout(
    "Request for judgment",
    messages.Judgment,
    (
        CLAIM_NUMBER,
        Field("jointJudgment", "joint", "Against both defendants jointly", Flag()),
        Field("judgmentType", "kind", "Kind of judgment", Code(JudgmentKind)),
        Field("sentParticularsSeparately", "particulars_sent_apart", "Particulars sent apart", Flag(), optional=True),
        Field("defendantId", "defendant", "Defendant number", limits.DEFENDANT, optional=True),
        Field("defendant1Address", "defendant1_address", "Address of defendant 1", DEFENDANT_ADDRESS, optional=True),
        Field("defendant1DateOfBirth", "defendant1_birth", "Birth date of defendant 1", Day(), optional=True),
        Field("defendant2Address", "defendant2_address", "Address of defendant 2", DEFENDANT_ADDRESS, optional=True),
        Field("defendant2DateOfBirth", "defendant2_birth", "Birth date of defendant 2", Day(), optional=True),
        Field("payment", "payment", "Payment", PAYMENT, wrapper="paymentSchedule"),
        Field("interest", "interest", "Further interest", limits.POUNDS, optional=True),
        Field("solicitorCost", "solicitor_cost", "Solicitor's costs", limits.POUNDS, optional=True),
        Field("deductedAmount", "deducted", "Paid since issue", limits.POUNDS, optional=True),
        Field("claimAmountAdmitted", "admitted", "Amount admitted", limits.POUNDS, optional=True),
        Field("courtFee", "court_fee", "Court fee", limits.POUNDS, optional=True),
        Field("legalCosts", "legal_costs", "Legal costs", limits.POUNDS, optional=True),
        Field("payee", "payee", "Payee", PAYEE, optional=True),
        SIGNATURE,
    ),
    limits.JUDGMENT,
)


WARRANT = Layout(
    "Request for a warrant",
    messages.Warrant,
    (
        CLAIM_NUMBER,
        Field("defendantId", "defendant", "Defendant number", limits.DEFENDANT),
        Field("defendantAddress", "address", "Defendant's address", DEFENDANT_ADDRESS, optional=True),
        Field("balanceOfDebt", "balance", "Balance of the debt", limits.POUNDS),
        Field("warrantAmount", "amount", "Amount of the warrant", limits.POUNDS),
        Field("solicitorCost", "solicitor_cost", "Solicitor's costs", limits.POUNDS, optional=True),
        Field("additionalNotes", "notes", "Notes for the bailiff", words(120), optional=True),
        SIGNATURE,
    ),
    limits.WARRANT,
)


def _same_claim(both: Any) -> Iterator[tuple[str, str, str]]:
    if both.judgment.claim_number != both.warrant.claim_number:
        yield "warrant.claim_number", "Judgment and warrant name different claims.", "Ask for each apart."


JUDGMENT_AND_WARRANT = Layout(
    "Request for judgment and warrant",
    messages.JudgmentAndWarrant,
    (
        Field("mcolJudgment", "judgment", "Judgment", JUDGMENT),
        Field("mcolWarrant", "warrant", "Warrant", WARRANT),
    ),
    limits.JUDGMENT,
    rules=(_same_claim,),
)
APPLICANT = Layout(
    "Applicant",
    messages.ApplicantDetails,
    (
        Field("applicantType", "kind", "Applicant", Code(Applicant)),
        _maybe("otherDetail", "other", "Who else", 53),
        _maybe("representing", "representing", "Representing", 34),
    ),
)
HEARING = Layout(
    "Hearing",
    messages.HearingEstimate,
    (
        Field("hours", "hours", "Hours", Whole(0, 999)),
        Field("minutes", "minutes", "Minutes", Whole(0, 59)),
        Field("agreedByAll", "agreed", "Agreed by all", Flag()),
    ),
)
SERVING = Layout(
    "Service",
    messages.ServingTarget,
    (
        _maybe("serveApplicationTo", "serve_on", "Serve on", 34),
        Field(
            "serviceAddress",
            "address",
            "Address",
            Layout("Address", messages.Address, (*LINES, ANYWHERE)),
            optional=True,
        ),
    ),
)
SUPPORT = Layout(
    "In support",
    messages.InSupport,
    (
        Field("supportingInformation", "relied_on", "Relied on", Code(Support), many=(1, 3)),
        _maybe("evidence", "evidence", "Evidence", 8000),
    ),
)
SET_ASIDE = Layout(
    "Application to set aside",
    messages.SetAside,
    (
        CLAIM_NUMBER,
        Field("defendantId", "defendant", "Defendant number", limits.DEFENDANT),
        Field("applicantType", "applicant", "Applicant", APPLICANT),
        Field("orderAndDetails", "order_sought", "Order sought and why", words(3000)),
        Field("applicationHandling", "handling", "How to deal with it", Code(Handling)),
        Field("hearingTimeEstimates", "hearing", "Hearing", HEARING, optional=True),
        _maybe("trialDetails", "trial_details", "Trial", 34),
        _maybe("judgeLevel", "judge_level", "Level of judge", 34),
        Field("servingTarget", "serving", "Service", SERVING, optional=True),
        Field("inSupport", "in_support", "In support", SUPPORT),
        SIGNATURE,
    ),
    limits.SET_ASIDE,
)
