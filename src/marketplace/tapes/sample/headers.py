"""The fields a sample tape carries, their kinds, and the headers and words each country writes for them.

The reader's catalogue can take `headers_of` and `words_of` as synonyms: they are what a bank or utility of
that country would put on top of the column and into the cells.

A few points of meaning that no header says: `interest` is the interest from `interest_from` to the cut-off;
`payments` are receipts since default; balance = principal + interest + costs - payments.
"""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.tapes.sample.country import load_country


class Kind(StrEnum):
    """How a field's value is written."""

    TEXT = "text"
    MONEY = "money"
    RATE = "rate"
    DATE = "date"
    FLAG = "flag"
    CODED = "coded"


FLAGS = ("disputed", "insolvent", "deceased", "live_plan", "paid", "moratorium", "represented")
MONEY = ("principal", "interest", "costs", "payments", "balance", "last_payment_amount")
DATES = (
    "contract_date", "due_date", "default_date", "termination_date", "interest_from", "last_payment_date",
    "acknowledged_on", "birth_date", "last_act_on", "title_on",
)  # fmt: skip
CODED = ("product", "interest_kind", "debtor_kind", "codebtor_role", "stage")
UNMAPPED = ("branch",)


@dataclass(frozen=True, slots=True)
class Header:
    """One column: the catalogue's field and the header above it. A field of `UNMAPPED` is no catalogue field."""

    field: str
    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Word:
    """What a tape of the country writes for a code of the catalogue (`credit_card`, `guarantor`, `yes`)."""

    code: str
    text: str


def headers_of(country: str) -> tuple[Header, ...]:
    """The columns of the country's tapes, left to right."""
    return tuple(Header(field, text, kind_of(field)) for field, text in load_country(country).headers)


def words_of(country: str) -> tuple[Word, ...]:
    """The words of the country's coded columns and flags."""
    return tuple(Word(code, text) for code, text in load_country(country).values)


def kind_of(field: str) -> Kind:
    """How the field is written; everything that is not listed is text."""
    if field in MONEY:
        return Kind.MONEY
    if field in DATES:
        return Kind.DATE
    if field in FLAGS:
        return Kind.FLAG
    if field in CODED:
        return Kind.CODED
    return Kind.RATE if field == "interest_rate" else Kind.TEXT
