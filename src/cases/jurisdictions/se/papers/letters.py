"""The notice of the transfer and the demand: one letter for each debtor."""

from cases.jurisdictions.paperwork.letter_kinds import LetterWords, demand_for_payment, notice_of_assignment
from cases.jurisdictions.se.papers.wording import channels, contract_of, ground_of, label_of

WORDS = LetterWords(
    folder="se",
    language="sv",
    currency="SEK",
    notice_subject="Underrättelse om att din skuld har överlåtits",
    demand_subject="Inkassokrav",
    demand="Demand (inkassokrav)",
    contract_of=contract_of,
    channels=channels,
    label_of=label_of,
    ground_of=ground_of,
)
NOTICE_OF_ASSIGNMENT = notice_of_assignment(WORDS)
DEMAND_FOR_PAYMENT = demand_for_payment(WORDS)
