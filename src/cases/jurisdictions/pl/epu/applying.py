"""The application for enforcement of an order of the e-court, or everything that is missing for it."""

from datetime import date

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import NUMBER, court_number, entered_day, entered_number, lacking, said
from cases.jurisdictions.pl.epu.account import account_needed, filer_of, is_professional
from cases.jurisdictions.pl.epu.batches import application_faults
from cases.jurisdictions.pl.epu.broken import as_missing
from cases.jurisdictions.pl.epu.claims import Costs
from cases.jurisdictions.pl.epu.enforcement import Application, Creditor, Debtor
from cases.jurisdictions.pl.epu.limits import BYTE, IDENTIFIER
from cases.jurisdictions.pl.epu.seat import SEAT
from cases.jurisdictions.pl.epu.sides import address_of, kind_of, needed_of, nip_of, who_of
from cases.jurisdictions.pl.epu.suing import id_of
from cases.jurisdictions.pl.epu.titles import Bailiff, Clause, IssuingCourt, Order
from cases.jurisdictions.pl.papers.enforced import Enforced, enforced, parties_named
from cases.jurisdictions.pl.papers.ordered import as_demanded
from kernel.money import Money

ORDER_ON = "epu_order_on"
CLAUSE_CODE = "epu_clause_code"
NUMBERS = {
    "bailiff_id": ("The number of the bailiff in the e-court's service", IDENTIFIER.most),
    "epu_order_id": ("The number of the order in the e-court's service", IDENTIFIER.most),
    "epu_order_code": ("The code of the order", BYTE.most),
    "epu_clause_id": ("The number of the clause in the e-court's service", IDENTIFIER.most),
}
"""What the schema asks for and only the e-court's service tells."""


def application_of(case_file: CaseFile) -> tuple[Application, Enforced] | tuple[Missing, ...]:
    """The application within every limit of the e-court, beside what it asks."""
    asked = enforced(case_file, as_demanded(case_file))
    numbers = {name: entered_number(case_file, name, what, most=most) for name, (what, most) in NUMBERS.items()}
    order_on = entered_day(case_file, ORDER_ON, "The day of the order")
    missing = (
        *(asked if isinstance(asked, tuple) else ()),
        *_needed(case_file),
        *lacking(*numbers.values(), order_on),
    )
    if missing or isinstance(asked, tuple) or isinstance(order_on, Missing):
        return missing
    known = {name: one for name, one in numbers.items() if isinstance(one, int)}
    application = _application(case_file, asked, known, order_on)
    return as_missing(application_faults(application)) or (application, asked)


def _application(case_file: CaseFile, asked: Enforced, known: dict[str, int], order_on: date) -> Application:
    account = case_file.court_account
    signature = said(case_file, NUMBER)
    professional = is_professional(account)
    return Application(
        case=case_file.case_reference,
        application_id=id_of(f"{case_file.case_reference} enforcement"),
        dated=case_file.on,
        bailiff=Bailiff(bailiff_id=known["bailiff_id"], name=asked.bailiff),
        court=IssuingCourt(name=SEAT.name, division=SEAT.division),
        order=Order(
            order_id=known["epu_order_id"],
            signature=signature,
            dated=order_on,
            decision_code=known["epu_order_code"],
        ),
        clause=Clause(
            order_id=known["epu_order_id"],
            clause_id=known["epu_clause_id"],
            signature=signature,
            dated=asked.clause_on,
            code=said(case_file, CLAUSE_CODE),
        ),
        filer=filer_of(account),
        creditors=(_creditor(case_file),),
        debtors=tuple(_debtor(one, number, asked) for number, one in enumerate(case_file.debtors, start=2)),
        sums=asked.sums,
        attorney_costs=Costs(amount=Money.zero("PLN"), demanded=True, by_norms=True) if professional else None,
        search_assets=asked.searched,
        outside_district=asked.outside,
    )


def _creditor(case_file: CaseFile) -> Creditor:
    party = case_file.creditor
    return Creditor(
        party_id=1,
        kind=kind_of(party),
        who=who_of(party),
        address=address_of(party),
        nip=nip_of(party),
        account=case_file.bank_account,
    )


def _debtor(party: FiledParty, number: int, asked: Enforced) -> Debtor:
    return Debtor(
        party_id=number,
        kind=kind_of(party),
        who=who_of(party),
        address=address_of(party),
        nip=nip_of(party),
        means=asked.means,
    )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from account_needed(case_file)
    for party in parties_named(case_file):
        yield from needed_of(party)
    yield from court_number(case_file, giver="the e-court")
    if not said(case_file, CLAUSE_CODE):
        yield Missing("clause code", "The code of the enforcement clause is not entered.", "claim")
