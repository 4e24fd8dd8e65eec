"""Deadlines from a folder's deadlines.toml: which length is in force, how it counts, and both its dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from cases.deadlines.arithmetic import (
    Counted,
    Counts,
    Direction,
    Period,
    Rolls,
    Starts,
    count,
    end_of,
    off_steps,
    spoken,
)
from cases.deadlines.calendars import ONE_DAY, Calendar
from cases.jurisdictions.contract import Reckoning, Step
from cases.jurisdictions.dated import Dated, LawInvalid, ascending, in_force, load
from cases.jurisdictions.seats import Seats
from kernel.errors import NotFound, Refused


class Length(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long, from the day this length came into force; `counts` where it was counted in another unit then."""

    amount: int
    counts: Counts | None = None


class RollRule(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether a last day that is a day off moves on; `certain` false keeps the safe date where it is."""

    certain: bool


class Grace(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A filing may still be made on the next working day until `hour`. The safe date never counts on it."""

    hour: time


class ShortPeriod(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Periods of up to so many days do not count days off."""

    up_to: int


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One deadline. `after` names the rule at whose end this one begins; `gate` marks a waiting period.

    `events` start it; a rule without any is asked for by its code. `ends_at` is the hour of the last day, midnight
    when absent; `counts_days_off` keeps a short period from leaving days off out (deemed service).

    `met_by` are the events that show what was awaited was done; `ended_by` those after which nobody needs to do it.
    `opens` says what the creditor may do once a period of the debtor's, or a waiting period, has run out.
    """

    title: str
    events: list[str]
    who: Literal["creditor", "debtor"]
    counts: Counts
    length: list[Length]
    starts: Starts = Starts.DAY_AFTER
    direction: Direction = Direction.FORWARD
    rolls: bool
    grace: bool = False
    gate: bool = False
    cut_off: time | None = None
    ends_at: time | None = None
    counts_days_off: bool = False
    after: str | None = None
    doubt: str | None = None
    met_by: list[str] = []
    ended_by: list[str] = []
    opens: str | None = None

    def __post_init__(self) -> None:
        if not self.length:
            raise ValueError("a deadline needs at least one length")
        ascending(self.length)


class DeadlineTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """deadlines.toml: the conventions of counting and the rules."""

    roll: list[RollRule]
    grace: list[Grace] = []
    short_period: list[ShortPeriod] = []
    rules: dict[str, Rule]


@dataclass(frozen=True, slots=True)
class _End:
    """A counted end with what it rests on."""

    counted: Counted
    length: Length
    roll: RollRule | None


class Deadlines:
    """The `reckon` of a jurisdiction."""

    def __init__(self, folder: Path, seats: Seats, zone: str) -> None:
        self.table = load(folder, "deadlines.toml", DeadlineTable)
        self.seats = seats
        self.zone = ZoneInfo(zone)
        for code, rule in self.table.rules.items():
            if rule.after is not None and rule.after not in self.table.rules:
                raise LawInvalid(f"{folder.name}/deadlines.toml: {code}.after: there is no rule {rule.after!r}.")

    def __call__(self, rule: str, event: date | datetime, *, seat: str | None = None) -> Reckoning:
        """The deadline. NotFound for a code the folder does not have, Refused where no length is in force."""
        stated = self.rule(rule)
        end = self._end(rule, event, self.seats.full(seat))
        sure = self._end(rule, event, self.seats.certain(seat))
        counted = end.counted
        steps = _steps(counted, end.roll)
        statutory_on, hour, grace_steps = self._with_grace(stated, counted.last_on, self.seats.full(seat))
        steps += grace_steps
        safe_on = min(self._safe(sure), self._safe(end), statutory_on)
        if safe_on != statutory_on:
            steps.append(Step(safe_on, _safe_sentence(safe_on, counted, end, sure)))
        if stated.doubt is not None:
            steps.append(Step(safe_on, stated.doubt))
        first = event.date() if isinstance(event, datetime) else event
        return Reckoning(
            rule=rule,
            title=stated.title,
            statutory_on=statutory_on,
            statutory_at=end_of(statutory_on, hour, self.zone),
            safe_on=safe_on,
            authority=end.length.authority,
            steps=tuple(steps),
            provisional=self._gaps(stated, end, seat, first, statutory_on),
            who=stated.who,
            opens_on=_opens(stated, end, statutory_on),
            opens=stated.opens,
        )

    def rule(self, code: str) -> Rule:
        """The rule as the folder states it."""
        stated = self.table.rules.get(code)
        if stated is None:
            raise NotFound(f"There is no deadline {code!r} in this jurisdiction.")
        return stated

    def started_by(self, events: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The codes each of the events starts; events that start none are left out."""
        codes = {event: tuple(c for c, rule in self.table.rules.items() if event in rule.events) for event in events}
        return {event: started for event, started in codes.items() if started}

    def met_by(self, events: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The codes each of the events shows to be done; events that show none are left out."""
        codes = {event: tuple(c for c, rule in self.table.rules.items() if event in rule.met_by) for event in events}
        return {event: met for event, met in codes.items() if met}

    def ended_by(self, events: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The codes each of the events makes pointless; events that end none are left out."""
        codes = {event: tuple(c for c, rule in self.table.rules.items() if event in rule.ended_by) for event in events}
        return {event: ended for event, ended in codes.items() if ended}

    def _end(self, code: str, event: date | datetime, calendar: Calendar) -> _End:
        stated = self.table.rules[code]
        opening: Counted | None = None
        begins: date | datetime = event
        if stated.after is not None:
            opening = self._end(stated.after, event, calendar).counted
            begins = opening.last_on
        begins_on = begins.date() if isinstance(begins, datetime) else begins
        length = in_force(stated.length, begins_on)
        if length is None:
            raise Refused(f"{code}: no length of this deadline is known for an event on {spoken(begins_on)}.")
        roll = in_force(self.table.roll, begins_on) if stated.rolls else None
        counted = count(begins, self._period(stated, length, roll, begins_on), calendar)
        if opening is not None:
            counted = Counted(counted.last_on, counted.nominal_on, (*opening.steps, *counted.steps))
        return _End(counted, length, roll)

    def _period(self, stated: Rule, length: Length, roll: RollRule | None, on: date) -> Period:
        short = None if stated.counts_days_off else in_force(self.table.short_period, on)
        return Period(
            amount=length.amount,
            counts=length.counts or stated.counts,
            starts=stated.starts,
            rolls=Rolls.NONE if roll is None else Rolls.FORWARD,
            direction=stated.direction,
            cut_off=stated.cut_off,
            short_up_to=None if short is None else short.up_to,
        )

    def _safe(self, end: _End) -> date:
        certain = end.roll is not None and end.roll.certain
        return end.counted.last_on if certain else end.counted.nominal_on

    def _with_grace(self, stated: Rule, last: date, calendar: Calendar) -> tuple[date, time | None, list[Step]]:
        grace = in_force(self.table.grace, last) if stated.grace else None
        if grace is None:
            return last, stated.ends_at, []
        until = calendar.next_working(last + ONE_DAY)
        steps = [Step(step.on, step.sentence) for step in off_steps(calendar, last + ONE_DAY, until, "no filing")]
        sentence = f"May still be filed until {grace.hour:%H:%M} on {spoken(until)} ({grace.citation})."
        return until, grace.hour, [*steps, Step(until, sentence)]

    def _gaps(self, stated: Rule, end: _End, seat: str | None, first: date, last: date) -> str | None:
        counts = end.length.counts or stated.counts
        turns_on_calendar = counts is Counts.WORKING_DAYS or end.roll is not None or stated.grace
        if not turns_on_calendar:
            return None
        counted_from = first if counts is Counts.WORKING_DAYS else end.counted.nominal_on
        told = (self.seats.warnings(first, last), self.seats.full(seat).gaps(counted_from, last))
        return " ".join(sentence for sentence in told if sentence) or None


def _steps(counted: Counted, roll: RollRule | None) -> list[Step]:
    """The sentences of the count, the last naming the rule that moved the end where one did."""
    steps = [Step(step.on, step.sentence) for step in counted.steps]
    if roll is not None and counted.last_on != counted.nominal_on:
        steps[-1] = Step(steps[-1].on, f"{steps[-1].sentence.removesuffix('.')} ({roll.citation}).")
    return steps


def _opens(stated: Rule, end: _End, statutory_on: date) -> date | None:
    """The day after the wait; a wait of no days from the event itself is over at once."""
    if not stated.gate and stated.who == "creditor":
        return None
    at_once = end.length.amount == 0 and stated.after is None
    return statutory_on if at_once else statutory_on + ONE_DAY


def _safe_sentence(safe_on: date, counted: Counted, end: _End, sure: _End) -> str:
    if safe_on == counted.last_on:
        return f"Safe date: the last day itself, {spoken(safe_on)}; the day of grace is not relied on."
    if end.counted.nominal_on != sure.counted.nominal_on:
        return f"Safe date: {spoken(safe_on)}, counting only the holidays that are beyond doubt."
    return f"Safe date: {spoken(safe_on)}, without the move to a working day, which is not beyond doubt."
