"""The readable twin of a machine message: the same data as labelled rows, for the page a person reads."""

from dataclasses import dataclass
from typing import Any

from cases.jurisdictions.court_files.layout import Layout, inner, values_of


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the message with its own rows and the parts within it, in the message's order."""

    label: str
    rows: tuple[Row, ...]
    parts: tuple["Section", ...] = ()


def twin(layout: Layout, struct: Any, label: str | None = None) -> Section:
    """Everything the message says; nothing that it does not say."""
    rows: list[Row] = []
    parts: list[Section] = []
    for field in layout.fields:
        values = values_of(field, struct)
        for number, value in enumerate(values, start=1):
            below = inner(field.what, value)
            own = field.label if len(values) == 1 else f"{field.label} {number}"
            if below is None:
                rows.append(Row(own, field.what.shown(value)))  # type: ignore[union-attr]
            else:
                parts.append(twin(below, value, own))
    return Section(label or layout.label, tuple(rows), tuple(parts))
