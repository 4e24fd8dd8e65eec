"""What a Spanish paper cannot do without. Each check yields one sentence for each fact or document that is missing."""

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing
from cases.jurisdictions.es.papers import law
from cases.jurisdictions.paperwork import needs as shared
from cases.jurisdictions.paperwork.figures import is_contractual
from cases.jurisdictions.paperwork.needs import is_joint

type Needs = shared.Needs

ORIGIN_KINDS = frozenset({"contract", "invoice", "delivery_note", "statement"})
_IDENTITY = (
    ("name", "name"),
    ("national_id", "NIF, NIE or CIF"),
    ("street", "street"),
    ("postcode", "postcode"),
    ("city", "city"),
)
FILED = tuple(field for field, _ in _IDENTITY)
POSTED = ("name", "street", "postcode", "city")
# Of these no Spanish rule asks more than any other law does.
contact, is_assigned, signatory = shared.contact, shared.is_assigned, shared.signatory


def creditor(case_file: CaseFile) -> Needs:
    yield from _identity(case_file.creditor, "the petition names the creditor and its domicile (LEC art. 814.1)")
    if case_file.representative is not None:
        yield from _identity(case_file.representative, "whoever acts for the creditor is identified (LEC art. 264.2)")


def debtors(case_file: CaseFile) -> Needs:
    """Identity and Spanish domicile of each, and how several of them are bound."""
    if not case_file.debtors:
        yield Missing("debtors", "No debtor is entered: a petition names the debtor (LEC art. 814.1).", "parties")
    for debtor in case_file.debtors:
        yield from _identity(debtor, "the petition identifies the debtor and the domicile (LEC art. 814.1)")
        yield from _in_spain(debtor)
    yield from liability(case_file)


def addressees(case_file: CaseFile) -> Needs:
    """Those to whom a letter goes: a name and an address, in Spain or elsewhere."""
    if not case_file.debtors:
        yield Missing("debtors", "No debtor is entered, so there is nobody to write to.", "parties")
    for debtor in case_file.debtors:
        yield from _identity(debtor, "a letter needs its addressee", POSTED)


def liability(case_file: CaseFile) -> Needs:
    if is_joint(case_file):
        return
    yield Missing(
        "liability",
        "It is not recorded that the debtors are jointly and severally liable, which Spanish law does not presume"
        " (Código Civil art. 1137). Record it with the term that says so, or open one case for each debtor's share.",
        "parties",
    )


def figures(case_file: CaseFile) -> Needs:
    """Items in euro that are due and add up to the total."""
    if case_file.currency != "EUR":
        yield Missing(
            "currency", f"The claim is in {case_file.currency}; Spanish papers are prepared in euro only.", "claim"
        )
        return
    if not case_file.items:
        yield Missing(
            "items",
            "No item is entered: origin and amount of the debt must be stated (LEC art. 814.1).",
            "items",
        )
        return
    yield from _due(case_file)
    yield from shared.sums(case_file, ": the sum claimed must be determined (LEC art. 812.1)")


def rates_known(case_file: CaseFile) -> Needs:
    """A petition states interest at rates that are known, not held over from an earlier period."""
    for item in case_file.items:
        if item.interest is not None and item.interest.provisional is not None:
            yield Missing(
                "interest rate",
                f"The interest on {item.reference or item.kind} is provisional. {item.interest.provisional}"
                " A petition states a determined sum (LEC art. 812.1): confirm the rate first.",
                "items",
            )


def origin(case_file: CaseFile) -> Needs:
    """The contract's date and the document of art. 812 on which the claim rests."""
    if not case_file.original_creditor:
        yield Missing(
            "original creditor",
            "The original creditor is not entered: the petition states the origin of the debt (LEC art. 814.1).",
            "claim",
        )
    if case_file.product != "invoice" and case_file.contract_on is None:
        yield Missing(
            "contract date",
            "The date of the contract is missing: the petition states the origin of the debt (LEC art. 814.1).",
            "claim",
        )


def documents(case_file: CaseFile) -> Needs:
    kinds = {exhibit.kind for exhibit in case_file.exhibits}
    if any(is_contractual(item) for item in case_file.items) and "contract" not in kinds:
        yield Missing(
            "contract document",
            "The contract is not among the documents: interest at an agreed rate is claimed, and the court checks"
            " the term it rests on (LEC art. 815.3).",
            "documents",
        )
    elif not kinds & ORIGIN_KINDS:
        yield Missing(
            "document of the debt",
            "No document shows the debt: a contract, invoice, delivery note or statement is needed (LEC art. 812.1).",
            "documents",
        )
    if "power" not in kinds and (case_file.representative is not None or case_file.creditor.kind == "company"):
        yield Missing(
            "power of attorney",
            "The power of whoever acts for the creditor is not among the documents (LEC art. 264.2).",
            "documents",
        )
    if "guarantee" not in kinds and any(debtor.role == "guarantor" for debtor in case_file.debtors):
        yield Missing(
            "guarantee",
            "The guarantee is not among the documents: a guarantor's obligation must be express (Código Civil"
            " art. 1827).",
            "documents",
        )
    for exhibit in case_file.exhibits:
        if exhibit.sha256 is None:
            yield Missing(
                f"file of document {exhibit.number}",
                f"Document {exhibit.number} ({exhibit.title}) has no file: each goes to the court as a file of its"
                " own (RD 1065/2015 annex IV.6).",
                "documents",
            )


def fee_receipt(case_file: CaseFile) -> Needs:
    if case_file.total.minor <= 0 or law.petition_fee(case_file).amount is None:
        return
    if all(exhibit.kind != "fee" for exhibit in case_file.exhibits):
        yield Missing(
            "fee receipt",
            "The validated receipt of the court fee, model 696, is not among the documents (Ley 10/2012 art. 8.2).",
            "documents",
        )


def title(case_file: CaseFile) -> Needs:
    """An unbroken chain from the original creditor to the claimant, each assignment with date, deed and notice."""
    yield from deeds(case_file)
    for link in case_file.title[1:]:
        if link.notice_on is None:
            yield Missing(
                "notice of assignment",
                f"The day on which the debtor was told of the assignment to {link.holder} is missing: until then"
                " payment to the former creditor discharges (Código Civil art. 1527).",
                "title",
            )
    if is_assigned(case_file) and all(exhibit.kind != "assignment" for exhibit in case_file.exhibits):
        yield Missing(
            "deed of assignment",
            "No deed of assignment, or certified extract of one, is among the documents: the claimant must show"
            " that the claim is its own (LEC art. 10 and 265.1).",
            "documents",
        )


def deeds(case_file: CaseFile) -> Needs:
    yield from shared.deeds(
        case_file,
        chain=": the claimant must show how the claim became its own (LEC art. 10)",
        day=" (Código Civil art. 1526)",
        deed=" (Código Civil art. 1526)",
    )


def court(case_file: CaseFile) -> Needs:
    if not case_file.court:
        yield Missing(
            "court",
            "The court is missing: only the one of the debtor's domicile is competent (LEC art. 813).",
            "court",
        )


def bank(case_file: CaseFile) -> Needs:
    if not case_file.bank_account:
        yield Missing("bank account", "The account to which the debtor may pay is missing (LEC art. 817).", "bank")


def _identity(party: FiledParty, why: str, fields: tuple[str, ...] = FILED) -> Needs:
    for field, label in _IDENTITY:
        if field in fields and not getattr(party, field):
            whose = f"of {party.name}" if party.name else f"of the {party.role}"
            yield Missing(f"{party.role} {field}", f"The {label} {whose} is missing: {why}.", "parties")


def _in_spain(debtor: FiledParty) -> Needs:
    if debtor.country is None:
        sentence = f"The country of {debtor.name} is missing: only a court of the debtor's domicile is competent"
        yield Missing("debtor country", f"{sentence} (LEC art. 813).", "parties")
    elif debtor.country.casefold() != "es":
        yield Missing(
            "debtor in Spain",
            f"{debtor.name} lives in {debtor.country.upper()}: a monitorio needs a domicile in Spain (LEC art. 813)."
            " In another Member State the European order for payment may serve.",
            "parties",
        )


def _due(case_file: CaseFile) -> Needs:
    for item in case_file.items:
        due_on = item.due_on or case_file.default_on
        named = item.reference or item.kind
        if due_on is None:
            yield Missing(
                "due date",
                f"The due date of {named} is missing: the debt must be due and payable (LEC art. 812.1).",
                "items",
            )
        elif due_on > case_file.on:
            yield Missing(
                "due debt",
                f"{named} falls due only on {due_on:%d/%m/%Y}: it is not payable yet (LEC art. 812.1).",
                "items",
            )
