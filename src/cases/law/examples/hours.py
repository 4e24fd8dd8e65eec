"""Topics in which a court's closing hour counts, and the online procedures of England and Wales."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from cases.deadlines.arithmetic import Counts, Period, end_of
from cases.deadlines.calendars import ONE_DAY
from cases.jurisdictions.counting import Where
from cases.jurisdictions.dated import in_force
from cases.jurisdictions.reckoning import Length
from cases.law.examples.answered import Answered, at_hour, last_day
from cases.law.examples.asked import Asked, Unreadable
from cases.law.examples.counting import rolls_of


def end_of_business(asked: Asked) -> Answered:
    """Calendar days to the court's closing hour. The day of the event may itself be moved to a working day first."""
    closes = asked.hour("cutoff") if asked.has("cutoff") else asked.counting.table.end_of_day
    if closes is None:
        raise Unreadable("needs cutoff")
    event = asked.event()
    if asked.yes("roll_event_first", "roll_start"):
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
    where = asked.where()
    if isinstance(asked.given.get("bank_holidays"), (list, str)):
        where = Where(days_off=asked.days("bank_holidays"), only_days=True)
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


def hearing_fee(asked: Asked) -> Answered:
    due, _ = asked.counting.before_hearing("hearing_fee", asked.day("hearing"), asked.day("today"))
    return Answered.plain(**last_day(due))
