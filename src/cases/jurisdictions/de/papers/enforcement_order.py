"""The application for a Vollstreckungsbescheid (ZPO 699): what was paid since, the costs, who serves it."""

from collections.abc import Iterator

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.de.eda.follow_up_layouts import MOST_PAYMENTS
from cases.jurisdictions.de.eda.follow_ups import EnforcementOrder
from cases.jurisdictions.de.eda.said import payments_of
from cases.jurisdictions.de.papers.follow_up import common_needs, court_number, sheet
from cases.jurisdictions.de.papers.machine import unfit
from cases.jurisdictions.de.papers.order_time import in_time
from cases.jurisdictions.paperwork.entered import amount_if_entered, amount_said, entered_choice, lacking, said
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
    return EnforcementOrder(
        number=court_number(case_file),
        reference=case_file.case_reference,
        applied_on=case_file.on,
        by_court=said(case_file, SERVICE).casefold() != BY_PARTY,
        payments=payments_of(said(case_file, PAID)) or (),
        other_costs=amount_said(case_file, COSTS, least=0),
        other_ground=said(case_file, GROUND) or None,
    )


def _needed(case_file: CaseFile) -> Iterator[Missing]:
    yield from common_needs(case_file, RULE)
    yield from in_time(case_file)
    payments = payments_of(said(case_file, PAID))
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
    yield from lacking(
        entered_choice(case_file, SERVICE, "Who serves the order (ZPO 699 IV)", (BY_COURT, BY_PARTY), unsaid=BY_COURT),
        amount_if_entered(case_file, COSTS, "What the further costs come to", least=0),
    )


ENFORCEMENT_ORDER = PaperKind(
    CODE, "Application for a Vollstreckungsbescheid (data sheet with EDA records)", "de", _prepare, in_time
)
