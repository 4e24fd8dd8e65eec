"""Who signs in with a second factor whether they like it or not."""

BINDING = frozenset(
    {
        *("listings.open", "listings.award", "bids.place", "diligence.accept", "sales.sign", "sales.close"),
        *("sales.confirm_payment", "mandates.grant", "signatories.appoint", "filings.approve", "people.manage"),
        *("charges.receive", "charges.refund"),
    }
)
"""Rights that bind the organisation to somebody, or give somebody such a right."""

ENROLMENT = "/account/second-factor"
"""The pages that are open to who must set up a factor first, and where they are led."""


def demanded(*, kinds: tuple[str, ...], setting: bool, permissions: frozenset[str]) -> bool:
    """Always of the operator's people; of who can bind the organisation if it says so."""
    return "operator" in kinds or (setting and bool(BINDING & permissions))


def leads_to_enrolment(path: str) -> bool:
    return path == ENROLMENT or path.startswith(f"{ENROLMENT}/")
