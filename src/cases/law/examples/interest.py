"""Topics of interest at a rate the question gives."""

from decimal import Decimal
from typing import Literal

import msgspec

from cases.jurisdictions.dated import in_force
from cases.jurisdictions.interest import Basis, interest_of
from cases.law.examples.answered import Answered, Reading, percent
from cases.law.examples.asked import Asked, Unsupported
from kernel.money import Money

type Party = Literal["person", "company"]


def money(asked: Asked, *names: str) -> Money:
    """An amount in the law's own currency."""
    return Money.of(asked.number(*names), asked.rates.table.currency)


def party(asked: Asked, *names: str, otherwise: Party) -> Party:
    words = (asked.maybe(*names) or "").casefold()
    if any(word in words for word in ("consumer", "natural", "person", "individual")) and "legal" not in words:
        return "person"
    return "company" if words else otherwise


def basis(asked: Asked) -> Basis:
    """The law's own way of counting, with what the question says of days and rounding."""
    own = asked.rates.table.basis[-1]
    words = (asked.maybe("rounding") or "").casefold()
    return msgspec.structs.replace(
        own,
        day_basis=asked.whole("day_basis") if asked.has("day_basis") else own.day_basis,
        rounds="daily amount" if words.startswith("daily") else own.rounds,
        rounding="down" if "trunc" in words or "down" in words else own.rounding,
    )


def days(asked: Asked) -> int:
    """The days given, else those from the first day to the last, which does not count."""
    if asked.has("days"):
        return asked.whole("days")
    first, last = asked.day("from", "due", "start"), asked.day("to", "paid", "until", "end")
    return (last - first).days


def simple(asked: Asked) -> Answered:
    """Simple interest at the rate the question gives."""
    return _by_steps(asked, asked.number("rate_pct", "rate"))


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
    return Answered((_simple(asked, asked.number("rate_pct", "rate"), rounds),))


def _simple(asked: Asked, rate: Decimal, rounds: Basis) -> Reading:
    base = money(asked, "principal", "base", "amount")
    total = Money.of(interest_of(base, rate, days(asked), rounds), base.currency)
    return Reading({"interest": total.text(), "rate_pct": percent(rate), "total": (base + total).text()})


def daily(asked: Asked) -> Answered:
    base = money(asked, "principal", "base", "amount")
    one = interest_of(base, asked.number("rate_pct", "rate"), 1, basis(asked))
    return Answered.plain(daily=Money.of(one, base.currency).text())


def late_payment_act(asked: Asked) -> Answered:
    """The reference rate the question gives, and the law's points above it."""
    margin = in_force(asked.rates.table.tables["late_payment"].margin, asked.rates.table.basis[-1].checked_on)
    if margin is None:
        raise Unsupported("no margin is known")
    return _by_steps(asked, asked.number("base_rate") + margin.percent)
