"""The papers every country needs, in German."""

from cases.jurisdictions.de.papers.wording import channels, contract_of, ground_of, label_of
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

WORDS = Words(
    folder="de",
    language="de",
    currency="EUR",
    subjects={
        ACCOUNT: "Forderungsaufstellung",
        PLAN: "Ratenzahlungsvereinbarung",
        SETTLEMENT: "Vergleichsvereinbarung",
        WITHDRAWAL: "Rücknahme",
        POWER: "Vollmacht",
        GOODBYE: "Mitteilung des bisherigen Gläubigers über die Abtretung",
        CHAIN: "Nachweis der Abtretungen",
    },
    contract_of=contract_of,
    channels=channels,
    label_of=label_of,
    ground_of=ground_of,
)
EVERYDAY = papers_of(WORDS)
WITHDRAWAL_OF_CLAIM = withdrawal(WORDS)
