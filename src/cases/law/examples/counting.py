"""Topics of counting, calendars and service. Each reads its inputs and asks the engine; no law stands here."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cases.deadlines.arithmetic import Counts, Direction, Period, Rolls, Starts, end_of
from cases.deadlines.calendars import ONE_DAY
from cases.jurisdictions.counting import CountedPeriod, Where
from cases.jurisdictions.dated import in_force
from cases.jurisdictions.reckoning import Length
from cases.law.examples.answered import Answered, Reading, at_hour, last_day
from cases.law.examples.asked import Asked, Unreadable

A_MINUTE = timedelta(minutes=1)
NOON = "12:00"
HOURS = ("time", "at", "hour", "sent_at", "sent_time", "completed_at")
A_YEAR_OF_DAYS = 366
A_WEEK_AROUND = 7
QUIET_FROM = "2026-06-01"
"""From when a week without holidays is looked for, where an example names weekdays alone."""


def rolls_of(asked: Asked) -> Rolls:
    """What the question says of a last day off; where it says nothing, the law's own move."""
    if asked.has("apply_s193"):
        return Rolls.FORWARD if asked.any("apply_s193") is True else Rolls.NONE
    words = (asked.maybe("roll") or "next").casefold()
    if "prev" in words or "before" in words:
        return Rolls.BACK
    return Rolls.NONE if words.startswith(("no", "false")) and "next" not in words else Rolls.FORWARD


def counted(asked: Asked, *, unit: Counts | None = None, cut_off: time | None = None) -> CountedPeriod:
    amount, counts = asked.length()
    first = "begin" in (asked.maybe("type") or "").casefold()
    period = Period(
        amount,
        unit or counts,
        starts=Starts.EVENT_DAY if first else Starts.DAY_AFTER,
        rolls=rolls_of(asked),
        cut_off=asked.hour("cutoff") if asked.has("cutoff") else cut_off,
        short_up_to=short_up_to(asked) if counts is Counts.CLEAR_DAYS and unit is None else None,
    )
    return asked.counting.count(asked.event(), period, asked.where())


def short_up_to(asked: Asked) -> int | None:
    found = in_force(asked.law.deadlines.table.short_period, asked.event_day())
    return None if found is None else found.up_to


def period(asked: Asked) -> Answered:
    """A period from an event, as the law of the place counts and moves it; its safe and its contested date."""
    found = counted(asked)
    more = {"contested": found.contested, "safe_date": found.safe_on.isoformat(), "rolls": _rolled(found)}
    readings = [Reading(last_day(found.last_on, **more))]
    if found.contested:
        readings.append(Reading(last_day(found.safe_on, **more), "counting only the days off beyond doubt"))
    return Answered(tuple(readings))


def _rolled(found: CountedPeriod) -> bool:
    return found.last_on != found.nominal_on


def forward_roll(asked: Asked) -> Answered:
    """The end that was counted, moved where it is a day off; counted here where the file does not say it."""
    if asked.has("raw") and not asked.has("days"):
        return Answered.plain(**last_day(asked.counting.rolled(asked.day("raw"), asked.where())))
    found = counted(asked)
    return Answered.plain(**last_day(found.last_on, raw=found.nominal_on.isoformat()))


def working_days(asked: Asked) -> Answered:
    found = counted(asked, unit=Counts.WORKING_DAYS)
    return Answered.plain(**last_day(found.last_on))


def end_of_business(asked: Asked) -> Answered:
    """Calendar days to the court's closing hour. The day of the event may itself be moved to a working day first."""
    closes = asked.hour("cutoff") if asked.has("cutoff") else asked.counting.table.end_of_day
    if closes is None:
        raise Unreadable("needs cutoff")
    event = asked.event()
    if asked.given.get("roll_event_first"):
        event = _moved(event, closes, asked)
    amount, _ = asked.length()
    counts = Period(amount, Counts.CALENDAR_DAYS, rolls=rolls_of(asked), cut_off=closes)
    found = asked.counting.count(event, counts, asked.where())
    return Answered.plain(**last_day(found.last_on, deadline=at_hour(found.last_on, closes)))


def _moved(event: date | datetime, closes: time, asked: Asked) -> date:
    day = event.date() if isinstance(event, datetime) else event
    if isinstance(event, datetime) and event.time() >= closes:
        day += ONE_DAY
    return asked.counting.rolled(day, asked.where())


def offer_response(asked: Asked) -> Answered:
    """Days from a submission; after the hour it counts as made on the next working day."""
    given = asked.given.get("bank_holidays")
    where = asked.where()
    if isinstance(given, list):
        days = tuple(date.fromisoformat(day) for day in given)
        where = Where(days_off=days, only_days=True)
    amount, _ = asked.length()
    counts = Period(amount, Counts.CALENDAR_DAYS, rolls=rolls_of(asked), cut_off=asked.hour("cutoff"))
    return Answered.plain(**last_day(asked.counting.count(asked.event(), counts, where).last_on))


def online_response(asked: Asked) -> Answered:
    """Service, response and further days from issue are one period; its end is moved once."""
    rule = asked.law.deadlines.rule
    on = asked.day("issued", "event")
    served = asked.whole("service_days") if asked.has("service_days") else _length(rule("EW-OCMC-SERVED").length, on)
    answer = asked.whole("response_days") if asked.has("response_days") else _length(rule("EW-OCMC").length, on)
    extra = asked.whole("extra_days") if asked.has("extra_days") else 0
    counts = Period(served + answer + extra, Counts.CALENDAR_DAYS, rolls=rolls_of(asked))
    return Answered.plain(**last_day(asked.counting.count(on, counts, asked.where()).last_on))


def _length(lengths: Sequence[Length], on: date) -> int:
    found = in_force(lengths, on)
    if found is None:
        raise Unreadable("needs the days: none are known for that day")
    return found.amount


def clock(asked: Asked) -> Answered:
    """Whether a moment comes too late for a day that ends at an hour; the hour itself is too late."""
    zone = ZoneInfo(str(asked.law.deadlines.zone))
    closes = asked.hour("cutoff") if asked.has("cutoff") else asked.counting.table.end_of_day
    now = asked.moment("now")
    moment = now if isinstance(now, datetime) else datetime.combine(now, time())
    past = moment.replace(tzinfo=moment.tzinfo or zone) >= end_of(asked.day("deadline_day", "deadline"), closes, zone)
    return Answered.plain(past_deadline=past, in_time=not past)


def backward(asked: Asked) -> Answered:
    """The latest day to act before an event that is still to come."""
    amount, _ = asked.length()
    counts = Period(amount, Counts.CLEAR_DAYS, direction=Direction.BACK, short_up_to=short_up_to(asked))
    return Answered.plain(**last_day(asked.counting.count(asked.event(), counts, asked.where()).last_on))


def reminder(asked: Asked) -> Answered:
    amount, _ = asked.length()
    counts = Period(amount, Counts.CALENDAR_DAYS, direction=Direction.BACK, rolls=rolls_of(asked))
    return Answered.plain(
        **last_day(asked.counting.count(asked.day("deadline", "event"), counts, asked.where()).last_on)
    )


def in_time(asked: Asked) -> Answered:
    found = counted(asked)
    done = asked.day("done_on", "done") if asked.has("done_on", "done") else None
    return Answered.plain(**last_day(found.last_on, in_time=None if done is None else done <= found.last_on))


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
    named = asked.text("nominal_last_day_weekday", "weekday").casefold()
    while f"{day:%A}".casefold() != named or day in calendar.holidays_of(day.year):
        day += stride
        if abs((day - near).days) > A_YEAR_OF_DAYS:
            raise Unreadable(f"{named!r} is no day of the week")
    return day


def _dated(rule: str) -> tuple[date, timedelta]:
    """A day on which the rule named holds, and in which direction others are."""
    days = re.findall(r"\d{4}-\d{2}-\d{2}", rule)
    if not days:
        return date.fromisoformat(QUIET_FROM), ONE_DAY
    back = re.search(r"\b(to|until|till|before)\b", rule.casefold()) is not None
    return date.fromisoformat(days[-1]), -ONE_DAY if back else ONE_DAY


def transition(asked: Asked) -> Answered:
    """Where a nominal last day moves once a closed period came into force; arguably not for terms begun before."""
    nominal = asked.day("nominal_last_day")
    where = asked.where()
    moved = asked.counting.rolled(nominal, where)
    open_still = asked.law.seats.with_days(where.seat, where.days_off, closed=False).next_working(nominal)
    readings = [Reading(last_day(moved))]
    if open_still != moved:
        readings.append(Reading(last_day(open_still), "the closed period does not reach a term begun before it"))
    return Answered(tuple(readings))


def hearing_fee(asked: Asked) -> Answered:
    due, _ = asked.counting.before_hearing("hearing_fee", asked.day("hearing"), asked.day("today"))
    return Answered.plain(**last_day(due))


def deemed_claim_form(asked: Asked) -> Answered:
    return _deemed(asked, "claim form")


def deemed_other(asked: Asked) -> Answered:
    return _deemed(asked, "other")


def _deemed(asked: Asked, document: str) -> Answered:
    day = (
        asked.day("date", "sent", "posted", "event") if asked.has("date", "sent", "posted", "event") else _quiet(asked)
    )
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
    moment = asked.moment("date", "sent", "posted") if asked.has("date", "sent", "posted") else None
    return moment.time() if isinstance(moment, datetime) else time.fromisoformat(NOON)


def _quiet(asked: Asked) -> date:
    """The day of that name in a week that, with the weeks around it, has no holiday."""
    named = asked.text(*(name for name in asked.given if name.endswith("weekday")), "day").split()[0].casefold()
    calendar = asked.counting.calendar(asked.where())
    day = date.fromisoformat(QUIET_FROM)
    for _ in range(A_YEAR_OF_DAYS):
        around = [day + timedelta(days=n) for n in range(-A_WEEK_AROUND, A_WEEK_AROUND + 1)]
        quiet = not any(one in calendar.holidays_of(one.year) for one in around)
        if quiet and f"{day:%A}".casefold() == named:
            return day
        day += ONE_DAY
    raise Unreadable(f"{named!r} is no day of the week")


def holiday(asked: Asked) -> Answered:
    day = asked.day("date", "day")
    calendar = asked.counting.calendar(asked.where())
    off = not calendar.works(day)
    return Answered.plain(
        holiday=day in calendar.holidays_of(day.year),
        bank_holiday=day in calendar.holidays_of(day.year),
        extends_deadline=off,
        working_day=not off,
    )
