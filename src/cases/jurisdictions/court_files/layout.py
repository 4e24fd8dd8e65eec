"""A court's message as a table: which element holds which fact, of what kind, how often. Checks, writer, reader and the
readable twin all go by this one table, so that they cannot disagree.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cases.jurisdictions.court_files.kinds import Kind

type Rule = Callable[[Any], Iterator[tuple[str, str, str]]]
"""What no single field shows: (field, limit, what to do) for each thing wrong."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of several messages that may stand here; the type of the value decides."""

    element: str
    struct: type
    layout: "Layout"


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Option, ...]

    def of(self, value: Any) -> Option:
        for option in self.options:
            if isinstance(value, option.struct):
                return option
        raise TypeError(f"{type(value).__name__} is not among {[one.struct.__name__ for one in self.options]}")


type What = Kind | Layout | Choice


@dataclass(frozen=True, slots=True)
class Field:
    """One fact. `many` is (least, most or None) for a tuple; `numbered` writes element1, element2 instead of repeating;
    `wrapper` is an element around it; `computed` is derived by the struct and only compared when read.
    """

    element: str
    attribute: str
    label: str
    what: What
    optional: bool = False
    many: tuple[int, int | None] | None = None
    numbered: bool = False
    wrapper: str | None = None
    as_attribute: bool = False
    computed: bool = False


def attribute(name: str, own: str, label: str, what: What, optional: bool = False) -> Field:
    """A fact that stands in an attribute of the element."""
    return Field(name, own, label, what, optional=optional, as_attribute=True)


@dataclass(frozen=True, slots=True)
class Layout:
    """`namespace` is that of the children, None for the one around it. `make` builds the struct from its attributes."""

    label: str
    make: Callable[..., Any]
    fields: tuple[Field, ...]
    namespace: str | None = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value within a message, by its path."""

    path: str
    label: str
    kind: Kind
    value: Any


def values_of(field: Field, struct: Any) -> tuple[Any, ...]:
    """All values a field holds: none, one or many."""
    value = getattr(struct, field.attribute)
    if value is None:
        return ()
    return tuple(value) if field.many is not None else (value,)


def inner(what: What, value: Any) -> Layout | None:
    """The layout of a value that has parts, None for a single one."""
    if isinstance(what, Choice):
        return what.of(value).layout
    return what if isinstance(what, Layout) else None


def step(path: str, field: Field, number: int) -> str:
    own = field.attribute if field.many is None else f"{field.attribute}.{number}"
    return f"{path}.{own}" if path else own


def leaves(layout: Layout, struct: Any, path: str = "") -> Iterator[Leaf]:
    for field in layout.fields:
        for number, value in enumerate(values_of(field, struct), start=1):
            here = step(path, field, number)
            below = inner(field.what, value)
            if below is not None:
                yield from leaves(below, value, here)
            else:
                yield Leaf(here, field.label, field.what, value)  # type: ignore[arg-type]
