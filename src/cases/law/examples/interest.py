"""Topics of interest at a rate the question gives."""

from decimal import Decimal
from typing import Literal

import msgspec

from cases.jurisdictions.dated import in_force
from cases.jurisdictions.interest import Basis, interest_of
from cases.law.examples.answered import Answered, Reading, percent
from cases.law.examples.asked import Asked, Unreadable, Unsupported
from cases.law.examples.written import plain
from kernel.money import Money

type Party = Literal["person", "company"]


BASES = ("principal", "base", "amount", "debt", "claim")
STARTS = ("from", "start", "due", "interest_starts_to_run", "first_day")
ENDS = ("to", "until", "paid", "end", "last_day")
RATES = ("rate_pct", "rate", "percent", "rate_percent", "interest_rate")
CONSUMERS = ("consumer", "is_consumer", "debtor_is_consumer", "b2c")
PARTIES = ("debtor", "debtor_kind", "debtor_type", "claimant", "defendant", "party")
COMPANY_WORDS = (
    "legal", "jurid", "jurist", "company", "business", "corporat", "trader", "compan", "unternehm", "b2b", "firm",
    "foretag", "naringsidkare", "empresa", "sociedad", "przedsi", "spolka", "prawna", "gmbh", "no consumer",
    "non consumer", "not a consumer", "kein",
)  # fmt: skip
PERSON_WORDS = (
    "consumer", "natural", "person", "individual", "verbraucher", "privat", "consumidor", "fisica", "konsument",
    "fizyczn", "fysisk", "b2c",
)  # fmt: skip
"""How files name a company and a consumer, by their plain words; the company's words are looked for first."""


def money(asked: Asked, *names: str) -> Money:
    """An amount in the law's own currency."""
    return asked.money(asked.rates.table.currency, *names)


def party(asked: Asked, *names: str, otherwise: Party) -> Party:
    """A consumer or a company, as the question says; any other word for somebody means a company."""
    said = asked.yes(*CONSUMERS)
    if said is not None:
        return "person" if said else "company"
    words = plain(asked.maybe(*(names or PARTIES)) or "").replace("_", " ")
    if not words or any(word in words for word in COMPANY_WORDS):
        return "company" if words else otherwise
    return "person" if any(word in words for word in PERSON_WORDS) else "company"


def basis(asked: Asked) -> Basis:
    """The law's own way of counting, with what the question says of days and rounding."""
    own = asked.rates.table.basis[-1]
    words = (asked.maybe("rounding") or "").casefold()
    down = "trunc" in words or "down" in words
    return msgspec.structs.replace(
        own,
        day_basis=asked.whole("day_basis") if asked.has("day_basis") else own.day_basis,
        rounds="daily amount" if words.startswith("daily") else own.rounds,
        rounding="down" if down else own.rounding,
    )


def days(asked: Asked) -> int:
    """The days given, else those from the first day to the last, which does not count."""
    if asked.has("days"):
        return asked.whole("days")
    first, last = asked.day(*STARTS), asked.day(*ENDS)
    if last < first:
        raise Unreadable(f"the last day {last} comes before the first, {first}")
    return (last - first).days


def simple(asked: Asked) -> Answered:
    """Simple interest at the rate the question gives."""
    return _by_steps(asked, asked.percent(*RATES))


def _by_steps(asked: Asked, rate: Decimal) -> Answered:
    """The law's own rounding; and each day's amount rounded first, where courts differ and the question is silent."""
    own = basis(asked)
    readings = [_simple(asked, rate, own)]
    if own.or_rounds is not None and not asked.has("rounding"):
        other = msgspec.structs.replace(own, rounds=own.or_rounds)
        told = _simple(asked, rate, other)
        readings.append(Reading(told.values, f"{own.or_rounds} rounded first"))
    return Answered(tuple(readings))


def daily_rounded(asked: Asked) -> Answered:
    """Each day's amount rounded first; where the question names the sum, the sum."""
    rounds = msgspec.structs.replace(basis(asked), rounds="daily amount")
    return Answered((_simple(asked, asked.percent(*RATES), rounds),))


def _simple(asked: Asked, rate: Decimal, rounds: Basis) -> Reading:
    base = money(asked, *BASES)
    total = Money.of(interest_of(base, rate, days(asked), rounds), base.currency)
    return Reading({"interest": total.text(), "rate_pct": percent(rate), "total": (base + total).text()})


def daily(asked: Asked) -> Answered:
    base = money(asked, *BASES)
    one = interest_of(base, asked.percent(*RATES), 1, basis(asked))
    return Answered.plain(daily=Money.of(one, base.currency).text())


def at_reference(asked: Asked) -> Answered:
    """The reference rate the question gives, and the law's points above it."""
    margin = in_force(asked.rate_table("late_payment").margin, asked.rates.table.basis[-1].checked_on)
    if margin is None:
        raise Unsupported("no margin is known")
    return _by_steps(asked, asked.percent("base_rate", "bank_rate", "reference_rate") + margin.percent)
