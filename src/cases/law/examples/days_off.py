"""Topics of days off: whether a day is one, and whether a last day moves under a rule of its time."""

import re
from datetime import date, timedelta

from cases.deadlines.calendars import ONE_DAY
from cases.law.examples.answered import Answered, last_day
from cases.law.examples.asked import Asked, Unreadable

ANY_DAY = "2026-06-01"
"""From when a day of the week is looked for, where the rule names no time."""
A_YEAR_OF_DAYS = 366


def holiday(asked: Asked) -> Answered:
    day = asked.day("date", "day", "on")
    calendar = asked.counting.calendar(asked.where())
    off = not calendar.works(day)
    return Answered.plain(
        holiday=day in calendar.holidays_of(day.year),
        bank_holiday=day in calendar.holidays_of(day.year),
        extends_deadline=off,
        working_day=not off,
    )


def rolls(asked: Asked) -> Answered:
    """Whether a last day moves under a rule that is named with the day up to or from which it holds."""
    told = asked.has("nominal_last_day", "raw")
    nominal = asked.day("nominal_last_day", "raw") if told else _a_day_of(asked)
    moved = asked.counting.rolled(nominal, asked.where())
    return Answered.plain(**last_day(moved, rolls=moved != nominal))


def _a_day_of(asked: Asked) -> date:
    """A day of that name that is no holiday, within the time the rule is said to hold."""
    near, stride = _dated(asked.maybe("rule") or "")
    day = near
    calendar = asked.counting.calendar(asked.where())
    named = asked.text("nominal_last_day_weekday", "weekday", "last_day_weekday").casefold()
    while f"{day:%A}".casefold() != named or day in calendar.holidays_of(day.year):
        day += stride
        if abs((day - near).days) > A_YEAR_OF_DAYS:
            raise Unreadable(f"{named!r} is no day of the week")
    return day


def _dated(rule: str) -> tuple[date, timedelta]:
    """A day on which the rule named holds, and in which direction others are. A bare year is its first day."""
    words = rule.casefold()
    back = re.search(r"\b(to|until|till|before|prior)\b", words) is not None
    days = re.findall(r"\d{4}-\d{2}-\d{2}", rule)
    if days:
        return date.fromisoformat(days[-1]), -ONE_DAY if back else ONE_DAY
    years = re.findall(r"\b((?:19|20)\d{2})\b", rule)
    if not years:
        return date.fromisoformat(ANY_DAY), ONE_DAY
    first = date(int(years[-1]), 1, 1)
    if "before" in words or "prior" in words:
        return first - ONE_DAY, -ONE_DAY
    return (date(first.year + 1, 1, 1) - ONE_DAY, -ONE_DAY) if back else (first, ONE_DAY)
