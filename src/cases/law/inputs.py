"""What people write when they ask: read exactly, or refused with what was wrong and what to write instead."""

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Literal, get_args

from cases.deadlines.arithmetic import Counts
from cases.jurisdictions.folder import Folder, Instrument
from cases.jurisdictions.reckoned import Happening, HappeningKind
from cases.jurisdictions.registry import COUNTRIES, INSTRUMENTS
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.money import Money

type Party = Literal["person", "company"]

UNITS = {one.value.replace(" ", "-"): one for one in Counts}
"""How a unit is written: `working-days`, `months` …; `days` is what days mean before those courts."""


FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_IN_DAYS = 36_600
LONGEST = {Counts.YEARS: 100, Counts.MONTHS: 1_200, Counts.WEEKS: 5_200}
HIGHEST_PERCENT = 1_000
"""What is reckoned at all: bounds on the work a stranger's question may make, none of them law."""


def law_of(code: str) -> Instrument:
    """The law by its code (`gb-ew` is `gb_ew`). NotFound names those there are."""
    found = INSTRUMENTS.get(code.casefold().replace("-", "_"))
    if found is None:
        raise NotFound(f"There is no law {code!r} here; there are {', '.join(INSTRUMENTS)}.")
    return found


def country_of(code: str, what: str) -> Folder:
    """The law of a country. Refused for an instrument that has no such law of its own."""
    law_of(code)
    found = COUNTRIES.get(code.casefold().replace("-", "_"))
    if found is None:
        raise Refused(f"{code.upper()} has no {what} of its own here; ask {', '.join(COUNTRIES)}.")
    return found


def day(text: str, name: str) -> date:
    """A day as `2026-03-31`, within the years that can be reckoned."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(
            f"{text!r} is no day: {error}.", places=[Place(name, text, "Write a day of the calendar as 2026-03-31.")]
        ) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        told = f"Give a day from {FIRST_YEAR} to {LAST_YEAR}."
        raise Invalid(f"The year {found.year} is outside of what is reckoned here.", places=[Place(name, text, told)])
    return found


def maybe_day(text: str | None, name: str) -> date | None:
    return None if text is None else day(text, name)


def moment(text: str, name: str) -> date | datetime:
    """A day, or a day and the court's hour as `2026-03-31T16:30`. A zone is refused: the court's own counts."""
    if "T" not in text:
        return day(text, name)
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid(
            f"{text!r} is no moment: {error}.", places=[Place(name, text, "Write it as 2026-03-31T16:30.")]
        ) from error
    day(found.date().isoformat(), name)
    if found.tzinfo is not None:
        raise Invalid("Give the hour at the court, without a zone.", places=[Place(name, text, "As 2026-03-31T16:30.")])
    return found


def maybe_hour(text: str | None, name: str) -> time | None:
    """An hour as `16:00`."""
    if text is None:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        told = [Place(name, text, "Write the hour as 16:00.")]
        raise Invalid(f"{text!r} is no hour: {error}.", places=told) from error


def happening(text: str) -> Happening:
    """What happened to a claim: `demanded 2024-05-01 writing`, `mediated 2023-01-10 2023-03-01`."""
    kind, *rest = text.split() or [""]
    known = next((one for one in get_args(HappeningKind) if one == kind), None)
    days = [one for one in rest if one[:1].isdigit()]
    forms = [one for one in rest if not one[:1].isdigit()]
    if known is None or not 1 <= len(days) <= len(("on", "until")) or len(forms) > 1:
        kinds = ", ".join(get_args(HappeningKind))
        told = f"Write what ({kinds}), the day, its last day where it lasted, and its form where that counts."
        raise Invalid(f"{text!r} does not say what happened and when.", places=[Place("happened", text, told)])
    on, *until = (day(one, "happened") for one in days)
    in_order(on, until[0] if until else on, "The end", "its beginning")
    return Happening(known, on, until[0] if until else None, forms[0] if forms else None)


def unit(law: Instrument, text: str, on: date, under: str | None = None) -> tuple[Counts, int]:
    """What is counted, and how many of it one of the unit is: a law may have a word for a half month."""
    if text == "days":
        return law.counting.unit_of_days(on, under), 1
    own = law.counting.named_length(text, on)
    if own is not None:
        return own.counts, own.amount
    found = UNITS.get(text.replace(" ", "-"))
    if found is None:
        words = sorted({one.code.replace("_", "-") for one in law.counting.table.lengths})
        known = ", ".join(["days", *UNITS, *words])
        raise Invalid(f"Nothing is counted in {text!r}.", places=[Place("unit", text, f"Use one of: {known}.")])
    return found, 1


def length(count: int, unit: Counts) -> int:
    """A length that ends within a lifetime: nobody is made to wait for the count of a thousand years."""
    longest = LONGEST.get(unit, LONGEST_IN_DAYS)
    if not 0 <= count <= longest:
        told = f"Give 0 to {longest} {unit.value}; count back rather than below nought."
        raise Invalid(f"A length of {count} {unit.value} is not counted.", places=[Place("length", str(count), told)])
    return count


def amount(law: Folder, text: str, currency: str | None) -> Money:
    """An amount in the law's own currency; another is refused, since its rates and fees are not for it."""
    own = law.interest.table.currency
    if currency is not None and currency.upper() != own:
        raise Invalid(
            f"The rates and fees of this law are for {own}, not {currency.upper()}.",
            places=[Place("currency", currency, f"Give the amount in {own}.")],
        )
    found = Money.parse(text, own)
    if found.minor < 0:
        raise Invalid("An amount is not below nought.", places=[Place("amount", text, "Give what is owed.")])
    return found


def percent(text: str | None) -> Decimal | None:
    if text is None:
        return None
    wanted = Place("percent", text, f"Write per cent a year as 8.00, at most {HIGHEST_PERCENT}.")
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise Invalid(f"{text!r} is no rate.", places=[wanted]) from error
    if not found.is_finite() or not 0 <= found <= HIGHEST_PERCENT:
        raise Invalid(f"{text!r} is no rate.", places=[wanted])
    return found


def party(text: str) -> Party:
    if text == "person":
        return "person"
    if text == "company":
        return "company"
    raise Invalid(f"{text!r} is no kind of party.", places=[Place("party", text, "Use person or company.")])


def in_order(cause: date | None, event: date, what: str, came_after: str) -> None:
    """Refuses an event that comes before what it must follow."""
    if cause is not None and event < cause:
        raise Refused(f"{what} on {event} comes before {came_after} on {cause}: an event cannot precede its cause.")
