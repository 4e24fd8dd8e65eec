"""Claim, status update, breathing space, element by element (Claim.xsd, ClaimStatusUpdate.xsd, BreathingSpace.xsd)."""

from collections.abc import Iterator
from typing import Any

from cases.jurisdictions.court_files.codes import Code, Flag
from cases.jurisdictions.court_files.days import Day
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.gb_ew.sdt import limits
from cases.jurisdictions.gb_ew.sdt.claim_messages import (
    BreathingSpace,
    Claim,
    Interest,
    StatusUpdate,
    Vulnerability,
)
from cases.jurisdictions.gb_ew.sdt.codes import Breathing, Update
from cases.jurisdictions.gb_ew.sdt.limits import line, words
from cases.jurisdictions.gb_ew.sdt.party_layouts import CLAIM_NUMBER, CLAIMANT, CORRESPONDENCE, DEFENDANT, SIGNATURE


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
