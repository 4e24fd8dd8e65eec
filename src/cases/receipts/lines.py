"""A line of a file of payments as it is understood, or why it is not. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from kernel.money import Money

SOURCES: dict[str, str] = {
    "bank": "Our bank",
    "seller_receipt": "The seller (receipts after the cut-off)",
    "bailiff": "A bailiff",
    "servicer": "A servicer",
}
LONGEST = {"payer": 200, "remittance": 500, "reference": 140, "court_number": 80, "iban": 34}


@dataclass(frozen=True, slots=True)
class Line:
    """One payment. `reference` is what the file calls the claim or case; `own_number` the bank's own number."""

    row_no: int
    received_on: date
    amount: Money
    reference: str = ""
    court_number: str = ""
    payer: str = ""
    iban: str = ""
    remittance: str = ""
    own_number: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is not booked and why: the column's own name, what stood there, what was wanted."""

    row_no: int
    column: str
    value: str
    reason: str


def creditor_reference(text: str) -> str:
    """The body of a structured creditor reference (ISO 11649) whose check digits hold; else the text as it came."""
    plain = "".join(text.split()).upper()
    if not (plain.startswith("RF") and plain[2:4].isdigit() and 5 <= len(plain) <= 25 and plain.isascii()):
        return text
    if not plain.isalnum():
        return text
    digits = "".join(str(int(character, 36)) for character in plain[4:] + plain[:4])
    return plain[4:] if int(digits) % 97 == 1 else text


def digests(lines: Iterable[Line]) -> Iterator[bytes]:
    """The digest by which each line is known again, whatever file brings it.

    Lines that are the same in everything differ by their turn, so that two payments of one day are two and the same
    statement brought twice is one.
    """
    turns: Counter[bytes] = Counter()
    for line in lines:
        parts = (line.received_on.isoformat(), line.amount.text(), line.amount.currency, line.own_number)
        words = (line.reference, line.court_number, line.payer, line.iban, line.remittance)
        told = "\x1f".join((*parts, *(" ".join(word.split()).upper() for word in words))).encode()
        plain = sha256(told).digest()
        turns[plain] += 1
        yield plain if turns[plain] == 1 else sha256(plain + str(turns[plain]).encode()).digest()
