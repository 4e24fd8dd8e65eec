"""One worked example's question: its inputs, read by name and kind, whatever of the usual names they come under."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from cases.deadlines.arithmetic import MONTHS_A_YEAR, Counts
from cases.jurisdictions.counting import Counting, Where
from cases.jurisdictions.fees import Fees
from cases.jurisdictions.folder import Folder, Instrument
from cases.jurisdictions.interest import InterestRules, RateTable
from cases.jurisdictions.limitation import LimitationRules
from cases.jurisdictions.registry import COUNTRIES, INSTRUMENTS
from cases.law.examples.written import currency_of, hour_of, moment_of, number_of, plain, yes_of
from cases.law.inputs import FIRST_YEAR, HIGHEST_PERCENT, LAST_YEAR, length
from kernel.errors import Invalid
from kernel.money import Money

NAMES = {
    "gb_ew": ("gb", "uk", "ew", "e_w", "e&w", "gb_eng", "england", "england_wales", "england_and_wales"),
    "es": ("esp", "spain", "espana"),
    "pl": ("pol", "poland", "polska"),
    "se": ("swe", "sweden", "sverige"),
    "de": ("deu", "ger", "germany", "deutschland"),
    "eu": ("ue", "european_union", "be", "bel", "belgium"),
    "us": ("usa", "united_states", "us_fl"),
}
SPELT = {plain(name): code for code, names in NAMES.items() for name in names}
"""How a file may name a jurisdiction that has another folder; Belgium's rate is a check in the Union's."""

EVENTS = (
    "served", "event", "from", "utslag", "issued", "submitted", "sent", "notice_sent", "posted", "received", "dated",
    "deadline", "start", "service", "notified", "delivered", "filed", "decision", "discontinued", "date", "event_date",
)  # fmt: skip
TOWNS = ("place", "city", "town", "seat", "court")
REGIONS = ("land", "bundesland", "region", "court_state", "member_state", "state", "country")
RULES = ("rule", "act", "article", "law", "convention")
UNITS = {
    "days": None,
    "working_days": Counts.WORKING_DAYS,
    "business_days": Counts.WORKING_DAYS,
    "calendar_days": Counts.CALENDAR_DAYS,
    "natural_days": Counts.CALENDAR_DAYS,
    "clear_days": Counts.CLEAR_DAYS,
    "within_days": None,
    "days_before_event": None,
    "days_before": None,
    "weeks": Counts.WEEKS,
    "months": Counts.MONTHS,
    "calendar_months": Counts.MONTHS,
    "years": Counts.YEARS,
}
"""Names of a length → its unit; None is a length in days as the law of the place counts them."""

HIGHEST = Decimal(10**15)
"""No amount or length is larger: a bound on what is reckoned, none of law."""

DURATIONS = ("duration", "period_length", "length", "term")
WORDS = {
    "tag": "days", "tage": "days", "dia": "days", "dias": "days", "dni": "days", "dagar": "days",
    "woche": "weeks", "wochen": "weeks", "semana": "weeks", "semanas": "weeks", "tygodnie": "weeks", "veckor": "weeks",
    "monat": "months", "monate": "months", "mes": "months", "meses": "months", "miesiace": "months",
    "manad": "months", "manader": "months", "jahr": "years", "jahre": "years", "ano": "years", "anos": "years",
    "lata": "years", "ar": "years", "dias_habiles": "working_days", "werktage": "working_days",
}  # fmt: skip
"""Units in the languages of the house, by their plain names."""


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
        spelt = plain(self.jurisdiction)
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
        found = self._read(text)
        if found is None:
            raise Unreadable(f"{' or '.join(names)}: {text!r} is no date")
        return found

    def _read(self, text: str) -> date | datetime | None:
        found = moment_of(text, month_first=self.code == "us")
        return found if found is None or FIRST_YEAR <= found.year <= LAST_YEAR else None

    def year(self) -> int:
        """A year within those that are reckoned."""
        found = self.whole("year")
        if not FIRST_YEAR <= found <= LAST_YEAR:
            raise Unreadable(f"year: {found} is outside of what is reckoned here")
        return found

    def rate_table(self, code: str) -> RateTable:
        """A table of the law's rates. Unsupported where the law has none of that name."""
        if code not in self.rates.table.tables:
            raise Unsupported(f"{self.jurisdiction} has no rate {code}")
        return self.rates.table.tables[code]

    def hour(self, *names: str) -> time:
        text = self.text(*names)
        found = hour_of(text)
        if found is None:
            raise Unreadable(f"{' or '.join(names)}: {text!r} is no hour")
        return found

    def number(self, *names: str) -> Decimal:
        value = self.any(*names)
        found = number_of(value)
        if found is None or abs(found) > HIGHEST:
            raise Unreadable(f"{' or '.join(names)}: {value!r} is no number")
        return found

    def percent(self, *names: str) -> Decimal:
        """A rate: a lone comma in it is a decimal one."""
        value = self.any(*names)
        found = number_of(value, decimal_comma=True)
        if found is None or abs(found) > HIGHEST_PERCENT:
            raise Unreadable(f"{' or '.join(names)}: {value!r} is no rate")
        return found

    def money(self, own: str, *names: str) -> Money:
        """An amount in the law's own currency; one that says another currency is refused."""
        named = next((name for name in names if self.given.get(name) is not None), names[0])
        said = (currency_of(self.any(*names)), currency_of(named.replace("_", " ")), self.maybe("currency"))
        for currency in said:
            if currency is not None and currency.upper() != own:
                raise Invalid(f"The rates and fees of this law are for {own}, not {currency.upper()}.")
        return Money.of(self.number(*names), own)

    def yes(self, *names: str) -> bool | None:
        """Yes, no, or None where nothing is said."""
        return yes_of(self.any(*names)) if self.has(*names) else None

    def whole(self, *names: str) -> int:
        found = self.number(*names)
        if found != found.to_integral_value():
            raise Unreadable(f"{' or '.join(names)}: {found} is no whole number")
        return int(found)

    def event(self) -> date | datetime:
        """The event: under a usual name, else the only date there is."""
        if self.has(*EVENTS):
            return self.moment(*EVENTS)
        only = self.only_date()
        if only is None:
            raise Unreadable(f"needs the event: one of {', '.join(EVENTS)}")
        return only

    def only_date(self) -> date | datetime | None:
        """The one date among the inputs, whatever its name; None where there is none or are several."""
        texts = [value for value in self.given.values() if isinstance(value, str)]
        found = [moment for text in texts if (moment := self._read(text)) is not None]
        return found[0] if len(found) == 1 else None

    def event_day(self) -> date:
        moment = self.event()
        return moment.date() if isinstance(moment, datetime) else moment

    def length(self) -> tuple[int, Counts]:
        """How long, and in which unit; years and months are one length."""
        lengths = self._lengths()
        fixed = next((one for one in self.counting.table.lengths if lengths.has(one.code)), None)
        known = None if fixed is None else self.counting.named_length(fixed.code, self.event_day())
        if known is not None:
            return _bounded(lengths.whole(known.code) * known.amount, known.counts)
        named = [name for name in UNITS if lengths.has(name)]
        if set(named) == {"years", "months"}:
            return _bounded(lengths.whole("years") * MONTHS_A_YEAR + lengths.whole("months"), Counts.MONTHS)
        if len(named) != 1:
            raise Unreadable(f"needs one length, has {', '.join(named) or 'none'}")
        return _bounded(lengths.whole(named[0]), UNITS[named[0]] or self.unit_of_days())

    def unit_of_days(self) -> Counts:
        """What `days` means under the law named, else before the courts of the place."""
        return self.counting.unit_of_days(self.event_day(), self.maybe(*RULES))

    def _lengths(self) -> "Asked":
        """The inputs that say how long: those of a duration, an amount with its unit, words such as `2 weeks`."""
        given: Any = next((self.given[name] for name in DURATIONS if self.given.get(name) is not None), None)
        if given is None and self.has("unit"):
            given = self.given
        if isinstance(given, str):
            given = _in_words(given)
        elif isinstance(given, Mapping) and given.get("unit") is not None:
            inner = Asked(self.jurisdiction, self.topic, given)
            given = {_unit(inner.text("unit")): inner.any("amount", "value", "length", "count", "n")}
        elif isinstance(given, Mapping):
            given = {_unit(name): value for name, value in given.items()}
        elif given is not None:
            raise Unreadable(f"duration: {given!r} is no length")
        return Asked(self.jurisdiction, self.topic, given) if given is not None else self

    def where(self) -> Where:
        """The place and the law of the count. A town that is not in the calendar brings its local holidays alone."""
        return Where(seat=self.seat(), days_off=self.days("local_holidays", "holidays"), convention=self.maybe(*RULES))

    def days(self, *names: str) -> tuple[date, ...]:
        """A list of days, or days in one text with commas between them; none where nothing is given."""
        given = self.any(*names) if self.has(*names) else []
        texts = [one.strip() for one in given.split(",")] if isinstance(given, str) else given
        found = [self._read(str(one)) for one in texts] if isinstance(texts, list) else [None]
        if None in found:
            raise Unreadable(f"{' or '.join(names)}: {given!r} are no dates")
        return tuple(one.date() if isinstance(one, datetime) else one for one in found if one is not None)

    def seat(self) -> str | None:
        """The narrowest seat named. Invalid where a region or state is named that the calendar does not have."""
        named = [self.maybe(name) for name in (*TOWNS, *REGIONS)]
        found = next((code for name in named if (code := self.law.seats.named(name)) is not None), None)
        region = self.maybe(*REGIONS)
        if found is None and region is not None:
            raise Invalid(f"There is no seat {region!r} in the court calendar of {self.jurisdiction}.")
        return found


def _bounded(amount: int, counts: Counts) -> tuple[int, Counts]:
    """A length that is not below nought and ends within a lifetime."""
    return length(amount, counts), counts


def _unit(name: str) -> str:
    """The name of a unit as a length has it: `Month` is `months`."""
    found = WORDS.get(plain(name), plain(name))
    return found if found in UNITS or found.endswith("s") else f"{found}s"


def _in_words(text: str) -> Mapping[str, Any]:
    """`2 weeks`, `1 Monat`, `P3M`: the units with their amounts; nothing where it is no length."""
    iso = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", text.strip(), re.IGNORECASE)
    if iso is not None:
        found = dict(zip(("years", "months", "weeks", "days"), iso.groups(), strict=True))
        return {unit: amount for unit, amount in found.items() if amount is not None}
    return {_unit(unit): amount for amount, unit in re.findall(r"(\d+)\s*([^\W\d][\w -]*?)\s*(?:$|,|and\b)", text)}
