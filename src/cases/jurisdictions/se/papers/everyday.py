"""The papers every country needs, in Swedish."""

from cases.jurisdictions.paperwork.every_case import papers_of, withdrawal
from cases.jurisdictions.paperwork.everyday import (
    ACCOUNT,
    CHAIN,
    GOODBYE,
    PLAN,
    POWER,
    SETTLEMENT,
    WITHDRAWAL,
    Words,
)
from cases.jurisdictions.se.papers.wording import channels, contract_of, ground_of, label_of

WORDS = Words(
    folder="se",
    language="sv",
    currency="SEK",
    subjects={
        ACCOUNT: "Specifikation av skulden",
        PLAN: "Avbetalningsplan",
        SETTLEMENT: "Förlikning",
        WITHDRAWAL: "Återkallelse",
        POWER: "Fullmakt",
        GOODBYE: "Meddelande från din tidigare fordringsägare",
        CHAIN: "Förteckning över överlåtelser av fordran",
    },
    contract_of=contract_of,
    channels=channels,
    label_of=label_of,
    ground_of=ground_of,
)
EVERYDAY = papers_of(WORDS)
WITHDRAWAL_OF_CLAIM = withdrawal(WORDS)
