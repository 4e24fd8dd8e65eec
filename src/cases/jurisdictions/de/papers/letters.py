"""The notice of the transfer and the demand: one letter for each debtor."""

from cases.jurisdictions.de.papers.wording import channels, contract_of, ground_of, label_of
from cases.jurisdictions.paperwork.letter_kinds import LetterWords, demand_for_payment, notice_of_assignment

WORDS = LetterWords(
    folder="de",
    language="de",
    currency="EUR",
    notice_subject="Mitteilung über die Abtretung der Forderung",
    demand_subject="Mahnung",
    demand="Demand (Mahnung, BGB 286)",
    contract_of=contract_of,
    channels=channels,
    label_of=label_of,
    ground_of=ground_of,
    complaints="KrZwMG § 30 Abs. 1",
)
NOTICE_OF_ASSIGNMENT = notice_of_assignment(WORDS)
DEMAND_FOR_PAYMENT = demand_for_payment(WORDS)
