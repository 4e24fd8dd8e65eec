"""What each column of a file means: confirmed once by the seller, saved as JSON, or written by hand as TOML."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec
from babel import Locale
from babel.numbers import list_currencies
from msgspec import Struct

from kernel.errors import Invalid, Place
from marketplace.tapes.catalogue import AMOUNTS_OWED, CATALOGUE, Kind
from marketplace.tapes.reading.layout import Layout, Style

TERRITORIES = frozenset(
    code.lower() for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()
)


class Filter(Struct, frozen=True, forbid_unknown_fields=True):
    """Keeps the rows whose cell under `header` is, is not, or is among the value or values."""

    header: str
    op: Literal["=", "!=", "in"]
    value: str | tuple[str, ...]


class Derive(Struct, frozen=True, forbid_unknown_fields=True):
    """An amount the tape does not state but gives the parts of: the sum of `plus` less the sum of `minus`."""

    field: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


class Mapping(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Header to field, and how cells are written.

    `styles` answers per column what `decimal`, `thousands` and `date_style` say for the tape (strptime
    letters; `%b-%Y` is taken as the first of the month). `currency`, `country` (ISO, lower case), `product`
    and `debtor_kind` hold for every row whose own cell is blank or that has no such column. `words` adds to
    the words of a choice column what the seller's system writes. `constants` fills other fields.
    """

    columns: dict[str, str]
    decimal: Literal[".", ","] | None = None
    thousands: str | None = None
    date_style: str | None = None
    styles: dict[str, Style] = {}
    currency: str | None = None
    country: str | None = None
    product: str | None = None
    debtor_kind: str | None = None
    filters: tuple[Filter, ...] = ()
    derive: tuple[Derive, ...] = ()
    constants: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}

    @property
    def fields(self) -> frozenset[str]:
        """Every field the mapping fills from the file."""
        return frozenset(self.columns.values()) | {derived.field for derived in self.derive}

    def header_of(self, field: str) -> str | None:
        return next((header for header, name in self.columns.items() if name == field), None)

    def style_of(self, header: str) -> Style:
        own = self.styles.get(header, Style())
        return Style(
            decimal=own.decimal or self.decimal,
            thousands=own.thousands or self.thousands,
            date_style=own.date_style or self.date_style,
        )

    def fixed(self) -> dict[str, str]:
        """Field -> the text it has wherever the file gives none."""
        own = {
            "currency": self.currency,
            "country": self.country,
            "product": self.product,
            "debtor_kind": self.debtor_kind,
        }
        return dict(self.constants) | {field: text for field, text in own.items() if text}


def load_mapping(path: Path) -> Mapping:
    """Reads a mapping from a `.toml` or `.json` file. Raises Invalid with the place when it has not the form."""
    try:
        text = path.read_text("utf-8")
        if path.suffix == ".json":
            return msgspec.json.decode(text, type=Mapping)
        return msgspec.convert(tomllib.loads(text), Mapping)
    except (msgspec.MsgspecError, tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        place = Place(where=path.name, value=None, sentence=str(error))
        raise Invalid(f"The mapping {path.name} cannot be read: {error}", places=[place]) from error


def shipped_mapping(name: str) -> Mapping:
    """A mapping that comes with the platform, such as `lending_club`."""
    text = (files("marketplace.tapes") / "mappings" / f"{name}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Mapping)


def saved(mapping: Mapping) -> str:
    """The mapping as JSON, as `load_mapping` reads it."""
    return msgspec.json.encode(mapping).decode()


def confirm(mapping: Mapping, layout: Layout) -> Mapping:
    """The mapping, if it can be applied to the file. Raises Invalid with one place for each thing to mend."""
    places = [*_unknown(mapping, layout), *_missing(mapping), *_wrong_values(mapping), *_unanswered(mapping, layout)]
    if places:
        raise Invalid(f"The mapping cannot be applied: {places[0].sentence}", places=places)
    return mapping


def showable(mapping: Mapping, layout: Layout) -> Mapping:
    """The mapping, if rows can be shown under it; what is still to be answered or mapped may be open."""
    places = [*_unknown(mapping, layout), *_wrong_values(mapping)]
    if places:
        raise Invalid(f"The mapping cannot be applied: {places[0].sentence}", places=places)
    return mapping


def _unknown(mapping: Mapping, layout: Layout) -> list[Place]:
    used = [*mapping.columns, *(one.header for one in mapping.filters)]
    used += [header for derived in mapping.derive for header in (*derived.plus, *derived.minus)]
    known = set(layout.headers)
    places = [
        Place(f"column {header}", header, f"The file has no column {header!r}. Map one it has.")
        for header in dict.fromkeys(used)
        if header not in known
    ]
    targets = [*mapping.columns.values(), *(derived.field for derived in mapping.derive)]
    for field in dict.fromkeys(targets):
        if field not in CATALOGUE:
            places.append(Place(f"field {field}", field, f"There is no field {field!r} in the catalogue."))
        elif targets.count(field) > 1:
            places.append(Place(f"field {field}", field, f"Two columns are mapped to {field}. Keep one of them."))
    for derived in mapping.derive:
        if derived.field in CATALOGUE and CATALOGUE[derived.field].kind is not Kind.MONEY:
            places.append(Place(f"field {derived.field}", None, "Only amounts can be derived from other columns."))
    return places


def _missing(mapping: Mapping) -> list[Place]:
    places = []
    if "reference" not in mapping.fields:
        places.append(Place("field reference", None, "No column is mapped to the account's reference. Map one."))
    if not mapping.fields.intersection(AMOUNTS_OWED):
        sentence = "No column holds an amount that is owed. Map a column to balance, principal or item_amount."
        places.append(Place("field balance, principal or item_amount", None, sentence))
    if not mapping.currency and "currency" not in mapping.fields:
        places.append(Place("field currency", None, "Name the currency of the tape, or map a currency column."))
    if not mapping.country and not mapping.fields & {"country"}:
        places.append(Place("field country", None, "Name the country whose law the claims follow, or map a column."))
    return places


def _wrong_values(mapping: Mapping) -> list[Place]:
    places = []
    if mapping.currency and mapping.currency not in list_currencies():
        places.append(Place("currency", mapping.currency, "This is no ISO 4217 code, such as EUR."))
    if mapping.country and mapping.country not in TERRITORIES:
        places.append(Place("country", mapping.country, "This is no ISO 3166 code in lower case, such as es."))
    for field, text in mapping.fixed().items():
        if field not in CATALOGUE or CATALOGUE[field].kind not in (Kind.TEXT, Kind.CHOICE):
            places.append(Place(f"field {field}", text, "Only text and choices can be the same for the whole tape."))
        elif CATALOGUE[field].choices and text not in CATALOGUE[field].choices:
            wanted = ", ".join(CATALOGUE[field].choices)
            places.append(Place(f"field {field}", text, f"{text!r} is none of {wanted}."))
    return places


def _unanswered(mapping: Mapping, layout: Layout) -> list[Place]:
    places = []
    parts = {header for derived in mapping.derive for header in (*derived.plus, *derived.minus)}
    for column in layout.columns:
        field = mapping.columns.get(column.header, "principal" if column.header in parts else "")
        kind = CATALOGUE[field].kind if field in CATALOGUE else None
        style = mapping.style_of(column.header)
        example = column.samples[0] if column.samples else None
        where = f"column {column.header}"
        if kind is Kind.DATE and column.open_question in ("date", "serial") and not style.date_style:
            ways = " or ".join(column.ways) or "day first or month first"
            places.append(Place(where, example, f"Which day is this? Give the column's date_style: {ways}."))
        if kind is Kind.MONEY and column.open_question == "amount" and not style.decimal:
            places.append(
                Place(where, example, "Is the mark in it a decimal or a thousands mark? Give the column's decimal.")
            )
    return places
