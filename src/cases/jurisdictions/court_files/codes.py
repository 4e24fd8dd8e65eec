"""Yes or no, and one of a court's codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from cases.jurisdictions.court_files.kinds import Broken


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no; `must` where only one answer lets the filing through, with the sentence why."""

    true: str = "true"
    false: str = "false"
    must: tuple[bool, str] | None = None

    def broken(self, value: Any) -> Iterator[Broken]:
        if self.must is not None and value is not self.must[0]:
            yield self.must[1], "Have it given first."

    def written(self, value: Any) -> str:
        return self.true if value else self.false

    def read(self, text: str) -> Any:
        plain = text.strip()
        if plain in {self.true, "true", "1"}:
            return True
        if plain in {self.false, "false", "0"}:
            return False
        raise ValueError(f"{text!r} is neither yes nor no.")

    def shown(self, value: Any) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class Code:
    """One of a court's codes; the names of the enumeration are shown to people."""

    codes: type[Enum]

    def broken(self, value: Any) -> Iterator[Broken]:
        if not isinstance(value, self.codes):
            yield f"must be one of {', '.join(str(one.value) for one in self.codes)}.", "Choose one."

    def written(self, value: Any) -> str:
        return str(value.value)

    def read(self, text: str) -> Any:
        for one in self.codes:
            if str(one.value) == text.strip():
                return one
        raise ValueError(f"{text!r} is not one of {', '.join(str(one.value) for one in self.codes)}.")

    def shown(self, value: Any) -> str:
        return f"{value.name.replace('_', ' ').lower()} ({value.value})"
