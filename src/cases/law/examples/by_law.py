"""Topics of interest at the law's own rates."""

from datetime import date
from decimal import Decimal

from cases.deadlines.calendars import ONE_DAY
from cases.jurisdictions.interest import interest_of
from cases.law.examples.answered import Answered, Reading, percent
from cases.law.examples.asked import Asked
from cases.law.examples.interest import (
    BASES,
    CONSUMERS,
    PARTIES,
    RATES,
    STARTS,
    Party,
    at_reference,
    basis,
    days,
    money,
    party,
    simple,
)
from kernel.money import Money


def statutory(asked: Asked, kind: str | None = None) -> Answered:
    """Interest over days at the law's own rates; the last day does not count. The rate is that of the first day."""
    base = money(asked, *BASES)
    first = asked.day(*STARTS)
    count = days(asked)
    last = first + ONE_DAY * (count - 1)
    named = kind or asked.rates.named(asked.topic)
    debtor = party(asked, otherwise="company")
    code = named or asked.rates.code("statutory", debtor, first)
    table = asked.rate_table(code)
    if debtor not in table.debtors and not asked.has(*PARTIES, *CONSUMERS):
        debtor = table.debtors[0]
    readings = [_at_rates(asked, base, code, debtor, first, last)]
    if asked.rates.table.basis[-1].or_both_days and not asked.has("days"):
        other = _at_rates(asked, base, code, debtor, first, last + ONE_DAY)
        readings.append(Reading(other.values, "both days counted"))
    return Answered(tuple(readings))


def at_given_or_own(asked: Asked, kind: str) -> Answered:
    """Simple interest at the rate the question gives; at the law's own where it gives none."""
    return simple(asked) if asked.has(*RATES) else statutory(asked, kind)


def late_payment_act(asked: Asked) -> Answered:
    """From the reference rate the question gives, else from the day interest starts."""
    if asked.has("base_rate", "bank_rate", "reference_rate"):
        return at_reference(asked)
    return at_given_or_own(asked, "late_payment")


def _at_rates(asked: Asked, base: Money, code: str, debtor: Party, first: date, last: date) -> Reading:
    runs = list(asked.rates.runs(code, debtor, first, last, first))
    rounds = basis(asked)
    if not runs:
        return Reading({"interest": Money.zero(base.currency).text(), "total": base.text()})
    parts = [interest_of(base, run.percent, (run.last_on - run.first_on).days + 1, rounds) for run in runs]
    total = Money.of(sum(parts, Decimal(0)), base.currency)
    rate = percent(runs[0].percent)
    return Reading({"interest": total.text(), "rate_pct": rate, "total": (base + total).text()})
