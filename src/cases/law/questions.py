"""The questions anybody may ask of the law: no account, no database; each answer with its reckoning and its source."""

from datetime import date, datetime

from cases.deadlines.arithmetic import Counts, Direction, Period, Rolls, Starts
from cases.jurisdictions.contract import Limitation, LimitationFacts
from cases.jurisdictions.counting import Where
from cases.jurisdictions.dated import in_force
from cases.jurisdictions.folder import Folder, Instrument
from cases.jurisdictions.registry import JURISDICTIONS
from cases.law import inputs
from cases.law.answers import (
    Contents,
    CountAnswer,
    DeadlineAnswer,
    FeeAnswer,
    InterestAnswer,
    InterestRun,
    LimitationAnswer,
    RateAnswer,
    ServiceAnswer,
    Source,
    sentences,
)
from kernel.errors import Invalid, NotFound, Place, Refused


def contents(jurisdiction: str) -> Contents:
    """What can be asked of a law, by code."""
    law = inputs.law_of(jurisdiction)
    own = law if isinstance(law, Folder) else None
    counting = law.counting.table
    return Contents(
        jurisdiction=jurisdiction,
        name=next((one.name for one in JURISDICTIONS if one.reckon is law.deadlines), jurisdiction.upper()),
        currency=own.interest.table.currency if own else None,
        deadlines={code: rule.title for code, rule in law.deadlines.table.rules.items()},
        rates={code: one.title for code, one in law.interest.table.tables.items()} if law.interest else {},
        fees={code: one.title for code, one in own.fees.rules.items()} if own else {},
        seats=dict(law.seats.names),
        conventions={code: one.title for code, one in counting.conventions.items()},
        service=sorted({name for one in counting.service for name in one.methods}),
    )


def deadline(
    jurisdiction: str, rule: str, event: str, *, seat: str | None = None, cause: str | None = None
) -> DeadlineAnswer:
    """The deadline a rule sets from an event. `cause` is the day of what the event must follow."""
    law = inputs.law_of(jurisdiction)
    begins = inputs.moment(event, "event")
    inputs.in_order(inputs.maybe_day(cause, "cause"), _day(begins), "The event", "its cause")
    found = law.deadlines(rule, begins, seat=_seat(law, seat))
    return DeadlineAnswer(
        jurisdiction,
        found.rule,
        found.title,
        found.who,
        found.statutory_on,
        found.statutory_at,
        found.safe_on,
        found.opens_on,
        sentences(found.steps),
        Source.of(found.authority),
        found.provisional,
    )


def count(
    jurisdiction: str,
    event: str,
    length: int,
    unit: str = "days",
    *,
    seat: str | None = None,
    local_holidays: tuple[str, ...] = (),
    under: str | None = None,
    back: bool = False,
    rolls: bool = True,
    from_event: bool = False,
    cut_off: str | None = None,
) -> CountAnswer:
    """A period counted by the conventions of the law, on from an event or back from it.

    `from_event` counts the day of the event itself; an event at or after `cut_off` counts on the next working day.
    """
    law = inputs.law_of(jurisdiction)
    begins = inputs.moment(event, "event")
    if under is not None and law.counting.convention(under) is None:
        known = ", ".join(law.counting.table.conventions) or "none"
        raise NotFound(f"No way of counting here is named {under!r}; there are: {known}.")
    begins_on = _day(begins)
    counts, times = inputs.unit(law, unit, begins_on, under)
    short = in_force(law.deadlines.table.short_period, begins_on) if counts is Counts.CLEAR_DAYS else None
    period = Period(
        inputs.length(length * times, counts),
        counts,
        starts=Starts.EVENT_DAY if from_event else Starts.DAY_AFTER,
        rolls=Rolls.FORWARD if rolls and not back else Rolls.NONE,
        cut_off=inputs.maybe_hour(cut_off, "cut_off"),
        direction=Direction.BACK if back else Direction.FORWARD,
        short_up_to=None if short is None else short.up_to,
    )
    told = tuple(inputs.day(one, "local_holiday") for one in local_holidays)
    found = law.counting.count(begins, period, Where(seat=_seat(law, seat), days_off=told, convention=under))
    return CountAnswer(
        jurisdiction,
        period.words(),
        found.last_on,
        found.nominal_on,
        found.safe_on,
        found.contested,
        sentences(found.steps),
        Source.of(law.counting.stated(begins_on, found.roll)),
        found.provisional,
    )


def service(jurisdiction: str, method: str, sent: str, *, document: str = "other") -> ServiceAnswer:
    """When a document sent or delivered by a method is deemed served. `document` is `claim form` or `other`."""
    law = inputs.law_of(jurisdiction)
    event = inputs.moment(sent, "sent")
    on, arguable, rule = law.counting.served(method, document, event)
    found = law.deadlines(rule, event)
    other = arguable if arguable != on else None
    return ServiceAnswer(jurisdiction, method, on, other, sentences(found.steps), Source.of(found.authority))


def rate(jurisdiction: str, table: str, on: str) -> RateAnswer:
    """The full rate of a table on a day, as for interest that begins then."""
    law = inputs.law_of(jurisdiction)
    if law.interest is None:
        raise Refused(f"{jurisdiction.upper()} has no rates here.")
    asked = inputs.day(on, "on")
    found = law.interest.rate(table, asked)
    title = law.interest.table.tables[table].title
    if found is None:
        raise Refused(f"{title}: no rate is known for {asked}.")
    return RateAnswer(jurisdiction, table, title, asked, f"{found.percent:.2f}", found.held, Source.of(found.authority))


def interest(
    jurisdiction: str,
    principal: str,
    first: str,
    last: str,
    *,
    currency: str | None = None,
    kind: str = "statutory",
    debtor: str = "person",
    percent: str | None = None,
) -> InterestAnswer:
    """Interest on a sum from the first day to the last, both counted."""
    law = inputs.country_of(jurisdiction, "interest")
    base = inputs.amount(law, principal, currency)
    first_on, last_on = inputs.day(first, "first"), inputs.day(last, "last")
    inputs.in_order(first_on, last_on, "The last day of interest", "its first day")
    sheet = law.interest(base, kind, first_on, last_on, inputs.party(debtor), inputs.percent(percent))
    periods = [
        InterestRun(
            one.first_on, one.last_on, one.days, f"{one.rate_percent:.2f}", f"{one.amount:f}", Source.of(one.authority)
        )
        for one in sheet.periods
    ]
    verified = all(one.authority.verified for one in periods)
    daily = f"{sheet.daily:f}"
    total = sheet.total.text()
    return InterestAnswer(jurisdiction, total, base.currency, daily, sheet.basis, periods, verified, sheet.provisional)


def fee(
    jurisdiction: str, code: str, value: str, on: str, *, currency: str | None = None, party: str = "company"
) -> FeeAnswer:
    """A court fee or compensation by the value of the claim."""
    law = inputs.country_of(jurisdiction, "fees")
    found = law.fees(code, inputs.amount(law, value, currency), inputs.day(on, "on"), inputs.party(party))
    return FeeAnswer(
        jurisdiction,
        code,
        found.amount.text() if found.amount else None,
        found.amount.currency if found.amount else None,
        found.tariff.text() if found.tariff else None,
        found.sentence,
        found.assignable,
        Source.of(found.authority),
    )


def limitation(
    jurisdiction: str,
    on: str,
    *,
    product: str = "other",
    item: str = "principal",
    debtor: str = "person",
    region: str | None = None,
    happened: tuple[str, ...] = (),
    **facts: str | None,
) -> LimitationAnswer:
    """How a claim stands on a day. `facts` are the days known, by the names of `LimitationFacts` (`due_on` …).

    `happened` are acts that may interrupt or suspend, such as `demanded 2024-05-01 writing`.
    """
    law = inputs.country_of(jurisdiction, "limitation")
    known = {name: inputs.maybe_day(text, name) for name, text in facts.items()}
    named = known | dict.fromkeys(["due_on"]) if "due_on" not in known else known
    acts = tuple(sorted((inputs.happening(one) for one in happened), key=lambda one: one.on))
    place = _territory(law, region)
    asked = LimitationFacts(product, item, inputs.party(debtor), region=place, happenings=acts, **named)
    _in_order(asked)
    found = law.limitation(asked, inputs.day(on, "on"))
    return _limitation(jurisdiction, found)


def _limitation(jurisdiction: str, found: Limitation) -> LimitationAnswer:
    return LimitationAnswer(
        jurisdiction,
        found.outcome,
        found.ends_on,
        found.safe_on,
        found.missing,
        found.effect,
        sentences(found.steps),
        None if found.authority is None else Source.of(found.authority),
    )


def _in_order(facts: LimitationFacts) -> None:
    contract = facts.arose_on or facts.contract_on
    for name in ("due_on", "default_on", "termination_on", "last_payment_on", "acknowledged_on", "titled_on"):
        happened = getattr(facts, name)
        if happened is not None:
            inputs.in_order(contract, happened, name.removesuffix("_on").replace("_", " ").capitalize(), "the contract")
    if facts.titled_on is not None and facts.item_kind != "interest":
        inputs.in_order(facts.due_on, facts.titled_on, "The title", "the due date")


def _territory(law: Folder, region: str | None) -> str | None:
    """The code of a region's law; a name that is not known is refused rather than taken for another."""
    if region is None:
        return None
    found = law.territories.locate(region, region)
    if found.code == "unknown":
        known = ", ".join(law.territories.table.territories)
        raise Invalid(f"{region!r} is not known here.", places=[Place("region", region, f"Territories: {known}.")])
    return found.code


def _seat(law: Instrument, seat: str | None) -> str | None:
    """The seat's code by code or name; one that does not exist is refused."""
    if seat is None:
        return None
    found = law.seats.named(seat)
    if found is None:
        known = ", ".join(sorted(law.seats.names)) or "this law has one calendar for all"
        raise Invalid(f"There is no seat {seat!r} in the court calendar.", places=[Place("seat", seat, known)])
    return found


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
