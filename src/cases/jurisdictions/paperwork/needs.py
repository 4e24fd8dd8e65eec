"""What papers of several jurisdictions cannot do without. The caller gives the article: no check cites one itself.

Each check yields one sentence for each fact or document that is missing, and where it is entered.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.figures import COST_KINDS, PRINCIPAL_KINDS, accrued, of_kinds
from kernel.money import Money

type Needs = Iterator[Missing]

NAMES: Mapping[str, str] = {
    "name": "name",
    "national_id": "identification number",
    "street": "street",
    "postcode": "postcode",
    "city": "city",
    "birth_on": "day of birth",
}
POSTED = ("name", "street", "postcode", "city")
FILED = ("name", "national_id", "street", "postcode", "city")
DAYS_TO_PAY = "demand_days"
"""The particular that says how many days a demand gives: the creditor's choice, no rule sets it."""
COMPLAINTS = "complaint_authority"
"""The particular that names the authority for complaints, where it is not the one that licensed the servicer."""
CREDIT = frozenset({"consumer_loan", "credit_card", "overdraft"})
JOINT = "joint and several"
PROOFS = frozenset({"contract", "invoice", "delivery_note", "statement"})


def identity(party: FiledParty, why: str, fields: Collection[str] = FILED, number: str = "") -> Needs:
    """`number` names the identification number in the country's own word."""
    for field in fields:
        if not getattr(party, field):
            label = number if field == "national_id" and number else NAMES[field]
            whose = f"of {party.name}" if party.name else f"of the {party.role}"
            yield Missing(f"{party.role} {field}", f"The {label} {whose} is missing: {why}.", "parties")


def addressees(case_file: CaseFile) -> Needs:
    """Those to whom a letter goes: a name and an address, in this country or elsewhere."""
    if not case_file.debtors:
        yield Missing("debtors", "No debtor is entered, so there is nobody to write to.", "parties")
    for debtor in case_file.debtors:
        yield from identity(debtor, "a letter needs its addressee", POSTED)


def letter(case_file: CaseFile, currencies: Collection[str], rule: str) -> Needs:
    """What every letter to a debtor needs: who writes, to whom, how much, where to pay and where to answer."""
    yield from identity(case_file.creditor, "a letter says who writes", POSTED)
    if case_file.representative is not None:
        yield from identity(case_file.representative, "a letter says who writes", POSTED)
    yield from addressees(case_file)
    yield from figures(case_file, currencies, rule)
    yield from bank(case_file)
    yield from contact(case_file)
    yield from signatory(case_file)


def days_to_pay(case_file: CaseFile) -> Needs:
    given = said(case_file, DAYS_TO_PAY)
    if not (given.isascii() and given.isdigit() and int(given)):
        begins = f"It is entered as “{given}”. " if given else ""
        yield Missing(
            "days to pay",
            f"{begins}How many days the demand gives to pay is the creditor's choice: enter a whole number.",
            "court",
        )


def lives_in(debtor: FiledParty, countries: Collection[str], place: str, rule: str, instead: str) -> Needs:
    """`instead` says what may serve where the debtor lives abroad."""
    if debtor.country is None:
        yield Missing("debtor country", f"The country of {debtor.name} is missing ({rule}).", "parties")
    elif debtor.country.casefold() not in countries:
        yield Missing(
            f"debtor in {place}",
            f"{debtor.name} lives in {debtor.country.upper()}, not in {place} ({rule}). {instead}",
            "parties",
        )


def is_joint(case_file: CaseFile) -> bool:
    """One debtor, or several of whom a person entered that each owes the whole: it is never presumed here."""
    return len(case_file.debtors) < 2 or said(case_file, "liability") == JOINT


def joint(case_file: CaseFile, rule: str) -> Needs:
    if is_joint(case_file):
        return
    yield Missing(
        "liability",
        f"It is not recorded how the {len(case_file.debtors)} debtors are bound{rule}. Record “{JOINT}”, or open one"
        " case for each debtor's share.",
        "parties",
    )


def figures(case_file: CaseFile, currencies: Collection[str], rule: str) -> Needs:
    """Items in a currency the paper takes, due, and adding up to the total."""
    if case_file.currency not in currencies:
        known = " or ".join(sorted(currencies))
        yield Missing("currency", f"The claim is in {case_file.currency}; this paper is prepared in {known}.", "claim")
        return
    if not case_file.items:
        yield Missing("items", f"No item is entered: what is claimed must be stated ({rule}).", "items")
        return
    yield from _due(case_file, rule)
    yield from sums(case_file, f" ({rule})")


def sums(case_file: CaseFile, why: str) -> Needs:
    """The stated sums are those of their parts, and something is left to claim.

    `why` ends the sentence on a difference.
    """
    stated = (
        ("principal", case_file.principal, of_kinds(case_file, PRINCIPAL_KINDS)),
        ("interest", case_file.interest, accrued(case_file)),
        ("costs", case_file.costs, of_kinds(case_file, COST_KINDS)),
        ("total", case_file.total, case_file.principal + case_file.interest + case_file.costs - case_file.payments),
    )
    for fact, amount, counted in stated:
        if amount != counted:
            yield Missing(
                f"{fact} that adds up",
                f"The {fact} is stated as {amount}, but its parts come to {counted}{why}.",
                "items",
            )
    if case_file.total <= Money.zero(case_file.currency):
        yield Missing("amount", "Nothing is left to claim after the payments.", "items")


def rates_known(case_file: CaseFile, rule: str) -> Needs:
    """A writ states interest at rates that are known, not held over from an earlier period."""
    for item in case_file.items:
        if item.interest is not None and item.interest.provisional is not None:
            yield Missing(
                "interest rate",
                f"The interest on {item.reference or item.kind} is provisional. {item.interest.provisional} Confirm the"
                f" rate first ({rule}).",
                "items",
            )


def origin(case_file: CaseFile, rule: str) -> Needs:
    if not case_file.original_creditor:
        yield Missing("original creditor", f"The original creditor is not entered ({rule}).", "claim")
    if case_file.product != "invoice" and case_file.contract_on is None:
        yield Missing("contract date", f"The date of the contract is missing ({rule}).", "claim")


def proof(case_file: CaseFile, rule: str) -> Needs:
    if not {exhibit.kind for exhibit in case_file.exhibits} & PROOFS:
        yield Missing(
            "document of the debt",
            f"No document shows the debt: a contract, invoice, delivery note or statement is needed ({rule}).",
            "documents",
        )


def exhibit(case_file: CaseFile, kind: str, named: str, rule: str) -> Needs:
    if all(one.kind != kind for one in case_file.exhibits):
        yield Missing(named, f"No {named} is among the documents ({rule}).", "documents")


def files(case_file: CaseFile, rule: str) -> Needs:
    for one in case_file.exhibits:
        if one.sha256 is None:
            yield Missing(
                f"file of document {one.number}",
                f"Document {one.number} ({one.title}) has no file ({rule}).",
                "documents",
            )


def assigned(case_file: CaseFile) -> Needs:
    """For the notice of an assignment: there must be one, whole and dated."""
    if is_assigned(case_file):
        yield from deeds(case_file)
    else:
        yield Missing(
            "assignment", "The creditor is the original one: there is no assignment to give notice of.", "title"
        )


def complaints(case_file: CaseFile, rule: str) -> Needs:
    """Bought bank credit: where the debtor lives under the Union's law, the first letter names where to complain.

    For what no bank lent the directive asks nothing (art. 2, 3): the letter names an authority where one is known.
    """
    if case_file.originator == "bank" and case_file.product in CREDIT and not case_file.contact.get("complaints"):
        yield Missing(
            "complaint authority",
            "The authority to which the debtor can complain is missing, with its address: the first letter after the"
            f" transfer of bank credit names it ({rule}). Enter it, or the servicer's licence with its authority.",
            "court",
        )


def deeds(case_file: CaseFile, *, chain: str = "", day: str = "", deed: str = "") -> Needs:
    """An unbroken chain from the original creditor to this one, each assignment with its day and its deed.

    `chain`, `day` and `deed` end the sentences on these with the rule of the country that has one.
    """
    if not is_assigned(case_file):
        return
    links = case_file.title
    if len(links) < 2 or not _same(links[0].holder, case_file.original_creditor):
        yield Missing(
            "chain of title",
            f"The chain of title does not begin with the original creditor, {case_file.original_creditor}, and lead"
            f" to {case_file.creditor.name}{chain}.",
            "title",
        )
        return
    if not _same(links[-1].holder, case_file.creditor.name):
        yield Missing(
            "chain of title",
            f"The chain of title ends with {links[-1].holder} and not with the creditor, {case_file.creditor.name}.",
            "title",
        )
    for link in links[1:]:
        if link.from_on is None:
            yield Missing(
                "date of assignment", f"The date of the assignment to {link.holder} is missing{day}.", "title"
            )
        if not link.deed:
            yield Missing("deed", f"The deed by which {link.holder} took the claim is not named{deed}.", "title")


def signatory(case_file: CaseFile) -> Needs:
    if case_file.signatory is None:
        yield Missing("signatory", "Nobody is named to sign the paper, with a recorded authority.", "signatory")


def bank(case_file: CaseFile) -> Needs:
    if not case_file.bank_account:
        yield Missing("bank account", "The account to which the debtor may pay is missing.", "bank")


def contact(case_file: CaseFile) -> Needs:
    if not any(case_file.contact.get(channel) for channel in ("phone", "email")):
        yield Missing(
            "contact",
            "Neither a telephone number nor an e-mail address is recorded at which the debtor can answer.",
            "mandate",
        )


def court(case_file: CaseFile, rule: str) -> Needs:
    if not case_file.court:
        yield Missing("court", f"The court is missing ({rule}).", "court")


def is_assigned(case_file: CaseFile) -> bool:
    return len(case_file.title) > 1 or not _same(case_file.original_creditor, case_file.creditor.name)


def last_sent(case_file: CaseFile, kind: str, to: str) -> date | None:
    """The day the last step of this kind before court was sent to this debtor."""
    days = [act.sent_on for act in case_file.pre_action if act.kind == kind and act.to in {None, to} and act.sent_on]
    return max(days, default=None)


def _due(case_file: CaseFile, rule: str) -> Needs:
    for item in case_file.items:
        due_on = item.due_on or case_file.default_on
        named = item.reference or item.kind
        if due_on is None:
            yield Missing("due date", f"The due date of {named} is missing ({rule}).", "items")
        elif due_on > case_file.on:
            yield Missing(
                "due debt", f"{named} falls due only on {due_on.isoformat()}: it is not payable yet ({rule}).", "items"
            )


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
