"""Time is passed in: whoever acts brings a clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock. A demonstration may shift it for its own process; see `web.clock_shift`."""

    def __init__(self) -> None:
        self.shift = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift


class MovingClock:
    """A clock that moves only when told, so that a two-year story runs in a second."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by

    def move_to(self, instant: datetime) -> None:
        self._now = instant.astimezone(UTC)


SYSTEM_CLOCK = SystemClock()


def day_in(instant: datetime, zone: str) -> date:
    """The calendar day of an instant where it matters (`Europe/Madrid`)."""
    return instant.astimezone(ZoneInfo(zone)).date()
