"""The application as EDA carries it, from the same case file as its paper: no fact is entered twice."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty
from cases.jurisdictions.de.eda.account import ATTORNEY, CLAIMANT, COURT, PARTICIPANT, ROLE, marks_of
from cases.jurisdictions.de.eda.applications import (
    Account,
    Address,
    Ancillary,
    Application,
    Assignment,
    Attorney,
    CatalogueClaim,
    ConsumerCredit,
    DisputeCourt,
    Expenses,
    Person,
)
from cases.jurisdictions.de.eda.codes import PartySalutation, Representative
from cases.jurisdictions.de.eda.interest_steps import left_of, steps_of
from cases.jurisdictions.de.eda.limits import FIRST_MARK
from cases.jurisdictions.de.eda.said import court_of, legal_form_of, officers_of, place_of
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.figures import COST_KINDS, PRINCIPAL_KINDS
from kernel.errors import Invalid
from kernel.money import Money

MAHNGERICHT, CATALOGUE, RETURN, DISPUTE = "mahngericht", "catalogue_number", "counter_performance", "dispute_court"
CONTESTED, APR, ASSIGNOR_PLACE = "contested", "credit_rate", "assignor_place"
CREDITOR_OFFICERS, DEBTOR_OFFICERS = "creditor_represented_by", "debtor_represented_by"
CREDITOR_FORM, DEBTOR_FORM = "creditor_legal_form", "debtor_legal_form"
ATTORNEY_KIND, COSTS = "attorney_kind", "costs_are"
NONE, RENDERED = "none", "rendered"
ATTORNEYS: Mapping[str, Representative] = {
    "lawyer": Representative.RECHTSANWALT,
    "law firm": Representative.RECHTSANWALTSGESELLSCHAFT,
    "collection agency": Representative.INKASSO,
}
COST_PLACES = ("dunning", "information", "returned_debit", "collection")
OTHER_COSTS = "other"
CREDITS = frozenset({"consumer_loan", "credit_card", "overdraft"})
BY_INVOICE = frozenset({"invoice", "utility", "telecom"})


def court_named(case_file: CaseFile) -> tuple[str, str] | None:
    """Postcode and place of the Mahngericht: what was entered of the case, else the account's."""
    return place_of(said(case_file, MAHNGERICHT) or case_file.court_account.get(COURT, ""))


def is_consumer_credit(case_file: CaseFile) -> bool:
    return case_file.product in CREDITS and any(debtor.kind == "person" for debtor in case_file.debtors)


def application_of_case(case_file: CaseFile) -> Application:
    """For a case whose paper lacks nothing. The marks are placeholders where the account does not tell their places:
    such an application is held against the limits, and not written.
    """
    court, dispute = court_named(case_file), court_of(said(case_file, DISPUTE))
    if court is None or dispute is None:
        raise Invalid("The Mahngericht or the court of the dispute is not entered.")
    account = case_file.court_account
    code = account.get(PARTICIPANT) or None
    by_code, agent_by_code = (code if account.get(ROLE) == role else None for role in (CLAIMANT, ATTORNEY))
    agent = case_file.representative
    expenses, ancillary = _costs(case_file)
    return Application(
        reference=case_file.case_reference,
        court_postcode=court[0],
        court_city=court[1],
        marks=_marks(case_file),
        contested=said(case_file, CONTESTED).casefold() == "yes",
        claimants=() if by_code else (_creditor(case_file),),
        claimant_code=by_code,
        attorney=_attorney(case_file, agent) if agent is not None and not agent_by_code else None,
        attorney_code=agent_by_code if agent is not None else None,
        account=Account(iban=case_file.bank_account.replace(" ", "")) if case_file.bank_account else None,
        defendants=tuple(_debtor(case_file, one) for one in case_file.debtors),
        dispute=DisputeCourt(kind=dispute.kind, postcode=dispute.postcode, city=dispute.city),
        catalogue=tuple(_claim(case_file, item) for item in case_file.items if item.kind in PRINCIPAL_KINDS),
        expenses=expenses,
        ancillary=ancillary,
    )


def _marks(case_file: CaseFile) -> tuple[int, ...]:
    marks = marks_of(case_file.court_account)
    if marks is None:
        return (FIRST_MARK,)
    joint = (marks.joint,) if len(case_file.debtors) > 1 else ()
    rendered = said(case_file, RETURN).casefold() == RENDERED
    return tuple(sorted((*joint, marks.rendered if rendered else marks.none)))


def _lines(name: str) -> tuple[str, ...]:
    """Lines of 35 characters, parted between words; a longer word stays whole and is told as a fault."""
    return tuple(textwrap.wrap(name, 35, break_long_words=False, break_on_hyphens=False)) or ("",)


def _address(party: FiledParty) -> Address:
    return Address(street=party.street or "", postcode=party.postcode or "", city=party.city or "")


def _creditor(case_file: CaseFile) -> Person:
    return _party(case_file, case_file.creditor, CREDITOR_FORM, CREDITOR_OFFICERS)


def _debtor(case_file: CaseFile, debtor: FiledParty) -> Person:
    return _party(case_file, debtor, DEBTOR_FORM, DEBTOR_OFFICERS)


def _party(case_file: CaseFile, party: FiledParty, form: str, officers: str) -> Person:
    """A person's given and family name stand in two fields."""
    if party.kind == "person":
        name = (party.given_name or "", party.family_name or "")
        return Person(name=name, address=_address(party), salutation=PartySalutation.HERR_ODER_FRAU)
    return Person(
        name=_lines(party.name),
        address=_address(party),
        legal_form=legal_form_of(party.name, said(case_file, form)) or "",
        representatives=officers_of(said(case_file, officers)),
    )


def _attorney(case_file: CaseFile, agent: FiledParty) -> Attorney:
    kind = ATTORNEYS.get(said(case_file, ATTORNEY_KIND).casefold(), Representative.INKASSO)
    return Attorney(
        salutation=kind,
        name=_lines(agent.name),
        address=_address(agent),
        legal_form=legal_form_of(agent.name, ""),
    )


def _claim(case_file: CaseFile, item: FiledItem) -> CatalogueClaim:
    amount = left_of(item)
    due_on = item.due_on or case_file.default_on or case_file.on
    by_invoice = case_file.product in BY_INVOICE or case_file.contract_on is None
    return CatalogueClaim(
        number=int(said(case_file, CATALOGUE)),
        amount=amount,
        first_on=due_on if by_invoice else case_file.contract_on or due_on,
        ground="Rechnung" if by_invoice else "Vertrag",
        invoice=item.reference if by_invoice else case_file.claim_reference,
        interest=tuple(
            replace(step, base=None) if step.base == amount else step for step in steps_of(item, case_file.on)
        ),
        assignment=_assignment(case_file),
        credit=_credit(case_file),
    )


def _assignment(case_file: CaseFile) -> Assignment | None:
    place = place_of(said(case_file, ASSIGNOR_PLACE))
    if not needs.is_assigned(case_file) or place is None or case_file.title[-1].from_on is None:
        return None
    return Assignment(
        assigned_on=case_file.title[-1].from_on,
        assignor=case_file.title[-2].holder,
        postcode=place[0],
        city=place[1],
    )


def _credit(case_file: CaseFile) -> ConsumerCredit | None:
    if not is_consumer_credit(case_file) or case_file.contract_on is None:
        return None
    return ConsumerCredit(contract_on=case_file.contract_on, annual_rate=Decimal(said(case_file, APR)))


def _costs(case_file: CaseFile) -> tuple[Expenses | None, tuple[Ancillary, ...]]:
    items = [item for item in case_file.items if item.kind in COST_KINDS and item.amount.minor]
    place = said(case_file, COSTS).casefold()
    if not items:
        return None, ()
    if place in COST_PLACES:
        return Expenses(**{place: _sum(items)}), ()
    return None, tuple(Ancillary(words=item.reference or "Kosten", amount=item.amount) for item in items)


def _sum(items: Sequence[FiledItem]) -> Money:
    return sum((item.amount for item in items), Money.zero("EUR"))
