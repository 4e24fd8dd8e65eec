"""Records taken one after the other, in the order in which the format has them."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.jurisdictions.de.eda.limits import FIRST_MARK, LAST_MARK
from cases.jurisdictions.de.eda.records import LENGTH, RecordTable, known, name_of
from kernel.errors import Invalid, Place

KEY_RECORD = "01 KS 00"


def table_of(name: str) -> RecordTable | None:
    """The table by which a record is written and read; the key record's with the marks its own table leaves open."""
    table = known().get(name)
    return table.with_marks(FIRST_MARK, LAST_MARK) if table is not None and name == KEY_RECORD else table


@dataclass(frozen=True, slots=True)
class Taken:
    """One record: its number in the part, the name of its table, and its fields without their key."""

    number: int
    name: str
    fields: dict[str, str]


class Records:
    """A part taken apart. Invalid where a record is of no known kind, or stands where it does not belong."""

    def __init__(self, content: bytes, *, codec: str) -> None:
        if not content or len(content) % LENGTH:
            raise Invalid(f"The part's {len(content):,} bytes are not records of {LENGTH} bytes each.")
        self._taken = [
            _taken(number, content[at : at + LENGTH], codec)
            for number, at in enumerate(range(0, len(content), LENGTH), start=1)
        ]
        self._at = 0

    def next_is(self, *names: str) -> bool:
        return self._at < len(self._taken) and self._taken[self._at].name in names

    def take(self, name: str) -> dict[str, str]:
        if not self.next_is(name):
            there = self._taken[self._at].name if self._at < len(self._taken) else "the end"
            place = Place(f"record {self._at + 1}", there, f"{name} belongs here.")
            raise Invalid(f"Record {self._at + 1} is {there}; {name} belongs here.", places=[place])
        self._at += 1
        return self._taken[self._at - 1].fields

    def take_if(self, name: str) -> dict[str, str]:
        """Empty where the next record is another."""
        return self.take(name) if self.next_is(name) else {}

    def end(self) -> None:
        if self._at < len(self._taken):
            extra = self._taken[self._at]
            place = Place(f"record {extra.number}", extra.name, "Nothing follows here.")
            raise Invalid(f"Record {extra.number} is {extra.name}, where nothing follows.", places=[place])


def _taken(number: int, record: bytes, codec: str) -> Taken:
    name = name_of(record, codec=codec)
    table = table_of(name)
    if table is None:
        place = Place(f"record {number}", name, "No layout of this record is known.")
        raise Invalid(f"Record {number} is {name!r}, which the house does not know.", places=[place])
    fields = table.read(record, codec=codec)
    return Taken(number, name, {key: value for key, value in fields.items() if key not in {"kind", "mark", "part"}})


def given(fields: Sequence[str]) -> tuple[str, ...]:
    """Those that are not blank."""
    return tuple(one for one in fields if one)
