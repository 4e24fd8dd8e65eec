"""What must stop a filing of a sample portfolio: one line of truth for each planted case, nothing for a clean one.

A tape carries what a seller would have written into it. What happens later (a check too old, a payment nobody booked, a
price left in a document) no tape can carry: the truth names the account, and whoever runs the portfolio plants it.
"""

from enum import StrEnum
from pathlib import Path

import msgspec

FORMAT = "recourse-filing-truth/1"


class Carrier(StrEnum):
    TAPE = "tape"
    PORTFOLIO = "portfolio"


class FilingRule(msgspec.Struct, frozen=True):
    """One kind of defect. `countries` is empty where every country's filing must stop."""

    kind: str
    carrier: Carrier
    because: str
    countries: tuple[str, ...] = ()


T, P = Carrier.TAPE, Carrier.PORTFOLIO
FILING_RULES = (
    FilingRule("debtor.dead", T, "the heirs must be found first"),
    FilingRule("debtor.insolvent", T, "insolvency stays what a single creditor may do"),
    FilingRule("debtor.moratorium", T, "nothing may be done while it lasts"),
    FilingRule("debt.disputed", T, "the dispute must be answered first"),
    FilingRule("debt.live_plan", T, "the debtor pays under a plan"),
    FilingRule("claim.barred", T, "limitation is over"),
    FilingRule("address.postcode", T, "the country has no such postcode"),
    FilingRule("address.street_missing", T, "nobody can serve a debtor without a street"),
    FilingRule("address.abroad", T, "the debtor lives in another country"),
    FilingRule("address.scotland", T, "the debtor lives under Scots law", ("gb",)),
    FilingRule("address.northern_ireland", T, "the debtor lives under the law of Northern Ireland", ("gb",)),
    FilingRule(
        "address.crown_dependency", T, "Jersey is no part of England and Wales, though its post is British", ("gb",)
    ),
    FilingRule("address.unknown", T, "a word stands where the street should be"),
    FilingRule("address.po_box", T, "nobody lives in a box at the post office", ("es", "gb", "pl")),
    FilingRule("address.moved", P, "the debtor was not found at the address"),
    FilingRule("name.characters", T, "a letter of the name is not among the court's", ("de",)),
    FilingRule("number.missing", T, "the court or authority demands the debtor's number", ("es", "pl", "se")),
    FilingRule("number.wrong", T, "the number's check digit is another", ("es", "pl", "se")),
    FilingRule("claim.too_old", T, "it fell due longer ago than the e-court takes, and is not barred", ("pl",)),
    FilingRule("credit.too_dear", P, "its rate lies too far above the base rate for the procedure", ("de",)),
    FilingRule("interest.early", T, "statutory interest is asked from a day on which nothing was due"),
    FilingRule("codebtor.dead", P, "of two debtors one died, as a register says"),
    FilingRule("title.missing_link", T, "an earlier creditor is named, but no deed from him"),
    FilingRule("check.never", P, "nobody asked whether the debtor is insolvent"),
    FilingRule("check.stale", P, "the address was checked longer ago than the policy allows"),
    FilingRule("check.hit", P, "a register says that the debtor died"),
    FilingRule("check.insolvent_today", P, "a register says on the day of filing that the debtor is insolvent"),
    FilingRule("payment.uncredited", P, "a payment from the debtor waits to be booked"),
    FilingRule("price.in_pack", P, "a document of the pack names what was paid for the claim"),
    FilingRule("price.in_words", P, "what somebody entered for the paper names what was paid for the claim"),
    FilingRule("document.unread", P, "nobody has read a document of the pack yet, so it may name the price"),
    FilingRule("notice.missing", P, "the debtor was not told of the assignment"),
    FilingRule("notice.returned", P, "the notice of the assignment came back"),
    FilingRule("document.missing", P, "no document shows the debt"),
    FilingRule("demand.missing", P, "the step before court was not taken", ("es", "gb", "pl")),
    FilingRule("demand.early", P, "the time after that step still runs", ("es", "gb")),
    FilingRule("default_notice.missing", P, "regulated credit needs a default notice first", ("gb",)),
)


class PlantedCase(msgspec.Struct, frozen=True):
    """One account that must be stopped. `row` is 1-based and counts data rows."""

    row: int
    reference: str
    defects: tuple[str, ...]


class FilingTruth(msgspec.Struct, frozen=True):
    """What is known of a portfolio because it was made on purpose; every account that is not planted is clean."""

    format: str
    country: str
    seed: int
    cut_off: str
    rows: int
    file: str
    digest: str
    rules: tuple[FilingRule, ...]
    planted: tuple[PlantedCase, ...]

    @property
    def clean(self) -> int:
        return self.rows - len(self.planted)

    def of(self, kind: str) -> tuple[str, ...]:
        """The references of the accounts that carry the defect."""
        return tuple(one.reference for one in self.planted if kind in one.defects)


def filing_rules(country: str) -> tuple[FilingRule, ...]:
    """The kinds that stop a filing in the country."""
    return tuple(rule for rule in FILING_RULES if not rule.countries or country in rule.countries)


def filing_truth_file(tape: Path) -> Path:
    return tape.with_name(f"{tape.name}.filing.json")
