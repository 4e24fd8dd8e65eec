"""Claim, status update, breathing space and the parts that other messages share, element by element (Claim.xsd,
ClaimStatusUpdate.xsd, BreathingSpace.xsd, Base.xsd).
"""

from collections.abc import Iterator
from typing import Any

from cases.jurisdictions.court_files.kinds import Code, Day, Flag
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.gb_ew.sdt import limits
from cases.jurisdictions.gb_ew.sdt.codes import Breathing, Update
from cases.jurisdictions.gb_ew.sdt.limits import line, words
from cases.jurisdictions.gb_ew.sdt.messages import (
    Address,
    BreathingSpace,
    Claim,
    Interest,
    Party,
    StatementOfTruth,
    StatusUpdate,
    Vulnerability,
)

LINES = (
    Field("line1", "line1", "Address line 1", words(30)),
    Field("line2", "line2", "Address line 2", words(30)),
    Field("line3", "line3", "Address line 3", line(30), optional=True),
    Field("line4", "line4", "Address line 4", line(30), optional=True),
)
UK = Field("postcode", "postcode", "Postcode", limits.POSTCODE)
ANYWHERE = Field("postcode", "postcode", "Postcode", limits.FOREIGN_POSTCODE, optional=True)

DEFENDANT_ADDRESS = Layout("Address", Address, (*LINES, UK), limits.BASE)
CLAIMANT_ADDRESS = Layout("Address", Address, (*LINES, ANYWHERE))
DEFENDANT = Layout(
    "Defendant",
    Party,
    (Field("name", "name", "Name", words(60)), Field("address", "address", "Address", DEFENDANT_ADDRESS)),
)
CLAIMANT = Layout(
    "Claimant",
    Party,
    (Field("name", "name", "Name", words(60)), Field("address", "address", "Address", CLAIMANT_ADDRESS)),
)
CORRESPONDENCE_ADDRESS = Layout("Address", Address, (*LINES[:2], ANYWHERE))
CORRESPONDENCE = Layout(
    "Address for correspondence",
    Party,
    (Field("name", "name", "Name", words(30)), Field("address", "address", "Address", CORRESPONDENCE_ADDRESS)),
)
TRUTH = Layout(
    "Statement of truth",
    StatementOfTruth,
    (
        Field(
            "flag", "given", "Statement of truth given", Flag(must=(True, "has not been given by the person named."))
        ),
        Field("name", "name", "Signed by", words(30)),
    ),
    limits.BASE,
)
SIGNATURE = Field("sotSignature", "statement", "Statement of truth", TRUTH)
CLAIM_NUMBER = Field("claimNumber", "claim_number", "Claim number", limits.CLAIM_NUMBER)


def _interest_in_order(interest: Any) -> Iterator[tuple[str, str, str]]:
    if interest.claimed_to < interest.owed_from:
        yield "claimed_to", "Interest is claimed to a day before it began.", "Correct the days."


INTEREST = Layout(
    "Interest",
    Interest,
    (
        Field("dailyAmount", "daily", "Daily interest", limits.POUNDS),
        Field("owedDate", "owed_from", "Interest from", Day()),
        Field("claimDate", "claimed_to", "Interest to", Day()),
        Field("claimAmountInterestBase", "base", "Interest on", limits.POUNDS),
    ),
    rules=(_interest_in_order,),
)
VULNERABLE = Layout(
    "Vulnerability of claimant or witness",
    Vulnerability,
    (
        Field("isVulnerable", "vulnerable", "Vulnerable", Flag()),
        Field("vulnerableDetails", "details", "What the court should know", words(150), optional=True),
    ),
)
CLAIM = Layout(
    "Claim",
    Claim,
    (
        Field("claimantReference", "reference", "Claimant's reference", words(24), optional=True),
        Field("claimant", "claimant", "Claimant", CLAIMANT, optional=True),
        Field("claimantCorrespondence", "correspondence", "Address for correspondence", CORRESPONDENCE, optional=True),
        Field("defendant", "defendants", "Defendant", DEFENDANT, many=(1, 2), numbered=True),
        Field("sendParticularsSeparately", "particulars_apart", "Particulars follow separately", Flag()),
        Field("reserveRightToClaimInterest", "reserves_interest", "Right to claim interest reserved", Flag()),
        Field("interest", "interest", "Interest", INTEREST, optional=True),
        Field("claimAmount", "amount", "Amount claimed", limits.POUNDS),
        Field("solicitorCost", "solicitor_cost", "Solicitor's costs", limits.POUNDS, optional=True),
        Field("particulars", "particulars", "Particulars", line(limits.LINE_LENGTH), many=(1, limits.MOST_LINES)),
        Field("claimantWitnessVulnerable", "vulnerability", "Vulnerability", VULNERABLE, optional=True),
        SIGNATURE,
    ),
    limits.CLAIM,
)
STATUS_UPDATE = Layout(
    "Claim status update",
    StatusUpdate,
    (
        CLAIM_NUMBER,
        Field("defendantId", "defendant", "Defendant number", limits.DEFENDANT, optional=True),
        Field("notificationType", "update", "What happened", Code(Update)),
        Field("paidInFullDate", "paid_on", "Paid in full on", Day(), optional=True),
        Field("section38Compliancy", "section_38", "Complies with section 38", Flag(), optional=True),
    ),
    limits.STATUS,
)
BREATHING_SPACE = Layout(
    "Breathing space",
    BreathingSpace,
    (
        CLAIM_NUMBER,
        Field("defendantId", "defendant", "Defendant number", limits.DEFENDANT),
        Field("breathingSpaceNotificationType", "notification", "What happened", Code(Breathing)),
    ),
    limits.BREATHING,
)
