"""Where a person can go, by the rights they have."""

from accounts.sessions.store import SignedIn
from kernel.settings import settings
from web.shell import NavLink, NavSection, OrganisationChoice, Shell


def _(label: str) -> str:
    """Marks a label for `pybabel extract`; the template that shows it translates it."""
    return label


SECTIONS: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        _("Sell"),
        (
            ("tapes.upload", _("Tapes"), "/tapes", "file-spreadsheet"),
            ("listings.edit", _("Listings"), "/listings", "package"),
        ),
    ),
    (
        _("Buy"),
        (("listings.view", _("Market"), "/market", "building-store"), ("bids.place", _("Our bids"), "/bids", "gavel")),
    ),
    (
        _("Trade"),
        (
            ("sales.sign", _("Sales"), "/sales", "file-certificate"),
            ("documents.deliver", _("Documents"), "/deliveries", "files"),
            ("documents.bundle", _("Bundles"), "/bundles", "books"),
            ("documents.sign", _("Signing"), "/signing", "signature"),
            ("documents.search", _("Vault"), "/documents", "search"),
        ),
    ),
    (
        _("Recover"),
        (
            ("cases.work", _("Incoming post"), "/post", "inbox"),
            ("cases.work", _("Court answers"), "/court-answers", "gavel"),
            ("cases.read", _("Cases"), "/cases", "briefcase"),
            ("cases.onboard", _("Onboarding"), "/onboarding", "checklist"),
            ("cases.read", _("Strategies"), "/strategies", "route"),
            ("cases.work", _("Proposals"), "/proposals", "list-check"),
            ("cases.read", _("Instructions"), "/instructions", "send"),
            ("cases.read", _("Filings"), "/filings", "file-text"),
            ("filings.submit", _("Files for courts"), "/submissions", "building-bank"),
            ("deadlines.keep", _("Deadlines"), "/deadlines", "calendar-due"),
            ("cases.work", _("Tasks"), "/tasks", "subtask"),
            ("cases.work", _("Teams and cover"), "/teams", "users"),
            ("cases.read", _("Payments in"), "/receipts", "cash"),
            ("cases.read", _("Checks of debtors"), "/checks", "list-check"),
        ),
    ),
    (
        _("Operate"),
        (
            ("organisations.vet", _("Organisations"), "/organisations", "building"),
            ("licences.verify", _("Licences"), "/licences", "license"),
            ("charges.receive", _("Charges"), "/charges", "report-money"),
            ("trade.watch", _("Files read back"), "/readings", "shield-check"),
            ("trade.watch", _("Failed jobs"), "/operations/jobs", "refresh"),
            ("trade.watch", _("Keys"), "/operations/keys", "key"),
            ("trade.watch", _("Copies handed out"), "/copies", "copy"),
        ),
    ),
    (
        _("Our house"),
        (
            ("organisation.edit", _("Our details"), "/organisation", "building"),
            ("cases.read", _("Letterhead"), "/letterhead", "writing"),
            ("signatories.appoint", _("Who signs"), "/signatories", "signature"),
            ("people.manage", _("People"), "/people", "users"),
            ("licences.claim", _("Licences"), "/licences", "license"),
            ("mandates.grant", _("Mandates"), "/mandates", "signature"),
            ("tokens.manage", _("API tokens"), "/tokens", "key"),
            ("facts.read", _("Record"), "/record", "history"),
            ("parties.disclose", _("Privacy"), "/privacy", "eye"),
            ("holds.place", _("Retention"), "/retention", "archive"),
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
