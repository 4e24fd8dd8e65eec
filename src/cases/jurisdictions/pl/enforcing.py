"""What every Polish order and judgment leads to: the clause, and enforcement by a bailiff."""

from cases.jurisdictions.contract import Turn

CASE_STATUS: dict[str, str] = {
    "nakaz_final": "uncontested",
    "clause_given": "enforceable",
    "enforcement_requested": "enforcement",
    "debtor_paid": "closed",
    "closed": "closed",
}

FINAL = Turn("court", "Adds the enforcement clause to the final order (KPC 781¹, 782).")
TITLED = Turn("creditor", "Ask a bailiff for enforcement.")
ENFORCED = Turn("bailiff", "Enforces; without an act of the creditor the enforcement is discontinued.")

NOT_MODELLED: tuple[str, ...] = (
    "The deemed day of service under KPC 139, and service through the portal: enter the day the court's notice names.",
    "A clause refused because the claim is plainly time-barred (KPC 782¹), and complaints against the bailiff's acts.",
    "Restoration of a term (KPC 168 and 169), and the return of a court fee.",
)
