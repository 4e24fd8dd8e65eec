"""One worked example's question: its inputs, read by name and kind, whatever of the usual names they come under."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from cases.deadlines.arithmetic import MONTHS_A_YEAR, Counts
from cases.jurisdictions.counting import Counting, Where
from cases.jurisdictions.fees import Fees
from cases.jurisdictions.folder import Folder, Instrument
from cases.jurisdictions.interest import InterestRules
from cases.jurisdictions.limitation import LimitationRules
from cases.jurisdictions.registry import COUNTRIES, INSTRUMENTS
from kernel.errors import Invalid

SPELT = {"gb": "gb_ew", "uk": "gb_ew", "ew": "gb_ew", "be": "eu"}
"""How a file may name a jurisdiction that has another folder; Belgium's rate is a check in the Union's."""

EVENTS = (
    "served", "event", "from", "utslag", "issued", "submitted", "sent", "notice_sent", "posted", "received", "dated",
    "deadline", "start",
)  # fmt: skip
TOWNS = ("place", "city", "town", "seat")
REGIONS = ("land", "region", "court_state", "state", "country")
UNITS = {
    "days": None,
    "working_days": Counts.WORKING_DAYS,
    "calendar_days": Counts.CALENDAR_DAYS,
    "clear_days": Counts.CLEAR_DAYS,
    "within_days": None,
    "days_before_event": None,
    "days_before": None,
    "weeks": Counts.WEEKS,
    "months": Counts.MONTHS,
    "years": Counts.YEARS,
}
"""Names of a length → its unit; None is a length in days as the law of the place counts them."""


class Unsupported(Exception):
    """The question cannot be asked of this engine; the sentence says why."""


class Unreadable(Exception):
    """An input is missing or is not what its name says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one row asks, under which law."""

    jurisdiction: str
    topic: str
    given: Mapping[str, Any]

    @property
    def code(self) -> str:
        spelt = self.jurisdiction.strip().casefold().replace("-", "_")
        return SPELT.get(spelt, spelt)

    @property
    def law(self) -> Instrument:
        found = INSTRUMENTS.get(self.code)
        if found is None:
            raise Unsupported(f"no law of {self.jurisdiction} is in the house")
        return found

    @property
    def country(self) -> Folder:
        found = COUNTRIES.get(self.code)
        if found is None:
            raise Unsupported(f"{self.jurisdiction} has no law of its own here on {self.topic}")
        return found

    @property
    def counting(self) -> Counting:
        return self.law.counting

    @property
    def rates(self) -> InterestRules:
        if self.law.interest is None:
            raise Unsupported(f"no rates of {self.jurisdiction} are in the house")
        return self.law.interest

    @property
    def fees(self) -> Fees:
        return self.country.fees

    @property
    def limitation(self) -> LimitationRules:
        return self.country.limitation

    def has(self, *names: str) -> bool:
        return any(self.given.get(name) is not None for name in names)

    def any(self, *names: str) -> Any:
        """The first of the named inputs that is there."""
        found = next((self.given[name] for name in names if self.given.get(name) is not None), None)
        if found is None:
            raise Unreadable(f"needs {' or '.join(names)}")
        return found

    def text(self, *names: str) -> str:
        return str(self.any(*names))

    def maybe(self, *names: str) -> str | None:
        return self.text(*names) if self.has(*names) else None

    def day(self, *names: str) -> date:
        """A date. A moment is read as its day."""
        moment = self.moment(*names)
        return moment.date() if isinstance(moment, datetime) else moment

    def moment(self, *names: str) -> date | datetime:
        """A date, or a date and hour without a zone: the court's own."""
        text = self.text(*names)
        try:
            return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        except ValueError as error:
            raise Unreadable(f"{' or '.join(names)}: {text!r} is no date") from error

    def hour(self, *names: str) -> time:
        text = self.text(*names)
        try:
            return time.fromisoformat(text)
        except ValueError as error:
            raise Unreadable(f"{' or '.join(names)}: {text!r} is no hour") from error

    def number(self, *names: str) -> Decimal:
        value = self.any(*names)
        try:
            found = Decimal(str(value))
        except InvalidOperation as error:
            raise Unreadable(f"{' or '.join(names)}: {value!r} is no number") from error
        if isinstance(value, bool) or not found.is_finite():
            raise Unreadable(f"{' or '.join(names)}: {value!r} is no number")
        return found

    def whole(self, *names: str) -> int:
        found = self.number(*names)
        if found != found.to_integral_value():
            raise Unreadable(f"{' or '.join(names)}: {found} is no whole number")
        return int(found)

    def event(self) -> date | datetime:
        """The event: under a usual name, else the only date there is."""
        if self.has(*EVENTS):
            return self.moment(*EVENTS)
        dated = [name for name, value in self.given.items() if isinstance(value, str) and _begins_as_date(value)]
        if len(dated) != 1:
            raise Unreadable(f"needs the event: one of {', '.join(EVENTS)}")
        return self.moment(dated[0])

    def event_day(self) -> date:
        moment = self.event()
        return moment.date() if isinstance(moment, datetime) else moment

    def length(self) -> tuple[int, Counts]:
        """How long, and in which unit; years and months are one length."""
        given = self.given.get("duration")
        lengths = given if isinstance(given, Mapping) else self.given
        named = [name for name in UNITS if lengths.get(name) is not None]
        if set(named) == {"years", "months"}:
            return int(lengths["years"]) * MONTHS_A_YEAR + int(lengths["months"]), Counts.MONTHS
        if len(named) != 1:
            raise Unreadable(f"needs one length, has {', '.join(named) or 'none'}")
        amount = Asked(self.jurisdiction, self.topic, lengths).whole(named[0])
        if amount < 0:
            raise Unreadable(f"{named[0]}: a length is not below nought")
        return amount, UNITS[named[0]] or self.counting.unit_of_days(self.event_day())

    def where(self) -> Where:
        """The place and the law of the count. A town that is not in the calendar brings its local holidays alone."""
        given = self.given.get("local_holidays") or []
        try:
            told = tuple(date.fromisoformat(day) for day in given)
        except (TypeError, ValueError) as error:
            raise Unreadable(f"local_holidays: {given!r} are no dates") from error
        return Where(seat=self.seat(), days_off=told, convention=self.maybe("rule"))

    def seat(self) -> str | None:
        """The narrowest seat named. Invalid where a region or state is named that the calendar does not have."""
        named = [self.maybe(name) for name in (*TOWNS, *REGIONS)]
        found = next((code for name in named if (code := self.law.seats.named(name)) is not None), None)
        region = self.maybe(*REGIONS)
        if found is None and region is not None:
            raise Invalid(f"There is no seat {region!r} in the court calendar of {self.jurisdiction}.")
        return found


def _begins_as_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
