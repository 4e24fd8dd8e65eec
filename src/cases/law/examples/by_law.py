"""Topics of interest at the law's own rates."""

from datetime import date
from decimal import Decimal

from cases.deadlines.calendars import ONE_DAY
from cases.jurisdictions.interest import interest_of
from cases.law.examples.answered import Answered, Reading, percent
from cases.law.examples.asked import Asked
from cases.law.examples.interest import Party, basis, days, money, party
from kernel.money import Money


def statutory(asked: Asked, kind: str | None = None) -> Answered:
    """Interest over days at the law's own rates; the last day does not count. The rate is that of the first day."""
    base = money(asked, "principal", "base", "amount")
    first = asked.day("from", "start")
    last = asked.day("to", "until") - ONE_DAY if asked.has("to", "until") else first + ONE_DAY * (days(asked) - 1)
    debtor = party(asked, "debtor", otherwise="company")
    code = kind or asked.rates.code("statutory", debtor, first)
    readings = [_at_rates(asked, base, code, debtor, first, last)]
    if asked.rates.table.basis[-1].or_both_days and not asked.has("days"):
        other = _at_rates(asked, base, code, debtor, first, last + ONE_DAY)
        readings.append(Reading(other.values, "both days counted"))
    return Answered(tuple(readings))


def _at_rates(asked: Asked, base: Money, code: str, debtor: Party, first: date, last: date) -> Reading:
    runs = list(asked.rates.runs(code, debtor, first, last, first))
    rounds = basis(asked)
    parts = [interest_of(base, run.percent, (run.last_on - run.first_on).days + 1, rounds) for run in runs]
    total = Money.of(sum(parts, Decimal(0)), base.currency)
    rate = percent(runs[0].percent)
    return Reading({"interest": total.text(), "rate_pct": rate, "total": (base + total).text()})
