"""Each country's way from a transferred claim to the paper that brings it to court, for the planted-defect run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.jurisdictions.contract import Procedure
from cases.jurisdictions.registry import by_code
from kernel.money import Money
from tests.builders.german_case import ACCOUNT, FOR_COURT
from tests.builders.polish_case import E_COURT_ACCOUNT


@dataclass(frozen=True, slots=True)
class FilingWay:
    """`letter` is what goes to the debtor first, `received` the event of its arrival where the law asks for it.

    `register` is the creditor's own number; `account` what is entered of its account with the court's channel.
    `larger`: what is entered otherwise for a principal above the sum in minor units.
    """

    jurisdiction: str
    procedure: str
    paper: str
    letter: str
    seat: str
    received: str | None = None
    register: str = "A28000000"
    account: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    larger: tuple[int, Mapping[str, str]] | None = None

    @property
    def law(self) -> Procedure:
        found = by_code(self.jurisdiction)
        assert found is not None
        return found.procedures[self.procedure]

    @property
    def channel(self) -> str:
        found = by_code(self.jurisdiction)
        assert found is not None
        return found.channels[0].code

    @property
    def can_file(self) -> bool:
        """Whether the country's folder makes the paper yet."""
        return any(one.code == self.paper for one in self.law.papers)


WAYS = {
    "es": FilingWay(
        "es",
        "monitorio",
        "monitorio_petition",
        "masc_request",
        "Gijón",
        received="masc_request_received",
        details={
            "term_principal": "Devolución del capital dispuesto",
            "term_interest": "Interés ordinario pactado",
            "term_costs": "Gastos de reclamación pactados",
        },
    ),
    "gb": FilingWay("gb_ew", "money_claim", "claim", "letter_of_claim", "Leeds", details={"regulated_credit": "yes"}),
    "se": FilingWay("se", "betalningsforelaggande", "application", "demand", "Umeå", details={"demand_days": "10"}),
    "pl": FilingWay(
        "pl",
        "epu",
        "epu_suit",
        "demand",
        "Gdańsk",
        register="0000123456",
        account={**E_COURT_ACCOUNT, "password": "invented", "api_key": "invented"},
        details={"demand_days": "7"},
    ),
    "de": FilingWay(
        "de",
        "mahnverfahren",
        "mahnantrag",
        "demand",
        "Hagen",
        account=ACCOUNT,
        details={
            "demand_days": "14",
            **FOR_COURT,
            "credit_rate": "7.25",
            "costs_are": "other",
            "mahngericht": "58097 Hagen",
            "creditor_represented_by": "Geschäftsführerin: Ada Weiß",
            "creditor_legal_form": "DAC",
        },
        larger=(1_000_000, {"dispute_court": "Landgericht 58097 Hagen"}),
    ),
}

REASONS: dict[str, str] = {
    "debtor.dead": "The debtor died",
    "debtor.insolvent": "The debtor is insolvent",
    "debtor.moratorium": "A moratorium protects the debtor",
    "debt.disputed": "The debt is disputed",
    "debt.live_plan": "A payment plan is being kept",
    "claim.barred": "[Ll]imitation (ended|is over)",
    "address.postcode": "is no postcode of",
    "address.street_missing": "street|address",
    "address.abroad": "lives in|England or Wales|Spain",
    "address.scotland": "Scots law|England or Wales|Scotland",
    "address.northern_ireland": "Northern Ireland|England or Wales",
    "address.crown_dependency": "Isle of Man|Jersey",
    "address.unknown": "is no street",
    "address.po_box": "box at the post office",
    "address.moved": "was not found at the address",
    "name.characters": "not among the court's characters",
    "claim.too_old": "longer before .* than the EPU takes",
    "credit.too_dear": "688",
    "interest.early": "there was no delay before",
    "codebtor.dead": "The debtor died",
    "check.insolvent_today": "The debtor is insolvent",
    "price.in_words": "The paper itself would name an amount paid",
    "document.unread": "was not read yet",
    "number.missing": "(NIF|personnummer|PESEL|number).* is missing",
    "number.wrong": "check digit",
    "title.missing_link": "deed|date of the assignment|chain of title|EL",
    "check.never": "is insolvent was never checked",
    "check.stale": "still lives at the address was last checked",
    "check.hit": "The debtor died",
    "payment.uncredited": "A payment that names the debtor waits",
    "price.in_pack": "an amount that was paid for the claim",
    "notice.missing": "notice of assignment has not been sent",
    "notice.returned": "notice of assignment came back",
    "document.missing": "No contract or other proof",
    "demand.missing": "negotiat|letter of claim|demand",
    "demand.early": "still runs|may be (issued|filed) from",
    "default_notice.missing": "default notice",
}
"""What a stop must say, as a pattern, for each kind of the truth."""


def a_price(balance: Money) -> Money:
    """What is paid for a portfolio: a figure that no claim owes by chance."""
    return Money(balance.minor // 1000 * 71 + 37, balance.currency)
