"""What an English paper cannot do without. Each check yields one sentence for each fact or document that is missing."""

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing
from cases.jurisdictions.gb_ew.papers import law
from cases.jurisdictions.paperwork import needs as shared
from cases.jurisdictions.paperwork.entered import court_number, said
from cases.jurisdictions.paperwork.needs import Needs, is_joint

UNITED_KINGDOM = frozenset({"gb", "uk"})
_ADDRESS = (("name", "name"), ("street", "street"), ("postcode", "postcode"), ("city", "town"))


def in_court(case_file: CaseFile) -> Needs:
    """What every paper to the court after issue names."""
    yield from court(case_file)
    yield from court_number(case_file)
    yield from creditor(case_file)
    yield from debtors(case_file)


def creditor(case_file: CaseFile) -> Needs:
    yield from _address(case_file.creditor, "the claimant's address with its postcode is stated (CPR PD 16 2.1)")
    if case_file.representative is not None:
        yield from _address(case_file.representative, "whoever acts for the claimant gives an address")


def debtors(case_file: CaseFile) -> Needs:
    """Name and address in England or Wales of each, and how several of them are bound."""
    if not case_file.debtors:
        yield Missing("debtors", "No debtor is entered, so there is nobody to write to or to sue.", "parties")
    for debtor in case_file.debtors:
        yield from _address(debtor, "the defendant's address with its postcode is stated (CPR PD 16 2.2)")
        yield from _in_england_or_wales(debtor)
    if not is_joint(case_file):
        yield Missing(
            "liability",
            "It is not recorded that the debtors are jointly and severally liable. Record it with the term that says"
            " so, or open one case for each debtor's share (CPR 16.4(1)(a): the facts relied on).",
            "parties",
        )


def agreement(case_file: CaseFile) -> Needs:
    """Form, date and, of an oral agreement, the words spoken."""
    if not case_file.original_creditor:
        yield Missing(
            "original creditor", "The original creditor is not entered: who made the agreement is stated.", "claim"
        )
    if case_file.agreement_form is None:
        yield Missing(
            "agreement form",
            "It is not recorded whether the agreement was written or oral, and the paper must say so (Pre-Action"
            " Protocol for Debt Claims 3.1; CPR PD 16 7.3–7.4).",
            "claim",
        )
    if case_file.contract_on is None:
        yield Missing(
            "agreement date",
            "The date of the agreement is missing (Pre-Action Protocol for Debt Claims 3.1; CPR PD 16 7.3–7.4).",
            "claim",
        )
    if case_file.agreement_form == "oral" and not said(case_file, "oral_terms"):
        yield Missing(
            "oral terms",
            "The agreement is oral: enter the words used, by whom, to whom, when and where they were spoken (CPR"
            " PD 16 7.4).",
            "claim",
        )


def figures(case_file: CaseFile) -> Needs:
    """Items in sterling that are due and add up to the total."""
    if case_file.currency != "GBP":
        yield Missing(
            "currency", f"The claim is in {case_file.currency}; English papers are prepared in sterling only.", "claim"
        )
        return
    if not case_file.items:
        yield Missing("items", "No item is entered: the amount of the debt must be stated (CPR 16.2).", "items")
        return
    yield from _due(case_file)
    yield from shared.sums(case_file, ": a statement of truth verifies the figures (CPR 22.1)")


def rates_known(case_file: CaseFile) -> Needs:
    """Interest on a claim runs at a known rate and to a day not after issue (CPR 16.4(2)(b))."""
    for item in case_file.items:
        if item.interest is None:
            continue
        named = item.reference or item.kind
        if item.interest.provisional is not None:
            yield Missing(
                "interest rate",
                f"The interest on {named} is provisional. {item.interest.provisional} The claim states the rate"
                " (CPR 16.4(2)(b)): confirm it first.",
                "items",
            )
        if any(period.last_on > case_file.on for period in item.interest.periods):
            yield Missing(
                "interest to date",
                f"The interest on {named} runs beyond the day of the claim: it is stated to a day not after issue"
                " (CPR 16.4(2)(b)).",
                "items",
            )


def title(case_file: CaseFile) -> Needs:
    """An unbroken chain with date, deed and notice: an assignment binds the debtor on notice (LPA 1925 s.136)."""
    yield from deeds(case_file)
    for link in case_file.title[1:]:
        if link.notice_on is None:
            yield Missing(
                "notice of assignment",
                f"The day of the written notice of the assignment to {link.holder} is missing (Law of Property Act"
                " 1925 s.136).",
                "title",
            )


def deeds(case_file: CaseFile) -> Needs:
    yield from shared.deeds(
        case_file,
        chain=" (Pre-Action Protocol for Debt Claims 3.1)",
        day=" (Pre-Action Protocol for Debt Claims 3.1)",
        deed=" (Law of Property Act 1925 s.136)",
    )


def signatory(case_file: CaseFile) -> Needs:
    if case_file.signatory is None:
        yield Missing(
            "signatory",
            "Nobody is named to sign the paper, with a recorded authority (CPR 22.1).",
            "signatory",
        )


def bank(case_file: CaseFile) -> Needs:
    if not case_file.bank_account:
        yield Missing("bank account", "How the debt can be paid is missing: enter the account.", "bank")


def contact(case_file: CaseFile) -> Needs:
    if not any(case_file.contact.get(channel) for channel in ("phone", "email")):
        yield Missing(
            "contact",
            "Neither a telephone number nor an e-mail address is recorded at which the debtor can discuss payment.",
            "mandate",
        )


def court(case_file: CaseFile) -> Needs:
    if not case_file.court:
        yield Missing("court", "The court or hearing centre is missing (form N1).", "court")


def _address(party: FiledParty, why: str) -> Needs:
    for field, label in _ADDRESS:
        if not getattr(party, field):
            whose = f"of {party.name}" if party.name else f"of the {party.role}"
            yield Missing(f"{party.role} {field}", f"The {label} {whose} is missing: {why}.", "parties")


def _in_england_or_wales(debtor: FiledParty) -> Needs:
    if not debtor.country:
        yield Missing(
            "debtor country",
            f"The country of {debtor.name} is missing: these papers serve England and Wales only.",
            "parties",
        )
        return
    if debtor.country.casefold() not in UNITED_KINGDOM:
        yield Missing(
            "debtor in England or Wales",
            f"{debtor.name} lives in {debtor.country.upper()}: these papers serve England and Wales only (CPR 6.33).",
            "parties",
        )
        return
    if not debtor.postcode:
        return
    found = law.territory(debtor)
    if found.code != law.HERE:
        reason = found.no_rule or "Enter the region: the postcode does not settle it."
        yield Missing(
            "debtor in England or Wales",
            f"{debtor.name} is not known to live in England or Wales ({found.name}). {reason}",
            "parties",
        )


def _due(case_file: CaseFile) -> Needs:
    for item in case_file.items:
        due_on = item.due_on or case_file.default_on
        named = item.reference or item.kind
        if due_on is None:
            yield Missing("due date", f"The due date of {named} is missing: the breach is stated.", "items")
        elif due_on > case_file.on:
            yield Missing("due debt", f"{named} falls due only on {due_on:%d/%m/%Y}: it is not owed yet.", "items")
