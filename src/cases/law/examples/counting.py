"""Topics of bare counting. Each reads its inputs and asks the engine; no law stands here."""

from datetime import time

from cases.deadlines.arithmetic import Counts, Direction, Period, Rolls, Starts
from cases.deadlines.calendars import ONE_DAY
from cases.jurisdictions.counting import CountedPeriod
from cases.jurisdictions.dated import in_force
from cases.law.examples.answered import Answered, Reading, at_hour, last_day
from cases.law.examples.asked import Asked, Unsupported


def rolls_of(asked: Asked) -> Rolls:
    """What the question says of a last day off; where it says nothing, the law's own move."""
    if asked.has("apply_s193", "rolls", "apply_roll"):
        return Rolls.FORWARD if asked.yes("apply_s193", "rolls", "apply_roll") else Rolls.NONE
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


def on_or_back(asked: Asked) -> Answered:
    """A bare count under a name that is not in the table: back from an event, or on from it."""
    if "back" in asked.topic or asked.has("days_before_event", "days_before"):
        return _back(asked, rolls_of(asked) if asked.has("roll") else Rolls.NONE)
    return period(asked)


def natural_days(asked: Asked) -> Answered:
    found = counted(asked, unit=Counts.CALENDAR_DAYS)
    return Answered.plain(**last_day(found.last_on))


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


def backward(asked: Asked) -> Answered:
    """The latest day to act before an event that is still to come."""
    return _back(asked, Rolls.NONE)


def _back(asked: Asked, rolls: Rolls) -> Answered:
    amount, unit = asked.length()
    back = Rolls.BACK if rolls is Rolls.FORWARD else rolls
    counts = Period(amount, unit, rolls=back, direction=Direction.BACK, short_up_to=short_up_to(asked))
    return Answered.plain(**last_day(asked.counting.count(asked.event(), counts, asked.where()).last_on))


def day_of_grace(asked: Asked) -> Answered:
    """Until when a filing may still be made after the last day, where the law gives a day of grace."""
    nominal = asked.day("nominal_last_day", "last_day", "deadline")
    rule = in_force(asked.law.deadlines.table.grace, nominal)
    if rule is None:
        raise Unsupported(f"no day of grace is known here on {nominal}")
    until = asked.counting.rolled(nominal + ONE_DAY, asked.where())
    return Answered.plain(**last_day(until, deadline=at_hour(until, rule.hour), safe_date=nominal.isoformat()))


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
