"""The papers every country needs, in Polish."""

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
from cases.jurisdictions.pl.papers.wording import channels, contract_of, ground_of, label_of

WORDS = Words(
    folder="pl",
    language="pl",
    currency="PLN",
    subjects={
        ACCOUNT: "Zestawienie zadłużenia",
        PLAN: "Porozumienie o spłacie zadłużenia w ratach",
        SETTLEMENT: "Ugoda",
        WITHDRAWAL: "Cofnięcie pozwu",
        POWER: "Pełnomocnictwo",
        GOODBYE: "Zawiadomienie dotychczasowego wierzyciela o przelewie wierzytelności",
        CHAIN: "Wykaz przelewów wierzytelności",
    },
    contract_of=contract_of,
    channels=channels,
    label_of=label_of,
    ground_of=ground_of,
)
EVERYDAY = papers_of(WORDS)
WITHDRAWAL_OF_CLAIM = withdrawal(WORDS)
