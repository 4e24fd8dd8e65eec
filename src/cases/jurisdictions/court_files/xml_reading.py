"""From a court's XML back to a struct by its layout; whatever does not fit is a fault with its line."""

from dataclasses import dataclass, replace
from typing import Any

from cases.jurisdictions.court_files.checking import faults
from cases.jurisdictions.court_files.faults import Fault, refuse
from cases.jurisdictions.court_files.layout import Choice, Field, Layout, step
from cases.jurisdictions.court_files.xml_parsing import Node


def read(layout: Layout, node: Node, *, case: str, unknown_refused: bool = True) -> Any:
    """The struct, or Invalid with every fault.

    Answers are read with `unknown_refused=False`: a court may add an element, and what we know still counts.
    """
    reading = Reading(case, unknown_refused=unknown_refused)
    struct = reading.struct(layout, node, "")
    if reading.faults:
        raise refuse(f"The <{node.name}> of line {node.line} cannot be read.", reading.faults)
    return struct


@dataclass(frozen=True, slots=True)
class Unread:
    """A record of a list that could not be read: its place in the list, its element, and every fault."""

    number: int
    node: Node
    faults: tuple[Fault, ...]


def read_apart(layout: Layout, node: Node, attribute: str, *, case: str) -> tuple[Any, list[int], list[Unread]]:
    """An answer with a list whose records are read each alone, so that a bad one takes no other with it.

    The struct holds those that could be read, in their order; then the numbers they have in the list, and the others.
    """
    listing = next(one for one in layout.fields if one.attribute == attribute)
    good: list[Any] = []
    numbers: list[int] = []
    bad: list[Unread] = []
    for number, record in enumerate(records_of(layout, node, attribute), start=1):
        reading = Reading(f"record {number}", unknown_refused=False)
        struct = reading.struct(listing.what, record, "")  # type: ignore[arg-type]
        found = tuple(reading.faults) or tuple(faults(listing.what, struct, case=f"record {number}"))  # type: ignore[arg-type]
        if found:
            bad.append(Unread(number, record, found))
        else:
            good.append(struct)
            numbers.append(number)
    head = replace(layout, fields=tuple(_empty(one) if one is listing else one for one in layout.fields), rules=())
    struct = read(head, node, case=case, unknown_refused=False)
    if wrong := tuple(faults(head, struct, case=case)):
        raise refuse("The answer holds what the court's own schemas do not allow.", wrong)
    return replace(struct, **{attribute: tuple(good)}), numbers, bad


def records_of(layout: Layout, node: Node, attribute: str) -> list[Node]:
    """The elements of the list, in their order."""
    listing = next(one for one in layout.fields if one.attribute == attribute)
    parent = node.child(listing.wrapper) if listing.wrapper else node
    return _matching(listing, parent) if parent is not None else []


def _empty(listing: Field) -> Field:
    """The same list, of which nothing is read."""
    return replace(listing, element="", many=(0, None), wrapper=listing.wrapper)


class Reading:
    """Collects the faults of one pass. `struct` gives None where a part could not be built."""

    def __init__(self, case: str, *, unknown_refused: bool) -> None:
        self.faults: list[Fault] = []
        self._case = case
        self._unknown_refused = unknown_refused

    def struct(self, layout: Layout, node: Node, path: str) -> Any:
        before = len(self.faults)
        given: dict[str, Any] = {}
        compared: dict[str, Any] = {}
        known: set[int] = set()
        for field in layout.fields:
            value = self._field(field, node, path, known)
            (compared if field.computed else given)[field.attribute] = value
        self._unknown(layout, node, path, known)
        if len(self.faults) > before:
            return None
        try:
            made = layout.make(**given)
        except ValueError as error:
            self._fault(node, path, layout.label, None, str(error))
            return None
        for attribute, value in compared.items():
            if value != getattr(made, attribute):
                self._fault(node, path, attribute, str(value), f"{attribute} does not match what follows.")
        return made

    def _field(self, field: Field, node: Node, path: str, known: set[int]) -> Any:
        if field.as_attribute:
            return self._attribute(field, node, path)
        parent = node if field.wrapper is None else node.child(field.wrapper)
        found = [] if parent is None else _matching(field, parent)
        known.update(id(one) for one in (found if field.wrapper is None else [parent] if parent else []))
        values = [self._value(field, one, step(path, field, n)) for n, one in enumerate(found, start=1)]
        if field.many is not None:
            return tuple(values)
        if len(values) > 1:
            self._fault(found[1], path, field.attribute, None, f"{field.label} stands there twice.")
        if not values and not field.optional:
            self._fault(node, path, field.attribute, None, f"{field.label} (<{field.element}>) is missing.")
        return values[0] if values else None

    def _attribute(self, field: Field, node: Node, path: str) -> Any:
        text = node.attributes.get(field.element)
        if text is None or (field.optional and text == ""):
            if not field.optional:
                self._fault(node, path, field.attribute, None, f"The attribute {field.element} is missing.")
            return None
        return self._single(field, text, node, step(path, field, 1))

    def _value(self, field: Field, node: Node, path: str) -> Any:
        if isinstance(field.what, Choice):
            option = next(one for one in field.what.options if one.element == node.name)
            return self.struct(option.layout, node, path)
        if isinstance(field.what, Layout):
            return self.struct(field.what, node, path)
        return self._single(field, node.text, node, path)

    def _single(self, field: Field, text: str, node: Node, path: str) -> Any:
        try:
            return field.what.read(text)  # type: ignore[union-attr]
        except ValueError as error:
            self._fault(node, "", path, text, f"{field.label}: {error}")
            return None

    def _unknown(self, layout: Layout, node: Node, path: str, known: set[int]) -> None:
        if self._unknown_refused:
            for child in node.children:
                if id(child) not in known:
                    self._fault(child, path, child.name, None, f"{layout.label} knows no <{child.name}>.")

    def _fault(self, node: Node, path: str, name: str, found: str | None, limit: str) -> None:
        where = f"{path}.{name}" if path else name
        self.faults.append(Fault(self._case, f"{where} (line {node.line})", found, limit, "Correct the file."))


def _matching(field: Field, parent: Node) -> list[Node]:
    if isinstance(field.what, Choice):
        names = {one.element for one in field.what.options}
    elif field.numbered and field.many is not None:
        names = {f"{field.element}{number}" for number in range(1, (field.many[1] or 9) + 1)}
    else:
        names = {field.element}
    return [child for child in parent.children if child.name in names and child.attributes.get("nil") != "true"]
