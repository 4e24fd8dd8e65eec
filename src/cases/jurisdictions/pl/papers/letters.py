"""The notice of the transfer and the demand: one letter for each debtor."""

from cases.jurisdictions.paperwork.letter_kinds import LetterWords, demand_for_payment, notice_of_assignment
from cases.jurisdictions.pl.papers.wording import channels, contract_of, ground_of, label_of

WORDS = LetterWords(
    folder="pl",
    language="pl",
    currency="PLN",
    notice_subject="Zawiadomienie o przelewie wierzytelności",
    demand_subject="Przedsądowe wezwanie do zapłaty",
    demand="Demand for payment before suit (KPC 187 §1 pkt 3)",
    contract_of=contract_of,
    channels=channels,
    label_of=label_of,
    ground_of=ground_of,
)
NOTICE_OF_ASSIGNMENT = notice_of_assignment(WORDS)
DEMAND_FOR_PAYMENT = demand_for_payment(WORDS)
