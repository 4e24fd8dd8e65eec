"""Where a person can go, by the rights they have."""

from accounts.sessions.store import SignedIn
from kernel.settings import settings
from web.shell import NavLink, NavSection, OrganisationChoice, Shell

SECTIONS: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "Sell",
        (
            ("tapes.upload", "Tapes", "/tapes", "file-spreadsheet"),
            ("listings.edit", "Listings", "/listings", "package"),
        ),
    ),
    (
        "Buy",
        (("listings.view", "Market", "/market", "building-store"), ("bids.place", "Our bids", "/bids", "gavel")),
    ),
    ("Trade", (("sales.sign", "Sales", "/sales", "file-certificate"),)),
    (
        "Recover",
        (
            ("cases.read", "Cases", "/cases", "briefcase"),
            ("cases.onboard", "Onboarding", "/onboarding", "checklist"),
            ("filings.prepare", "Filings", "/filings", "file-text"),
            ("deadlines.keep", "Deadlines", "/deadlines", "calendar-due"),
        ),
    ),
    (
        "Operate",
        (
            ("organisations.vet", "Organisations", "/organisations", "building"),
            ("licences.verify", "Licences", "/licences", "license"),
        ),
    ),
    (
        "Our house",
        (
            ("people.manage", "People", "/people", "users"),
            ("licences.claim", "Licences", "/licences", "license"),
            ("mandates.grant", "Mandates", "/mandates", "signature"),
            ("tokens.manage", "API tokens", "/tokens", "key"),
            ("facts.read", "Record", "/record", "history"),
        ),
    ),
)
"""Right, label, address, icon."""


def shell_of(signed_in: SignedIn) -> Shell:
    choices = tuple(
        OrganisationChoice(str(m.organisation_id), m.name, ", ".join(m.roles)) for m in signed_in.memberships
    )
    current = next((one for one in choices if one.id == str(signed_in.organisation_id)), None)
    return Shell(
        person=signed_in.name,
        email=signed_in.email,
        organisation=current,
        organisations=choices,
        nav=_sections(signed_in.permissions),
        demo=settings().recourse_env == "demo",
    )


def _sections(permissions: frozenset[str]) -> tuple[NavSection, ...]:
    shown: list[NavSection] = []
    seen: set[str] = set()
    for title, links in SECTIONS:
        mine = [NavLink(label, href, icon) for right, label, href, icon in links if right in permissions]
        fresh = tuple(link for link in mine if link.href not in seen)
        seen.update(link.href for link in fresh)
        if fresh:
            shown.append(NavSection(title, fresh))
    return tuple(shown)
