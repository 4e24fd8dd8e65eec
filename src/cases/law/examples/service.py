"""Topics of deemed service: the method and the day or weekday are read, the engine says when it takes effect."""

from datetime import date, datetime, time, timedelta

from cases.deadlines.calendars import ONE_DAY
from cases.law.examples.answered import Answered, Reading
from cases.law.examples.asked import Asked, Unreadable

A_MINUTE = timedelta(minutes=1)
NOON = "12:00"
QUIET_FROM = "2026-06-01"
"""From when a week without holidays is looked for, where an example names weekdays alone."""
SENT = ("date", "sent", "posted", "event", "received", "delivered", "available", "left_on")
HOURS = ("time", "at", "hour", "sent_at", "sent_time", "completed_at")
A_YEAR_OF_DAYS = 366
A_WEEK_AROUND = 7


def deemed_claim_form(asked: Asked) -> Answered:
    return _deemed(asked, "claim form")


def deemed_other(asked: Asked) -> Answered:
    return _deemed(asked, "other")


def _deemed(asked: Asked, document: str) -> Answered:
    moment = asked.moment(*SENT) if asked.has(*SENT) else asked.only_date()
    day = _quiet(asked) if moment is None else moment.date() if isinstance(moment, datetime) else moment
    found, arguable, _ = asked.counting.served(asked.text("method"), document, datetime.combine(day, _at(asked)))
    readings = [Reading(_served(found))]
    if arguable is not None and arguable != found:
        readings.append(Reading(_served(arguable), "the other reading of the rule"))
    return Answered(tuple(readings))


def _served(day: date) -> dict[str, str]:
    return {"deemed_weekday": f"{day:%A}", "deemed_date": day.isoformat(), "deemed_served": day.isoformat()}


def _at(asked: Asked) -> time:
    for names, shift in ((("completed_before", "before"), -A_MINUTE), (("after", "completed_after"), A_MINUTE)):
        if asked.has(*names):
            return (datetime.combine(date.min + ONE_DAY, asked.hour(*names)) + shift).time()
    if asked.has(*HOURS):
        return asked.hour(*HOURS)
    moment = asked.moment(*SENT) if asked.has(*SENT) else asked.only_date()
    return moment.time() if isinstance(moment, datetime) else time.fromisoformat(NOON)


def _quiet(asked: Asked) -> date:
    """The day of that name in a week that, with the weeks around it, has no holiday."""
    words = asked.text(*(name for name in asked.given if name.endswith("weekday")), "day").split()
    named = words[0].casefold() if words else ""
    calendar = asked.counting.calendar(asked.where())
    day = date.fromisoformat(QUIET_FROM)
    for _ in range(A_YEAR_OF_DAYS):
        around = [day + timedelta(days=n) for n in range(-A_WEEK_AROUND, A_WEEK_AROUND + 1)]
        quiet = not any(one in calendar.holidays_of(one.year) for one in around)
        if quiet and f"{day:%A}".casefold() == named:
            return day
        day += ONE_DAY
    raise Unreadable(f"{named!r} is no day of the week")
