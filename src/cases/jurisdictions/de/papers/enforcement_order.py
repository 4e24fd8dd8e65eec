"""The application for a Vollstreckungsbescheid (ZPO 699): what was paid since, the costs, who serves it."""

from collections.abc import Iterator

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.de.eda.follow_up_layouts import MOST_PAYMENTS
from cases.jurisdictions.de.eda.follow_ups import EnforcementOrder
from cases.jurisdictions.de.eda.said import payments_of
from cases.jurisdictions.de.papers.follow_up import common_needs, court_number, sheet
from cases.jurisdictions.de.papers.machine import unfit
from kernel.errors import Invalid
from kernel.money import Money

CODE = "vollstreckungsbescheid"
FILE = "vollstreckungsbescheid.eda"
PAID, COSTS, GROUND, SERVICE = "payments_since", "order_costs", "order_costs_ground", "order_service"
BY_COURT, BY_PARTY = "court", "party"
RULE = "ZPO 699"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed(case_file)):
        return missing
    order = _order(case_file)
    if missing := tuple(unfit(FILE, order)):
        return missing
    return sheet(
        case_file,
        code=CODE,
        subject="Antrag auf Erlass eines Vollstreckungsbescheids",
        template="enforcement_order.html",
        file=FILE,
        message=order,
        more={"paid": sum((one.amount for one in order.payments), Money.zero(case_file.currency))},
    )


def _order(case_file: CaseFile) -> EnforcementOrder:
    said = case_file.particulars
    return EnforcementOrder(
        number=court_number(case_file),
        reference=case_file.case_reference,
        applied_on=case_file.on,
        by_court=said.get(SERVICE, BY_COURT) == BY_COURT,
        payments=payments_of(said[PAID]) or (),
        other_costs=_costs(case_file),
        other_ground=said.get(GROUND) or None,
    )


def _costs(case_file: CaseFile) -> Money | None:
    text = case_file.particulars.get(COSTS, "")
    return Money.parse(text, "EUR") if text else None


def _needed(case_file: CaseFile) -> Iterator[Missing]:
    yield from common_needs(case_file, RULE)
    payments = payments_of(case_file.particulars.get(PAID, ""))
    if payments is None:
        yield Missing(
            "payments since",
            "Say which payments came since the application (ZPO 699 I 2): none, or day and amount of each, such as"
            " 2026-11-02 50.00; 2026-11-09 50.00.",
            "court",
        )
    elif len(payments) > MOST_PAYMENTS:
        yield Missing(
            "six payments",
            f"{len(payments)} payments are entered; the records at hand hold {MOST_PAYMENTS}. File this one elsewhere.",
            "court",
        )
    elif any(one.paid_on > case_file.on for one in payments):
        yield Missing("payments since", "A payment is entered for a day that has not come.", "court")
    if case_file.particulars.get(SERVICE, BY_COURT) not in {BY_COURT, BY_PARTY}:
        yield Missing("service", f"Say who serves the order: {BY_COURT} or {BY_PARTY} (ZPO 699 IV).", "court")
    try:
        _costs(case_file)
    except Invalid as refused:
        yield Missing("further costs", f"The further costs are no amount: {refused.sentence}", "court")


ENFORCEMENT_ORDER = PaperKind(
    CODE, "Application for a Vollstreckungsbescheid (data sheet with EDA records)", "de", _prepare
)
