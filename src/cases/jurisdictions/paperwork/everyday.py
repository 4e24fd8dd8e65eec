"""The words a country gives to the papers every case may need, and what all of them are given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty, Paper
from cases.jurisdictions.paperwork import figures, letters
from kernel.money import Money

ACCOUNT = "account_statement"
PLAN = "payment_plan"
SETTLEMENT = "settlement"
WITHDRAWAL = "withdrawal"
POWER = "power_of_attorney"
GOODBYE = "goodbye_letter"
CHAIN = "title_chain"

OF_ITS_DAY = (ACCOUNT, PLAN, SETTLEMENT)
"""What a case may have again once the former one has left."""

TEMPLATES: Mapping[str, str] = {
    ACCOUNT: "account/statement.html",
    PLAN: "plan/agreement.html",
    SETTLEMENT: "settlement/agreement.html",
    WITHDRAWAL: "withdrawal/notice.html",
    POWER: "authority/power.html",
    GOODBYE: "goodbye/letter.html",
    CHAIN: "title/chain.html",
}


def always_owed(_item: FiledItem) -> bool:
    """For a law under which interest is owed without a court's award."""
    return False


@dataclass(frozen=True, slots=True)
class Words:
    """A country's language and words. `subjects` heads each paper, by its code.

    `only_in_court` says of an item that its interest is owed once a court awards it: no letter states it then.
    """

    folder: str
    language: str
    currency: str
    subjects: Mapping[str, str]
    contract_of: Callable[[str], str]
    channels: Callable[[CaseFile], str]
    label_of: Callable[[FiledItem], str]
    ground_of: figures.GroundOf
    address_lines: Callable[[FiledParty], tuple[str, ...]] = letters.address_lines
    only_in_court: Callable[[FiledItem], bool] = always_owed


@dataclass(frozen=True, slots=True)
class Due:
    """What is owed on the day without a court's award: `total` is principal + interest + costs - payments."""

    items: tuple[figures.ItemLine, ...]
    periods: tuple[figures.PeriodLine, ...]
    principal: Money
    interest: Money
    costs: Money
    payments: Money
    total: Money
    daily: Money
    left_to_court: bool


def due_of(case_file: CaseFile, words: Words) -> Due:
    """The account without the interest that only a court can award; `left_to_court` says that there is some."""
    given = [replace(one, interest=None) if words.only_in_court(one) else one for one in case_file.items]
    kept = replace(case_file, items=tuple(given))
    interest = figures.accrued(kept)
    return Due(
        items=figures.item_lines(kept, words.label_of),
        periods=figures.period_lines(kept, words.ground_of),
        principal=case_file.principal,
        interest=interest,
        costs=case_file.costs,
        payments=case_file.payments,
        total=case_file.principal + interest + case_file.costs - case_file.payments,
        daily=figures.daily(kept),
        left_to_court=kept.items != case_file.items,
    )


def paper_of(case_file: CaseFile, words: Words, code: str, more: Mapping[str, object], *, owed: Money) -> Paper:
    """The paper with what all of them are given; `owed` is what it asks for, nothing where it asks for nothing."""
    subject = words.subjects[code]
    lines_of = words.address_lines
    sender = letters.sender_of(case_file)
    context = {
        **letters.shared_by_letters(case_file, subject),
        "letters": tuple(replace(one, lines=lines_of(one.debtor)) for one in letters.letters_to(case_file)),
        "sender_address": ", ".join(lines_of(sender)[1:]),
        "creditor_address": ", ".join(lines_of(case_file.creditor)[1:]),
        "contract": words.contract_of(case_file.product),
        "channels": words.channels(case_file),
        "owed": owed,
        **more,
    }
    return Paper(code, subject, words.language, f"{words.folder}/{TEMPLATES[code]}", context)


def nothing(case_file: CaseFile) -> Money:
    return Money.zero(case_file.currency)
