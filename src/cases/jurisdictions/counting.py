"""Counting a period the asker names, by the conventions of a jurisdiction's courts (counting.toml)."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

import msgspec

from cases.deadlines.arithmetic import (
    Counts,
    Explained,
    Period,
    Rolls,
    add_months,
    count,
    rolled,
    span,
    spoken,
)
from cases.deadlines.calendars import ONE_DAY, Calendar
from cases.jurisdictions.contract import Authority
from cases.jurisdictions.dated import Dated, LawInvalid, ascending, in_force, load
from cases.jurisdictions.reckoning import Deadlines, RollRule
from cases.jurisdictions.seats import Seats
from kernel.errors import Invalid, NotFound, Place, Refused


class DayWord(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a period `of days` means before these courts when nothing else is said."""

    counts: Counts


class Convention(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A set of rules of counting under one law. `named` are the words it is recognised by.

    `closed` false: the courts' closed periods do not interrupt it. `sleeps` is a month (1–12) in which a term of
    months does not run. `counts` is what days mean under it, `rolls` false leaves the last day where it falls.
    """

    title: str
    named: tuple[str, ...]
    closed: bool = True
    sleeps: int | None = None
    counts: Counts | None = None
    rolls: bool = True


class NamedLength(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A length the law has a word for, such as a half month, and what it is; `code` is its plural."""

    code: str
    amount: int
    counts: Counts


class Arguable(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Another rule of the folder that some would apply in place of this one."""

    rule: str


class BeforeHearing(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Due `early` days before a hearing further away than `apart` days, else `late` days from now; never after it."""

    title: str
    apart: int
    early: int
    late: int


class Service(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A method of service, by the words it is known by, and the rule that says when it takes effect."""

    methods: tuple[str, ...]
    documents: tuple[str, ...] = ()
    rule: str


class CountingTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """counting.toml."""

    unit_of_days: list[DayWord]
    conventions: dict[str, Convention] = {}
    lengths: list[NamedLength] = []
    arguable: dict[str, Arguable] = {}
    before_hearing: dict[str, list[BeforeHearing]] = {}
    service: list[Service] = []
    end_of_day: time | None = None

    def __post_init__(self) -> None:
        ascending(self.unit_of_days)


@dataclass(frozen=True, slots=True)
class Where:
    """Where and by whose calendar: the seat, local holidays the asker knows, and a convention's words.

    `only_days` takes `days_off` for the only holidays there are.
    """

    seat: str | None = None
    days_off: tuple[date, ...] = ()
    only_days: bool = False
    convention: str | None = None


EVERYWHERE = Where()


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """A counted end. `safe_on` is never after `last_on`; `roll` is the rule that moved it, if one did."""

    last_on: date
    nominal_on: date
    safe_on: date
    steps: tuple[Explained, ...]
    roll: RollRule | None
    provisional: str | None

    @property
    def contested(self) -> bool:
        return self.safe_on != self.last_on


class Counting:
    """The questions of bare counting of a jurisdiction."""

    def __init__(self, folder: Path, deadlines: Deadlines) -> None:
        self.table = load(folder, "counting.toml", CountingTable)
        self.deadlines = deadlines
        self.seats: Seats = deadlines.seats
        known = deadlines.table.rules
        named = [*self.table.arguable, *(one.rule for one in self.table.arguable.values())]
        for code in (*named, *(one.rule for one in self.table.service)):
            if code not in known:
                raise LawInvalid(f"{folder.name}/counting.toml: there is no rule {code!r} in deadlines.toml.")

    def unit_of_days(self, on: date, under: str | None = None) -> Counts:
        """How days are counted here, or under the convention the words name."""
        convention = self.convention(under)
        return (convention.counts if convention else None) or self._day_word(on).counts

    def named_length(self, code: str, on: date) -> NamedLength | None:
        """What the law means by a word for a length on a day; None where it has no such word."""
        return in_force([one for one in self.table.lengths if one.code == code.replace("-", "_")], on)

    def stated(self, on: date, roll: RollRule | None) -> Authority:
        """What a count rests on: the rule that moved its end, else the rule of counting."""
        return self._day_word(on).authority if roll is None else roll.authority

    def _day_word(self, on: date) -> DayWord:
        found = in_force(self.table.unit_of_days, on)
        if found is None:
            raise Refused(f"How days were counted on {spoken(on)} is not known here.")
        return found

    def convention(self, words: str | None) -> Convention | None:
        """The convention the words name, or None: then the courts' own rules apply."""
        text = (words or "").casefold()
        found = (one for one in self.table.conventions.values() if any(_stands_in(text, name) for name in one.named))
        return next(found, None)

    def calendar(self, place: Where, *, certain: bool = False) -> Calendar:
        """The calendar of the place. `certain` leaves out what is contested; what the asker told always counts."""
        convention = self.convention(place.convention)
        closed = convention is None or convention.closed
        if certain and closed and not place.days_off and not place.only_days:
            return self.seats.certain(place.seat)
        if closed and not place.days_off and not place.only_days:
            return self.seats.full(place.seat)
        return self.seats.with_days(place.seat, place.days_off, closed=closed, alone=place.only_days)

    def count(self, event: date | datetime, period: Period, place: Where = EVERYWHERE) -> CountedPeriod:
        """The end of the period; whether it may move is the caller's to say, when and why is the law's."""
        convention = self.convention(place.convention)
        full, certain = self.calendar(place), self.calendar(place, certain=True)
        opening: tuple[Explained, ...] = ()
        begins = event
        if convention is not None and not convention.rolls and period.rolls is Rolls.FORWARD:
            period = replace(period, rolls=Rolls.NONE)
        if convention is not None and convention.sleeps is not None and period.counts is Counts.MONTHS:
            begins, period, opening = _around(convention, event, period)
        found = count(begins, period, full)
        sure = count(begins, period, certain)
        rolls = period.rolls is not Rolls.NONE and found.last_on != found.nominal_on
        roll = in_force(self.deadlines.table.roll, found.nominal_on) if rolls else None
        trusted = roll is None or roll.certain
        safe = min(sure.last_on, found.last_on) if trusted else min(sure.nominal_on, found.nominal_on)
        first = event.date() if isinstance(event, datetime) else event
        turns = period.skips_days_off or period.rolls is not Rolls.NONE
        gaps = full.gaps(first if period.skips_days_off else found.nominal_on, found.last_on) if turns else None
        return CountedPeriod(found.last_on, found.nominal_on, safe, (*opening, *found.steps), roll, gaps)

    def rolled(self, nominal: date, place: Where = EVERYWHERE, rolls: Rolls = Rolls.FORWARD) -> date:
        """Where a last day that is a day off moves to; itself if it does not."""
        return rolled(nominal, rolls, self.calendar(place))[0]

    def served(self, method: str, document: str, event: date | datetime) -> tuple[date, date | None, str]:
        """The day a document sent or delivered by the method is deemed served, the arguable other day, and the rule.

        Invalid for a method the law here does not know.
        """
        text = method.casefold()
        rules = [one for one in self.table.service if not one.documents or document in one.documents]
        for one in rules:
            if any(name in text for name in one.methods):
                found = self.deadlines(one.rule, event).statutory_on
                other = self.table.arguable.get(one.rule)
                return found, None if other is None else self.deadlines(other.rule, event).statutory_on, one.rule
        if not rules:
            raise Refused("No rule of service for such a document is in this folder.")
        known = sorted({name for one in rules for name in one.methods})
        raise Invalid(
            f"Service by {method!r} is not known here ({rules[0].citation}).",
            places=[Place("method", method, f"Use one of: {', '.join(known)}.")],
        )

    def before_hearing(self, code: str, hearing: date, today: date) -> tuple[date, BeforeHearing]:
        """The day something is due before a hearing, asked on a day."""
        if code not in self.table.before_hearing:
            raise NotFound(f"There is no {code!r} in this jurisdiction.")
        rule = in_force(self.table.before_hearing[code], today)
        if rule is None or hearing < today:
            why = "the hearing is over" if rule else f"no rule is known for {spoken(today)}"
            raise Refused(f"{code}: {why}.")
        far = (hearing - today).days > rule.apart
        due = hearing - ONE_DAY * rule.early if far else today + ONE_DAY * rule.late
        return min(due, hearing), rule


def _stands_in(text: str, name: str) -> bool:
    """Whether the name stands in the text as words of their own: `CC 5` is not in `CC 581`."""
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text) is not None


def _around(
    convention: Convention, event: date | datetime, period: Period
) -> tuple[date, Period, tuple[Explained, ...]]:
    """A term of months that does not run in a month: it begins after it, or takes a month more where it crosses it."""
    begins = event.date() if isinstance(event, datetime) else event
    steps: list[Explained] = []
    if begins.month == convention.sleeps:
        last = add_months(begins.replace(day=1), 1) - ONE_DAY
        steps.append(Explained(last, f"{span(begins, last)} does not run ({convention.citation})."))
        begins = last + ONE_DAY
    extra = 0
    day = begins.replace(day=1)
    for _ in range(period.amount):
        day = add_months(day, 1)
        if day.month == convention.sleeps:
            extra += 1
            day = add_months(day, 1)
    if extra:
        steps.append(Explained(begins, f"A month in which the term does not run is left out ({convention.citation})."))
    return begins, replace(period, amount=period.amount + extra), tuple(steps)
