"""The papers every country needs, in English. What became of a claim tells the court its own notice (court_notices)."""

from cases.jurisdictions.gb_ew.papers.amounts import basis_of, is_only_in_court, label_of
from cases.jurisdictions.gb_ew.papers.letters import address_lines, channels
from cases.jurisdictions.gb_ew.papers.wording import nature_of
from cases.jurisdictions.paperwork.every_case import papers_of
from cases.jurisdictions.paperwork.everyday import (
    ACCOUNT,
    CHAIN,
    GOODBYE,
    PLAN,
    POWER,
    SETTLEMENT,
    Words,
)

WORDS = Words(
    folder="gb_ew",
    language="en",
    currency="GBP",
    subjects={
        ACCOUNT: "Statement of account",
        PLAN: "Payment plan agreement",
        SETTLEMENT: "Settlement agreement",
        POWER: "Authority to act",
        GOODBYE: "We have assigned your debt",
        CHAIN: "Chain of title",
    },
    contract_of=nature_of,
    channels=channels,
    label_of=label_of,
    ground_of=lambda _sheet, period: basis_of(period.authority.citation),
    address_lines=address_lines,
    only_in_court=is_only_in_court,
)
EVERYDAY = papers_of(WORDS)
