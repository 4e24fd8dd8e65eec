"""Where a missing fact is entered, as an address: on the case, in its chain of title, in an organisation's details."""

from uuid import UUID

from cases.claims.titles import where_to_enter
from cases.jurisdictions.contract import Missing

ANCHORS = {
    "pre-action": "procedure",
    "events": "procedure",
    "court": "claim",
    "onboarding": "papers",
    "filings": "papers",
}
"""Where on the case's page, for the names the jurisdictions use that are no section of it."""
ELSEWHERE = {"signatory": "/signatories", "court account": "/court-accounts"}
OF_CREDITOR, OF_REPRESENTATIVE = "creditor ", "representative "


def where_entered(missing: Missing, *, case_id: UUID, tape_id: UUID, claim_id: UUID, ours: bool) -> str | None:
    """None where the reader cannot: the creditor alone (`ours`) completes its title and says what it is."""
    if not missing.enter_at:
        return None
    if missing.enter_at == "title":
        return where_to_enter(tape_id, claim_id) if ours else None
    if missing.enter_at == "checks":
        return f"/cases/{case_id}/preflight#checks"
    if missing.enter_at == "bank" or missing.fact.startswith(OF_CREDITOR):
        return "/organisation" if ours else None
    if missing.enter_at == "mandate":
        return "/instructions" if missing.fact == OF_REPRESENTATIVE.strip() else "/organisation"
    if missing.fact.startswith(OF_REPRESENTATIVE):
        return None if ours else "/organisation"
    return ELSEWHERE.get(missing.enter_at) or f"/cases/{case_id}#{ANCHORS.get(missing.enter_at, missing.enter_at)}"
