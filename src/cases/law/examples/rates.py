"""Topics that ask for a rate: on a day, in a half-year or in a year."""

import re
from datetime import date
from decimal import Decimal

from cases.deadlines.calendars import ONE_DAY
from cases.jurisdictions.interest import RateRun
from cases.law.examples.answered import Answered, Reading, percent
from cases.law.examples.asked import Asked, Unreadable
from cases.law.examples.by_law import statutory
from cases.law.examples.interest import BASES, PARTIES, RATES, party, simple
from kernel.errors import Refused

FIRST_DAY_OF_HALF = {"1": "01-01", "2": "07-01"}
MIDDLE = FIRST_DAY_OF_HALF["2"]
RATE_NAMES = ("rate_pct", "rate", "basiszinssatz_pct")


def rate(asked: Asked, table: str | None, *names: str) -> Answered:
    """A rate on a day, in a half-year, or each of a year's; `names` is what the rate is called in the answer."""
    first, last = _asked_days(asked)
    code = _table(asked, table) or asked.rates.code("statutory", party(asked, otherwise="person"), first)
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


def _table(asked: Asked, table: str | None) -> str | None:
    """The table of the topic; a narrower one where the question names it, such as that of a public health entity."""
    said = " ".join((table or asked.topic, *(asked.maybe(name) or "" for name in (*PARTIES, "kind", "transaction"))))
    return asked.rates.named(said) or table


def _named(found: RateRun, names: tuple[str, ...]) -> dict[str, str]:
    return dict.fromkeys((*names, *RATE_NAMES), percent(found.percent))


def _asked_days(asked: Asked) -> tuple[date, date]:
    if asked.has("year") and not asked.has("date", "on"):
        year = asked.year()
        return date(year, 1, 1), date(year + 1, 1, 1) - ONE_DAY
    names = ("period", "half_year", "semester", "date", "on", "from", "interest_starts_to_run", "day", "as_of")
    words = asked.text(*names)
    half = re.fullmatch(r"(\d{4})\W*(?:[HS]|HY|half\W*)([12])", words, re.IGNORECASE) or _turned(words)
    if half is not None:
        first, later = (date.fromisoformat(f"{half[1]}-{day}") for day in (FIRST_DAY_OF_HALF[half[2]], MIDDLE))
        return first, (later if first < later else date(first.year + 1, 1, 1)) - ONE_DAY
    try:
        day = asked.day(*names)
    except Unreadable as error:
        raise Unreadable(f"{words!r} is neither a day nor a half-year such as 2024-H1") from error
    return day, day


def _turned(words: str) -> re.Match[str] | None:
    """`H1 2024` as `2024-H1`."""
    found = re.fullmatch(r"[HS]([12])\W*(\d{4})", words, re.IGNORECASE)
    return re.fullmatch(r"(\d{4})-([12])", f"{found[2]}-{found[1]}") if found else None


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
    kind = party(asked, otherwise="person")
    first, _ = _asked_days(asked)
    return rate(asked, asked.rates.code("statutory", kind, first))


def fixed_rate(asked: Asked) -> Answered:
    """The rate of the day interest starts, for good; an agreed rate stands in its place."""
    if asked.has("contract_rate"):
        return Answered.plain(rate_pct=percent(asked.percent("contract_rate")), fixed_for_whole_period=True)
    table = asked.rate_table("late_payment")
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
    if asked.has(*BASES):
        return simple(asked) if asked.has(*RATES) else statutory(asked)
    return rate(asked, None)
