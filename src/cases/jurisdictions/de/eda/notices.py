"""The court's notices as records: which fields of a group say what. A group begins with its key record."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.jurisdictions.de.eda.records import known, name_of
from cases.jurisdictions.de.eda.short_values import cents_of, day_of
from cases.jurisdictions.de.eda.trailer import Record
from kernel.errors import Invalid
from kernel.money import Money

CODEC = "cp858"
"""Holds what CP850 holds and the euro sign besides."""


@dataclass(slots=True)
class Notice:
    """A key record and what follows it: by record, each field; records of no known layout are counted alone. `begins`
    is the number of its key record in the file.
    """

    fields: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    unknown: int = 0
    begins: int = 0
    content: bytearray = field(default_factory=bytearray)

    def first(self, name: str) -> dict[str, str]:
        return self.fields.get(name, [{}])[0]

    @property
    def key(self) -> dict[str, str]:
        return next((one[0] for name, one in self.fields.items() if name.endswith(" KS 00")), {})

    @property
    def numbers(self) -> tuple[str, ...]:
        """The court's numbers, eleven digits each."""
        told = [self.key.get("number", ""), *(self.key.get(f"number_{at}", "") for at in range(1, 6))]
        return tuple(one for one in told if re.fullmatch("[0-9]{11}", one) and one.strip("0"))

    def day(self, name: str, record: str | None = None) -> date | None:
        """None where the field is blank, or holds no day: then the layout does not fit what the court sent."""
        fields = self.first(record) if record else self.key
        try:
            return day_of(fields.get(name, ""))
        except Invalid:
            return None

    def amount(self, name: str, record: str) -> Money | None:
        try:
            return cents_of(self.first(record).get(name, ""))
        except Invalid:
            return None


def notices_of(records: Sequence[Record]) -> Iterator[Notice]:
    """The records parted into notices; those before the first key record are dropped with nobody to belong to."""
    current: Notice | None = None
    for one in records:
        name = name_of(one.content, codec=CODEC)
        if name.endswith(" KS 00"):
            if current is not None:
                yield current
            current = Notice(begins=one.number)
        if current is None:
            continue
        current.content += one.content
        table = known().get(name)
        if table is None:
            current.unknown += 1
        else:
            current.fields.setdefault(name, []).append(table.read(one.content, codec=CODEC))
    if current is not None:
        yield current
