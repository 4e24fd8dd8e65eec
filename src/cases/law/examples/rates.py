"""Topics that ask for a rate: on a day, in a half-year or in a year."""

import re
from datetime import date
from decimal import Decimal

from cases.deadlines.calendars import ONE_DAY
from cases.jurisdictions.interest import RateRun
from cases.law.examples.answered import Answered, Reading, percent
from cases.law.examples.asked import Asked, Unreadable
from cases.law.examples.by_law import statutory
from cases.law.examples.interest import party, simple
from kernel.errors import Refused

FIRST_DAY_OF_HALF = {"H1": "01-01", "H2": "07-01"}
RATE_NAMES = ("rate_pct", "rate", "basiszinssatz_pct")


def rate(asked: Asked, table: str | None, *names: str) -> Answered:
    """A rate on a day, in a half-year, or each of a year's; `names` is what the rate is called in the answer."""
    first, last = _asked_days(asked)
    code = table or asked.rates.code("statutory", party(asked, "debtor", otherwise="person"), first)
    readings, seen = [], set()
    day = first
    while day <= last:
        found = asked.rates.rate(code, day)
        if found is None:
            raise Refused(f"No rate is known for {day}.")
        if found.percent not in seen:
            seen.add(found.percent)
            why = "" if day == first else f"from {day} on"
            readings.append(Reading(_named(found, names), why))
        day += ONE_DAY
    return Answered(tuple(readings))


def _named(found: RateRun, names: tuple[str, ...]) -> dict[str, str]:
    return dict.fromkeys((*names, *RATE_NAMES), percent(found.percent))


def _asked_days(asked: Asked) -> tuple[date, date]:
    if asked.has("year") and not asked.has("date", "on"):
        year = asked.whole("year")
        return date(year, 1, 1), date(year + 1, 1, 1) - ONE_DAY
    words = asked.text("period", "date", "on", "from", "interest_starts_to_run")
    year_of_half, _, half = words.partition("-")
    if half.upper() in FIRST_DAY_OF_HALF:
        first = date.fromisoformat(f"{year_of_half}-{FIRST_DAY_OF_HALF[half.upper()]}")
        later = date.fromisoformat(f"{year_of_half}-{FIRST_DAY_OF_HALF['H2']}")
        return first, (later if first < later else date(first.year + 1, 1, 1)) - ONE_DAY
    try:
        day = date.fromisoformat(words)
    except ValueError as error:
        raise Unreadable(f"{words!r} is neither a day nor a half-year such as 2024-H1") from error
    return day, day


def reference(asked: Asked) -> Answered:
    """Sweden's reference rate and the default rate above it."""
    first, _ = _asked_days(asked)
    found = {
        name: asked.rates.rate(code, first)
        for code, name in (("reference", "referensranta"), ("default", "default_rate"))
    }
    if any(one is None for one in found.values()):
        raise Refused(f"No rate is known for {first}.")
    return Answered.plain(**{f"{name}_pct": percent(one.percent) for name, one in found.items() if one is not None})


def by_debtor(asked: Asked) -> Answered:
    """The default rate against such a debtor."""
    kind = party(asked, "debtor", otherwise="person")
    first, _ = _asked_days(asked)
    return rate(asked, asked.rates.code("statutory", kind, first))


def fixed_rate(asked: Asked) -> Answered:
    """The rate of the day interest starts, for good; an agreed rate stands in its place."""
    if asked.has("contract_rate"):
        return Answered.plain(rate_pct=percent(asked.number("contract_rate")), fixed_for_whole_period=True)
    table = asked.rates.table.tables["late_payment"]
    found = rate(asked, "late_payment").readings[0].values
    return Answered.plain(**found, fixed_for_whole_period=table.mode == "fixed at start")


def by_formula(asked: Asked) -> Answered:
    """Belgium's rate: the European rate and the points of the formula, up to the next half point."""
    first, _ = _asked_days(asked)
    stated = re.search(r"\+\s*(\d+(?:\.\d+)?)", asked.maybe("formula") or "")
    if stated is None:
        return rate(asked, "belgian_commercial")
    found = asked.rates.stepped("belgian_commercial", Decimal(stated.group(1)), first)
    if found is None:
        raise Refused(f"No rate is known for {first}.")
    return Answered.plain(rate_pct=percent(found))


def any_interest(asked: Asked) -> Answered:
    """A question of interest under a name that is not in the table: by what it gives."""
    if asked.has("rate_pct", "rate"):
        return simple(asked)
    return statutory(asked) if asked.has("principal", "base") else rate(asked, None)
