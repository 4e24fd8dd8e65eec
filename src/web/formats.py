"""How figures, dates and references read on a page. Each filter marks its own typography and escapes its text."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup, escape

from kernel.money import Money
from web.reader import READER

ABSENT = Markup('<span class="absent">–</span>')


def money(value: Money | None) -> Markup:
    """`€1,234.56`, never broken over two lines, in figures of one width."""
    return ABSENT if value is None else _figure(value.formatted(READER.get().locale))


def day(value: date | None) -> Markup:
    """`22 Nov 2026`. A datetime is refused: which day it is depends on the zone, so use `moment`."""
    if value is None:
        return ABSENT
    if isinstance(value, datetime):
        raise TypeError("`day` takes a date; a datetime is shown by `moment`")
    return _time(value.isoformat(), format_date(value, "d MMM y", locale=READER.get().locale))


def moment(value: datetime | None, zone: str | None = None) -> Markup:
    """`22 Nov 2026, 14:05 CET`, in the reader's zone unless another IANA zone is named."""
    if value is None:
        return ABSENT
    if value.tzinfo is None:
        raise TypeError("`moment` takes an aware datetime")
    reader = READER.get()
    there = ZoneInfo(zone or reader.zone)
    text = format_datetime(value.astimezone(there), "d MMM y, HH:mm z", locale=reader.locale)
    return _time(value.astimezone(UTC).isoformat(), text)


def clock(value: datetime | None, zone: str | None = None) -> Markup:
    """`14:05 CET`, for a moment whose day is written beside it."""
    if value is None:
        return ABSENT
    reader = READER.get()
    there = ZoneInfo(zone or reader.zone)
    return _time(value.isoformat(), format_time(value.astimezone(there), "HH:mm z", locale=reader.locale))


def count(value: int | Decimal | None) -> Markup:
    """`12,345`."""
    return ABSENT if value is None else _figure(format_decimal(value, locale=READER.get().locale))


def percent(value: Decimal | int | None, digits: int = 2) -> Markup:
    """A number that already is per cent: 8.15 reads `8.15%`, with at most `digits` decimals."""
    return ABSENT if value is None else _percent(Decimal(value) / 100, digits)


def share(value: Decimal | int | None, digits: int = 1) -> Markup:
    """A part of one: 0.125 reads `12.5%`, with at most `digits` decimals."""
    return ABSENT if value is None else _percent(Decimal(value), digits)


def reference(value: str | UUID | None) -> Markup:
    """A reference as it was given; of an identifier of ours the last eight digits, which differ first."""
    if value is None:
        return ABSENT
    text = value.hex[-8:].upper() if isinstance(value, UUID) else value
    return Markup('<span class="reference">{}</span>').format(text)


def _percent(part: Decimal, digits: int) -> Markup:
    pattern = "#,##0" + ("." + "#" * digits if digits else "") + "%"
    return _figure(format_percent(part, format=pattern, locale=READER.get().locale))


def _figure(text: str) -> Markup:
    return Markup('<span class="figure">{}</span>').format(text)


def _time(machine: str, text: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(machine, escape(text))


FILTERS = {
    "money": money,
    "day": day,
    "moment": moment,
    "clock": clock,
    "count": count,
    "percent": percent,
    "share": share,
    "reference": reference,
}
