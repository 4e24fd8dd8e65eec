"""Every limit of a layout held against one message."""

from collections.abc import Iterator
from typing import Any

from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.court_files.layout import Field, Layout, inner, step, values_of


def faults(layout: Layout, struct: Any, *, case: str, path: str = "") -> Iterator[Fault]:
    """Everything wrong with the message, not just the first."""
    sound = True
    for field in layout.fields:
        for fault in _of_field(field, struct, case, path):
            sound = False
            yield fault
    if sound:
        for rule in layout.rules:
            for where, limit, remedy in rule(struct):
                yield Fault(case, f"{path}.{where}" if path else where, None, limit, remedy)


def _of_field(field: Field, struct: Any, case: str, path: str) -> Iterator[Fault]:
    values = values_of(field, struct)
    here = f"{path}.{field.attribute}" if path else field.attribute
    least, most = field.many or (0 if field.optional else 1, 1)
    if len(values) < least:
        yield Fault(case, here, None, f"{field.label} is missing.", "The court's format demands it: add it.")
    if most is not None and len(values) > most:
        limit = f"{field.label}: there are {len(values)}, {most} are the most."
        yield Fault(case, here, str(len(values)), limit, "Divide or shorten.")
    for number, value in enumerate(values, start=1):
        below = inner(field.what, value)
        if below is not None:
            yield from faults(below, value, case=case, path=step(path, field, number))
        else:
            for limit, remedy in field.what.broken(value):  # type: ignore[union-attr]
                yield Fault(case, step(path, field, number), str(value), f"{field.label} {limit}", remedy)
