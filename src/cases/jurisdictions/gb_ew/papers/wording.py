"""English words for what a case file holds as codes, and the agreement of sentences with one or several debtors."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.jurisdictions.contract import Exhibit, FiledParty

BARGAINS = {
    "consumer_loan": "lent money to {debtor}, which {debtor} agreed to repay together with the charges for it",
    "credit_card": "gave {debtor} a running credit account, on which {debtor} agreed to make payments when due",
    "overdraft": "allowed {debtor} to overdraw a current account, which {debtor} agreed to repay on demand",
    "telecom": "supplied telecommunications services to {debtor}, for which {debtor} agreed to pay",
    "utility": "supplied utility services to {debtor}, for which {debtor} agreed to pay",
    "rent": "let premises to {debtor}, for which {debtor} agreed to pay rent",
    "invoice": "supplied the goods or services invoiced to {debtor}, for which {debtor} agreed to pay",
    "other": "performed the agreement, and {debtor} agreed to pay the sums set out below",
}

NATURES = {
    "consumer_loan": "loan agreement",
    "credit_card": "credit card agreement",
    "overdraft": "current account with an overdraft",
    "telecom": "agreement for telecommunications services",
    "utility": "agreement for utility services",
    "rent": "tenancy agreement",
    "invoice": "agreement for the supply of goods or services",
    "other": "agreement",
}

ITEMS = {
    "principal": "Principal",
    "invoice": "Invoice",
    "instalment": "Instalment",
    "interest": "Interest charged earlier",
    "fee": "Charge",
    "cost": "Cost",
}

CREDIT_PRODUCTS = frozenset({"consumer_loan", "credit_card"})
"""Products for which a default notice comes before the whole balance is claimed (Consumer Credit Act 1974 s.87)."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The forms that change with the number of defendants."""

    noun: str
    Noun: str
    has: str
    is_: str
    owes: str


ONE = Agreement("the Defendant", "The Defendant", "has", "is", "owes")
SEVERAL = Agreement("the Defendants", "The Defendants", "have", "are", "owe")


def agreement_with(debtors: Sequence[FiledParty]) -> Agreement:
    return SEVERAL if len(debtors) > 1 else ONE


def nature_of(product: str) -> str:
    """How a paper names the agreement behind a product; anything unknown is simply an agreement."""
    return NATURES.get(product, NATURES["other"])


def bargain_of(product: str, debtor: str) -> str:
    """What each side undertook, in the words of the particulars."""
    return BARGAINS.get(product, BARGAINS["other"]).format(debtor=debtor)


def in_series(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def cited(exhibits: Sequence[Exhibit], *kinds: str) -> str:
    """`document 3`, `documents 1 and 2`, or nothing where there is none of the kinds."""
    numbers = [str(exhibit.number) for exhibit in exhibits if exhibit.kind in kinds]
    noun = "document" if len(numbers) == 1 else "documents"
    return f"{noun} {in_series(numbers)}" if numbers else ""
