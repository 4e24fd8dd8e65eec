"""Limitation from a folder's limitation.toml: kind of claim, start, length, restarts, suspensions, both ends."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from cases.deadlines.arithmetic import add_months, add_years, spoken
from cases.deadlines.calendars import ONE_DAY, Calendar
from cases.jurisdictions.contract import Limitation, LimitationFacts, Step
from cases.jurisdictions.dated import LawInvalid, in_force, load
from cases.jurisdictions.limitation_table import (
    Effect,
    Fact,
    Kind,
    LimitationTable,
    Pause,
    Restart,
    Term,
    TerritoryKinds,
)
from cases.jurisdictions.reckoned import Happening
from cases.jurisdictions.territories import Territories

type _Event = tuple[date, date | None, Restart | Pause]


@dataclass(frozen=True, slots=True)
class _Run:
    """One reading of the period: where it ends and how it got there."""

    ends_on: date
    term: Term
    steps: tuple[Step, ...]


class LimitationRules:
    """The `limitation` of a jurisdiction."""

    def __init__(self, folder: Path, territories: Territories, calendar: Calendar) -> None:
        self.table = load(folder, "limitation.toml", LimitationTable)
        self._territories = territories
        self._calendar = calendar
        self._ends: dict[tuple[int, date, bool, bool], tuple[date, tuple[Step, ...]]] = {}
        named = {self.table.titled}
        for place in self.table.territories.values():
            named |= {*place.products.values(), *place.items.values(), *place.companies.values(), place.other}
            named |= {*place.titled.values(), *place.later.values(), place.titled_companies or place.other}
        if unknown := named - self.table.kinds.keys():
            raise LawInvalid(f"{folder.name}/limitation.toml: territories name unknown kinds {sorted(unknown)}.")

    def __call__(self, facts: LimitationFacts, on: date) -> Limitation:
        """How the item stands on the day."""
        territory = self._territories.locate(facts.region, None)
        if territory.no_rule is not None:
            return Limitation("no rule", None, None, territory.no_rule, None, ())
        place = self.table.territories.get(territory.code)
        if place is None:
            return self._without_territory(facts)
        return self.of_kind(self._kind(facts, place), facts, on)

    def of_kind(self, kind: Kind, facts: LimitationFacts, on: date) -> Limitation:
        """How an item of that kind stands on the day."""
        start = _first_known(facts, kind.starts)
        safe_start = _earliest(facts, kind.safe_starts)
        safe = None if safe_start is None else self._run(kind, facts, safe_start, safe=True)
        if start is None:
            why = Step(on, f"{kind.title}: {kind.missing} is not known, so no date can be given.")
            return Limitation("unknown", None, safe.ends_on if safe else None, kind.missing, None, (why,))
        run = self._run(kind, facts, start, safe=False)
        lasting = self._lasting(facts, kind)
        if lasting is not None and run is not None and start < lasting.on <= run.ends_on:
            missing = f"the end of what was {lasting.kind} on {spoken(lasting.on)}"
            still = Step(
                lasting.on, f"{kind.title}: time stands still from {spoken(lasting.on)}; its end is not known."
            )
            return Limitation("unknown", None, safe.ends_on if safe else None, missing, None, (still,))
        if run is None:
            reason = f"{kind.title}: no period is known for a start on {spoken(start)}."
            return Limitation("no rule", None, None, reason, None, ())
        ends_on, still_possible, closing = self._last_day(run.ends_on)
        safe_on = min(safe.ends_on, run.ends_on) if safe else run.ends_on
        steps = (*run.steps, *closing)
        if safe_on < ends_on:
            steps = (*steps, Step(safe_on, _safe_sentence(safe_on, safe_start, start)))
        outcome: Literal["barred", "date"] = "barred" if on > still_possible else "date"
        effect = self._effect(kind, facts.debtor_kind, ends_on)
        said = None if effect is None else f"{effect.sentence} ({effect.citation})."
        bars = effect is not None and effect.bars
        return Limitation(outcome, ends_on, safe_on, None, run.term.authority, steps, said, bars)

    def cited(self, article: str | None, years: int | None = None, debtor: str | None = None) -> Kind | None:
        """The kind whose period rests on the article named, such as `BGB 195, 199(1)`; None if none does.

        Where several do, the first with so many years, and among those that such a debtor's claims can be.
        """
        named = article_numbers(article or "")
        found = [
            kind
            for kind in self.table.kinds.values()
            if not named or any(named[0] in article_numbers(term.citation)[:1] for term in kind.terms)
        ]
        if not found and named:
            found = [
                kind
                for kind in self.table.kinds.values()
                if any(set(named) & set(article_numbers(term.citation)) for term in kind.terms)
            ]
        if years is not None:
            found = [kind for kind in found if any(term.years == years for term in kind.terms)]
        if debtor is not None:
            found = [kind for kind in found if id(kind) in self._open_to(debtor)] or found
        return found[0] if found else None

    def _open_to(self, debtor: str) -> set[int]:
        """The kinds, by identity, that a claim against such a debtor can be."""
        codes = {self.table.titled}
        for place in self.table.territories.values():
            own = place.companies if debtor == "company" and place.companies else place.products
            codes |= {*own.values(), *place.items.values()}
            codes |= {place.titled_companies or place.other} if debtor == "company" else {*place.titled.values()}
        return {id(self.table.kinds[code]) for code in codes}

    def _effect(self, kind: Kind, debtor_kind: str, ends_on: date) -> Effect | None:
        code = next((code for code, one in self.table.kinds.items() if one is kind), None)
        meant = [one for one in self.table.effects if debtor_kind in one.debtors and code not in one.kinds_but]
        return in_force(meant, ends_on)

    def _kind(self, facts: LimitationFacts, place: TerritoryKinds) -> Kind:
        if facts.titled_on is not None:
            if facts.due_on is not None and facts.due_on > facts.titled_on and facts.item_kind in place.later:
                spared = facts.debtor_kind == "person" and facts.product in place.later_but
                return self.table.kinds[self.table.titled if spared else place.later[facts.item_kind]]
            company = place.titled_companies if facts.debtor_kind == "company" else None
            return self.table.kinds[company or place.titled.get(facts.product, self.table.titled)]
        by_debtor = place.companies if facts.debtor_kind == "company" else {}
        code = (
            place.items.get(facts.item_kind)
            or by_debtor.get(facts.product)
            or place.products.get(facts.product)
            or place.other
        )
        return self.table.kinds[code]

    def _without_territory(self, facts: LimitationFacts) -> Limitation:
        """Unknown, with the earliest end any territory of the country would give as the safe date."""
        ends = []
        for place in self.table.territories.values():
            kind = self._kind(facts, place)
            start = _earliest(facts, kind.safe_starts)
            run = None if start is None else self._run(kind, facts, start, safe=True)
            if run is not None:
                ends.append(run.ends_on)
        return Limitation("unknown", None, min(ends, default=None), self.table.unknown_territory, None, ())

    def _run(self, kind: Kind, facts: LimitationFacts, start: date, *, safe: bool) -> _Run | None:
        term = in_force(kind.terms, start)
        if term is None:
            return None
        end, steps = self._end(kind, term, start, safe=safe)
        end, steps = _stood_still(term, facts, start, end, steps, safe=safe)
        bare = _before_year_end(term, start, end)
        for happened, until, rule in self._events(kind, facts, start, safe=safe):
            if happened <= end and isinstance(rule, Pause):
                on_again = add_months(until or happened, rule.months_after)
                bare = None if bare is None else bare + (on_again - happened)
                end, again = _paused(rule, happened, until or happened, end, bare)
                steps = (*steps, *again)
                continue
            if isinstance(rule, Pause):
                continue
            if happened > end:
                steps = (*steps, Step(happened, f"{rule.name} on {spoken(happened)} comes after the end: no effect."))
                continue
            term = in_force(kind.terms, happened) or term
            end, again = self._end(kind, term, happened, safe=safe, anew=True)
            bare = _before_year_end(term, happened, end)
            opening = Step(happened, f"{rule.name} on {spoken(happened)}: time starts anew ({rule.citation}).")
            steps = (*steps, opening, *again)
        return _Run(end, term, steps)

    def _events(self, kind: Kind, facts: LimitationFacts, start: date, *, safe: bool) -> list[_Event]:
        """What starts the period anew or lets it stand still, in the order of days."""
        if not kind.restarts:
            return []
        told = [
            (happened, None, rule)
            for rule in self.table.restarts
            if rule.fact is not None
            and (rule.certain or not safe)
            and (happened := getattr(facts, rule.fact)) is not None
        ]
        rules: list[Restart | Pause] = [*self.table.restarts, *self.table.pauses]
        proven = [
            (one.on, one.until, rule)
            for one in facts.happenings
            for rule in rules
            if rule.happening == one.kind and _counts(rule, one, safe=safe)
        ]
        found: list[_Event] = [
            event for event in (*told, *proven) if event[0] > start and in_force((event[2],), event[0])
        ]
        return sorted(found, key=lambda event: event[0])

    def _lasting(self, facts: LimitationFacts, kind: Kind) -> Happening | None:
        """What lets time stand still and has no end yet: until it has one, no date can be given."""
        pausing = {rule.happening: rule for rule in self.table.pauses} if kind.restarts else {}
        open_ones = (one for one in facts.happenings if one.kind in pausing and one.until is None)
        return next((one for one in open_ones if in_force((pausing[one.kind],), one.on)), None)

    def _end(
        self, kind: Kind, term: Term, start: date, *, safe: bool, anew: bool = False
    ) -> tuple[date, tuple[Step, ...]]:
        """Kept for each term and start: a million claims share a few thousand days."""
        key = (id(term), start, safe, anew)
        found = self._ends.get(key)
        if found is None:
            found = self._ends[key] = self._reckon_end(kind, term, start, safe=safe, anew=anew)
        return found

    def _reckon_end(
        self, kind: Kind, term: Term, start: date, *, safe: bool, anew: bool
    ) -> tuple[date, tuple[Step, ...]]:
        years = term.safe_years if safe and term.safe_years is not None else term.years
        steps: list[Step] = []
        if term.from_year_end and not anew:
            begun, start = start, _year_end(start)
            steps.append(Step(start, f"Time begins with the end of the year of {spoken(begun)} ({term.citation})."))
        end = add_years(start, years)
        steps.append(Step(end, f"{kind.title}: {years} years from {spoken(start)} ({term.citation})."))
        if term.to_year_end is not None and end >= term.to_year_end:
            end = _year_end(end)
            steps.append(Step(end, f"The period ends with the year: {spoken(end)} ({term.citation})."))
        if term.at_latest is not None and end > term.at_latest:
            end = term.at_latest
            steps.append(Step(end, f"Not after {spoken(end)} ({term.note or term.citation})."))
        for pause in self.table.suspensions if kind.suspended else ():
            if start < pause.last_on and end >= pause.first_on:
                stood_still = (pause.last_on - max(start, pause.first_on - ONE_DAY)).days
                end += timedelta(days=stood_still - (min(pause.safe_less, stood_still) if safe else 0))
                steps.append(Step(end, f"{stood_still} days stood still ({pause.citation}): {spoken(end)}."))
        return end, tuple(steps)

    def _last_day(self, end: date) -> tuple[date, date, tuple[Step, ...]]:
        """The end after a roll, the last day a filing can still be made, and the sentences for it."""
        rule = in_force(self.table.last_day, end)
        if rule is None:
            return end, end, ()
        if rule.effect == "grace":
            until = self._calendar.next_working(end + ONE_DAY)
            sentence = f"A filing may still follow on {spoken(until)} ({rule.citation}); not relied on."
            return end, until, (Step(until, sentence),)
        moved = self._calendar.next_working(end)
        if moved == end:
            return end, end, ()
        return moved, moved, (Step(moved, f"A day off: the end moves to {spoken(moved)} ({rule.citation})."),)


def _counts(rule: Restart | Pause, one: Happening, *, safe: bool) -> bool:
    """A pause that still lasts never moves the safe date."""
    if isinstance(rule, Pause):
        return one.until is not None
    if rule.forms:
        return one.form in rule.forms
    return rule.certain or not safe


def _before_year_end(term: Term, start: date, end: date) -> date | None:
    """Where a period that was carried to the end of its year would have ended without that; None for any other."""
    return add_years(start, term.years) if term.to_year_end is not None and end >= term.to_year_end else None


def _paused(rule: Pause, began: date, until: date, end: date, bare: date | None) -> tuple[date, tuple[Step, ...]]:
    """The end after a pause. A period that ends with its year does so after its days stood still, so only a pause that
    carries its `bare` end into another year moves it; and never to a day on which time still stands still."""
    stood = add_months(until, rule.months_after)
    days = (stood - began).days
    later = end + timedelta(days=days) if bare is None else max(end, _year_end(bare), stood)
    moved = max(later, add_months(until, rule.at_least_months))
    words = f"{rule.name}: {days} days stand still from {spoken(began)} ({rule.citation}): {spoken(moved)}."
    return moved, (Step(moved, words),)


def _year_end(day: date) -> date:
    return date(day.year + 1, 1, 1) - ONE_DAY


def _stood_still(
    term: Term, facts: LimitationFacts, arose: date, end: date, steps: tuple[Step, ...], *, safe: bool
) -> tuple[date, tuple[Step, ...]]:
    """The end after a standstill that begins with a fact and lasts until so many years after the claim arose."""
    rule = term.stands_still
    since = None if rule is None or safe else getattr(facts, rule.since)
    if rule is None or since is None or since > end:
        return end, steps
    until = add_years(arose, rule.years)
    if facts.titled_on is not None:
        until = min(until, facts.titled_on)
    began = max(since, _year_end(arose) if term.from_year_end else arose)
    if until <= began:
        return end, steps
    end += until - began
    words = f"Stands still from {spoken(began)} to {spoken(until)} ({term.citation}): {spoken(end)}; not relied on."
    return end, (*steps, Step(end, words))


ACTS = re.compile(r"\([^)]*\)|\b\d{4}[:/]\d+|\b\d+/\d{4}\b|\b(?:Act|LA)\s+\d{4}\b")
"""What in a citation names the act, or a paragraph, and no article."""


def article_numbers(text: str) -> tuple[str, ...]:
    """The articles a citation names, in order: `BGB 195, 199 (1)` gives 195 and 199, `CCCat 121-20` gives 121-20."""
    return tuple(re.findall(r"\d+-\d{1,2}(?!\d)|\d+(?:\.\d+)*", ACTS.sub(" ", text)))


def _first_known(facts: LimitationFacts, names: list[Fact]) -> date | None:
    return next((day for name in names if (day := getattr(facts, name)) is not None), None)


def _earliest(facts: LimitationFacts, names: list[Fact]) -> date | None:
    return min((day for name in names if (day := getattr(facts, name)) is not None), default=None)


def _safe_sentence(safe_on: date, safe_start: date | None, start: date) -> str:
    if safe_start is not None and safe_start < start:
        return f"Safe date: {spoken(safe_on)}, counting from the earliest date on file, {spoken(safe_start)}."
    return f"Safe date: {spoken(safe_on)}, the earliest defensible reading."
