"""Random but legal messages of any layout: what the tables allow, the court's own schema must accept."""

import os
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from lxml import etree

from cases.jurisdictions.court_channel import Occasion
from cases.jurisdictions.court_files.amounts import Amount, MinorUnits
from cases.jurisdictions.court_files.codes import Code, Flag
from cases.jurisdictions.court_files.days import Day, Moment
from cases.jurisdictions.court_files.layout import Choice, Field, Layout
from cases.jurisdictions.court_files.numbers import Number, Whole
from cases.jurisdictions.court_files.texts import XML_TEXT, Text
from cases.jurisdictions.gb_ew.sdt.limits import NOT_BLANK, PERMITTED
from kernel.money import Money

EXAMPLES = int(os.environ.get("COURT_FILE_EXAMPLES", "100"))
"""`COURT_FILE_EXAMPLES=10000 pytest --timeout 0 tests/cases/jurisdictions` tries ten thousand of each format."""

PERMITTED_CHARACTERS = string.ascii_letters + string.digits + "-+.,£@?'()/%_ &!:"
XML_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff").filter(
    lambda one: XML_TEXT.fullmatch(one) is not None
)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
POUNDS = st.integers(0, 10**13)


def an_occasion(reference: str, *, on: date = date(2026, 11, 22), taken: frozenset[str] = frozenset()) -> Occasion:
    return Occasion(reference, on, taken)


def texts(kind: Text) -> st.SearchStrategy[str]:
    most = kind.most or 300
    own = [form for form in kind.forms if form not in (PERMITTED, NOT_BLANK)]
    if own:
        return st.from_regex(own[0].pattern, fullmatch=True).filter(lambda text: not list(kind.broken(text)))
    alphabet: Any = PERMITTED_CHARACTERS if PERMITTED in kind.forms else XML_CHARACTERS
    usual = st.text(alphabet, min_size=kind.least, max_size=min(most, 40))
    full = st.just("A" * most) if most <= 400 else st.just("Full to the last character. " * (most // 28))
    return st.one_of(usual, full).filter(lambda text: not list(kind.broken(text)))


def moments() -> st.SearchStrategy[datetime]:
    clock = st.times().map(lambda at: at.replace(microsecond=0))
    return st.builds(datetime.combine, DAYS, clock)


SIMPLE: dict[type, Callable[[Any], st.SearchStrategy[Any]]] = {
    Text: texts,
    MinorUnits: lambda kind: st.builds(Money, POUNDS, st.just(kind.currency)),
    Amount: lambda kind: st.builds(
        Money, st.integers(0, 10**13 if kind.most is None else int(kind.most * 100)), st.just(kind.currency)
    ),
    Number: lambda kind: st.decimals(kind.least, kind.most or Decimal(1000), places=kind.places),
    Whole: lambda kind: st.integers(kind.least, kind.most),
    Day: lambda _: DAYS,
    Moment: lambda _: moments(),
    Flag: lambda kind: st.booleans() if kind.must is None else st.just(kind.must[0]),
    Code: lambda kind: st.sampled_from(list(kind.codes)),
}


@dataclass(frozen=True)
class Knowing:
    """What a court knows beyond its tables: values for (layout's label, attribute), and how to make a struct agree."""

    values: Mapping[tuple[str, str], st.SearchStrategy[Any]] = field(default_factory=dict)
    agreed: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)


NOTHING = Knowing()


def values(what: Any, known: Knowing) -> st.SearchStrategy[Any]:
    if isinstance(what, Layout):
        return legal(what, known)
    if isinstance(what, Choice):
        return st.one_of([legal(option.layout, known) for option in what.options])
    return SIMPLE[type(what)](what)


def field_values(layout: Layout, one: Field, known: Knowing) -> st.SearchStrategy[Any]:
    place = (layout.label, one.attribute)
    value = known.values[place] if place in known.values else values(one.what, known)
    if one.many is not None:
        least, most = one.many
        return st.lists(value, min_size=least, max_size=min(most or 3, max(3, least))).map(tuple)
    return st.none() | value if one.optional else value


def legal(layout: Layout, known: Knowing = NOTHING) -> st.SearchStrategy[Any]:
    """Structs that break no limit of the layout, nor its rules."""
    fields = {one.attribute: field_values(layout, one, known) for one in layout.fields if not one.computed}
    made = st.fixed_dictionaries(fields).map(lambda given: layout.make(**given))
    if layout.label in known.agreed:
        made = made.map(known.agreed[layout.label])
    if not layout.rules:
        return made
    return made.filter(lambda struct: not any(list(rule(struct)) for rule in layout.rules))


class Schema:
    """A court's own schema, as the judge of what we write."""

    def __init__(self, file: Path) -> None:
        self._schema = etree.XMLSchema(etree.parse(str(file)))

    def faults(self, content: bytes) -> list[str]:
        self._schema.validate(etree.fromstring(content))
        return [f"line {one.line}: {one.message}" for one in self._schema.error_log]


def schema(shared: Path, name: str) -> Schema:
    file = shared / "schemas" / name
    if not file.is_file():
        pytest.skip(f"../shared/schemas/{name} is absent")
    return Schema(file)
