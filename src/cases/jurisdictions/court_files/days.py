"""Days and moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.jurisdictions.court_files.kinds import Broken


@dataclass(frozen=True, slots=True)
class Day:
    def broken(self, value: Any) -> Iterator[Broken]:
        yield from ()

    def written(self, value: Any) -> str:
        return str(value.isoformat())

    def read(self, text: str) -> Any:
        try:
            return date.fromisoformat(text.strip()[:10])
        except ValueError as error:
            raise ValueError(f"{text!r} is no date such as 2026-11-22.") from error

    def shown(self, value: Any) -> str:
        return str(value.isoformat())


@dataclass(frozen=True, slots=True)
class Moment:
    def broken(self, value: Any) -> Iterator[Broken]:
        yield from ()

    def written(self, value: Any) -> str:
        return str(value.isoformat(timespec="seconds"))

    def read(self, text: str) -> Any:
        try:
            return datetime.fromisoformat(text.strip())
        except ValueError as error:
            raise ValueError(f"{text!r} is no moment such as 2026-11-22T14:30:00.") from error

    def shown(self, value: Any) -> str:
        return str(value.isoformat(sep=" ", timespec="seconds"))
