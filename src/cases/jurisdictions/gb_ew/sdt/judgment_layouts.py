"""Judgment, warrant, and both at once (Judgment.xsd, Warrant.xsd)."""

from collections.abc import Iterator
from typing import Any

from cases.jurisdictions.court_files.codes import Code, Flag
from cases.jurisdictions.court_files.days import Day
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.gb_ew.sdt import judgment_messages, limits
from cases.jurisdictions.gb_ew.sdt.codes import JudgmentKind
from cases.jurisdictions.gb_ew.sdt.limits import words
from cases.jurisdictions.gb_ew.sdt.party_layouts import CLAIM_NUMBER, DEFENDANT_ADDRESS, SIGNATURE
from cases.jurisdictions.gb_ew.sdt.payee_layouts import PAYEE, PAYMENT

JUDGMENT = Layout(
    "Request for judgment",
    judgment_messages.Judgment,
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
    judgment_messages.Warrant,
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
    judgment_messages.JudgmentAndWarrant,
    (
        Field("mcolJudgment", "judgment", "Judgment", JUDGMENT),
        Field("mcolWarrant", "warrant", "Warrant", WARRANT),
    ),
    limits.JUDGMENT,
    rules=(_same_claim,),
)
