"""The demonstration's calendar and its telling: days that pass, jobs that run, steps that are timed."""

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from rich.console import Console

from kernel.clock import SYSTEM_CLOCK
from kernel.settings import settings
from web.clock_shift import advance_house, shift_house
from web.worker import work

LASTS = timedelta(days=56)
"""From the upload to the filed papers: a negotiation attempt needs thirty days in between."""
LATEST_END = datetime(2026, 12, 20, 12, 0, tzinfo=UTC)
"""The rates of interest are known to the end of 2026; the story never ends later than they reach."""


@dataclass(slots=True)
class Story:
    """The run's console and the seconds of each step. Everything told goes to the error stream."""

    quiet: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    console: Console = field(default_factory=lambda: Console(file=sys.stderr, highlight=False))

    @contextmanager
    def step(self, name: str, said: str) -> Generator[None]:
        if not self.quiet:
            self.console.print(f"[bold]{len(self.seconds) + 1}. {said}[/bold]")
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 2)

    def tell(self, said: str) -> None:
        if not self.quiet:
            self.console.print(f"   {said}")


async def begin() -> date:
    """Moves the house back to where the story begins; returns the tape's cut-off day, the day before."""
    end = min(datetime.now(UTC), LATEST_END)
    await shift_house(end - LASTS - datetime.now(UTC))
    return SYSTEM_CLOCK.now().date() - timedelta(days=1)


async def days_pass(days: int, hours: int = 0) -> None:
    await advance_house(timedelta(days=days, hours=hours))


async def end() -> None:
    """Back to the present."""
    await shift_house(timedelta(0))


async def jobs_run() -> None:
    """Works the queue until it is empty, in this process, as a worker would."""
    await work(settings(), forever=False, at_once=1)
