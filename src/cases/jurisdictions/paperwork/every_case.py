"""The papers every country needs, made of one country's words."""

from cases.jurisdictions.contract import PaperKind
from cases.jurisdictions.paperwork.account import statement_of_account
from cases.jurisdictions.paperwork.authority import power_of_attorney
from cases.jurisdictions.paperwork.everyday import ACCOUNT, CHAIN, POWER, WITHDRAWAL, Words
from cases.jurisdictions.paperwork.goodbye import goodbye_letter
from cases.jurisdictions.paperwork.plan import payment_plan
from cases.jurisdictions.paperwork.settling import settlement
from cases.jurisdictions.paperwork.title_chain import chain_of_title
from cases.jurisdictions.paperwork.withdrawal import withdrawal

TO_COURT = frozenset({WITHDRAWAL, POWER, CHAIN})
"""What is shown to a court and sent to no debtor."""
EXHIBIT_AS: dict[str, str] = {ACCOUNT: "account", POWER: "power"}
"""The kind of exhibit that each becomes once it has left. Our own account is no `statement`: it proves no debt."""


def papers_of(words: Words) -> tuple[PaperKind, ...]:
    """In the order in which a case may need them; the withdrawal is apart, for procedures that take it on paper."""
    return (
        goodbye_letter(words),
        statement_of_account(words),
        payment_plan(words),
        settlement(words),
        power_of_attorney(words),
        chain_of_title(words),
    )


__all__ = ["EXHIBIT_AS", "TO_COURT", "papers_of", "withdrawal"]
