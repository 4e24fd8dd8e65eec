"""A first mapping of a file's columns, with how sure it is of each and what only the seller can answer."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import polars as pl
from babel.numbers import get_territory_currencies
from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz, process

from marketplace.tapes.casting.days import dates
from marketplace.tapes.catalogue import AMOUNTS_OWED, CATALOGUE, Kind
from marketplace.tapes.eba import field_of
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.reading.layout import Column, Layout, Style
from marketplace.tapes.reading.templates.joining import SECOND
from marketplace.tapes.shapes import fits, shaped_like
from marketplace.tapes.vocabulary import headers, normal

SURE, LIKELY, GUESS = 1.0, 0.9, 0.5
CLOSE_ENOUGH = 87
"""Of 100 by rapidfuzz: below this a header says nothing."""

_OF_SECOND = {
    "debtor_name": "codebtor_name",
    "national_id": "codebtor_national_id",
    "street": "codebtor_street",
    "postcode": "codebtor_postcode",
    "city": "codebtor_city",
}
_COUNTRY_OF = {"es": "es", "pl": "pl", "se": "se", "de": "de"}


class Suggestion(Struct, frozen=True):
    """A column and the field it seems to hold (`None`: not one of ours), how sure (0 to 1), and why."""

    header: str
    field: str | None
    confidence: float
    why: str


class Question(Struct, frozen=True):
    """What the file cannot tell: about one column or (header `None`) about the tape."""

    kind: Literal["date", "amount", "currency", "country", "reference", "balance"]
    header: str | None
    sentence: str
    choices: tuple[str, ...] = ()


class Proposal(Struct, frozen=True):
    """`assumed` names what was taken from the tape's other columns, since a column's own cells do not tell."""

    mapping: Mapping
    suggestions: tuple[Suggestion, ...]
    questions: tuple[Question, ...]
    assumed: tuple[Question, ...] = ()


def propose(layout: Layout, *, country: str | None = None) -> Proposal:
    """The best mapping by header (synonyms, then likeness), then by what the cells look like.

    `country` is the seller's, where it is known. The mapping may be applied once no question is open.
    """
    language = _language(layout.columns)
    candidates = [one for column in layout.columns for one in _candidates(column, language)]
    taken: dict[str, Suggestion] = {}
    used: set[str] = set()
    for suggestion in sorted(candidates, key=lambda one: -one.confidence):
        if suggestion.field is not None and suggestion.header not in taken and suggestion.field not in used:
            taken[suggestion.header] = suggestion
            used.add(suggestion.field)
    suggestions = tuple(
        taken.get(column.header, Suggestion(column.header, None, 0.0, "no field is like it"))
        for column in layout.columns
    )
    columns = _of_items({one.header: one.field for one in suggestions if one.field is not None})
    suggestions = tuple(replace(one, field=columns.get(one.header)) for one in suggestions)
    styles, open_questions, assumed = _styles(layout.columns, columns)
    where = country or _COUNTRY_OF.get(language)
    mapping = Mapping(
        columns=columns,
        styles=styles,
        country=where,
        currency=None if "currency" in used else _currency(layout.columns, where),
    )
    return Proposal(mapping, suggestions, (*open_questions, *_missing(mapping)), tuple(assumed))


def _of_items(columns: dict[str, str]) -> dict[str, str]:
    """In a tape of invoices that names one amount a row, the amount is the invoice's and not the account's."""
    fields = set(columns.values())
    if "item_reference" not in fields or fields & {"item_amount", "principal", "interest", "costs", "payments"}:
        return columns
    return {header: "item_amount" if field == "balance" else field for header, field in columns.items()}


def _language(columns: Sequence[Column]) -> str:
    votes = Counter(
        language for column in columns for language in {name for _, name in headers().get(normal(column.header), ())}
    )
    return max(votes, key=lambda name: votes[name]) if votes else "en"


def _candidates(column: Column, language: str) -> list[Suggestion]:
    numbered = _numbered(column.header)
    if numbered is not None and fits(CATALOGUE[numbered], column):
        return [Suggestion(column.header, numbered, SURE, "it is a field of the EBA templates")]
    name = normal(column.header)
    second = column.header.removeprefix(SECOND)
    if second != column.header and name not in headers():
        return _of_second(column, second)
    if name not in headers():
        name = normal(column.header.rpartition(" (")[0]) or name
    found = [
        Suggestion(column.header, field, SURE if spoken == language else LIKELY, "its header is known")
        for field, spoken in headers().get(name, ())
        if fits(CATALOGUE[field], column)
    ]
    if found:
        return found
    for synonym, score, _ in process.extract(
        name, headers().keys(), scorer=fuzz.ratio, limit=4, score_cutoff=CLOSE_ENOUGH
    ):
        found += [
            Suggestion(column.header, field, round(score / 100 * 0.9, 2), f"its header is like “{synonym}”")
            for field, spoken in headers()[synonym]
            if spoken == language and fits(CATALOGUE[field], column)
        ]
    shape = shaped_like(column.samples)
    if shape and not found:
        found.append(Suggestion(column.header, shape, GUESS, "its cells look like it"))
    return found


def _of_second(column: Column, header: str) -> list[Suggestion]:
    """What a column of a second party holds, by the name it has for the first."""
    fields = {_OF_SECOND[field] for field, _ in headers().get(normal(header), ()) if field in _OF_SECOND}
    return [
        Suggestion(column.header, field, LIKELY, "it is the second party's")
        for field in sorted(fields)
        if fits(CATALOGUE[field], column)
    ]


def _numbered(header: str) -> str | None:
    """The field of a numbered header; the second party's headers have its name before the number."""
    second = header.removeprefix(SECOND)
    field = field_of(second)
    return field if second == header or field is None else _OF_SECOND.get(field)


def _styles(
    columns: Sequence[Column], mapped: dict[str, str]
) -> tuple[dict[str, Style], list[Question], list[Question]]:
    """Each mapped column's own style; an open one takes what all the others of its kind agree on, else asks."""
    styles: dict[str, Style] = {}
    questions: list[Question] = []
    assumed: list[Question] = []
    used = [(column, CATALOGUE[mapped[column.header]].kind) for column in columns if column.header in mapped]
    days = {c.style.date_style for c, kind in used if kind is Kind.DATE and c.style.date_style}
    marks = {c.style.decimal for c, kind in used if kind in (Kind.MONEY, Kind.PERCENT) and c.style.decimal}
    for column, kind in used:
        if kind is Kind.DATE:
            agreed = days.intersection(column.ways) if len(days) == 1 else set()
            style = column.style.date_style or next(iter(agreed), None)
            if style:
                styles[column.header] = Style(date_style=style)
            elif column.open_question in ("date", "serial"):
                questions.append(Question("date", column.header, which_day(column), column.ways))
            if style and style != column.style.date_style:
                assumed.append(Question("date", column.header, f"{which_day(column)} Read as {style}.", column.ways))
        if kind is Kind.MONEY:
            decimal = column.style.decimal or (next(iter(marks)) if len(marks) == 1 else None)
            if decimal:
                styles[column.header] = Style(decimal=decimal, thousands=column.style.thousands)
            elif column.open_question == "amount":
                questions.append(Question("amount", column.header, which_amount(column), (".", ",")))
            if decimal and column.open_question == "amount":
                sentence = f"{which_amount(column)} Read with {decimal!r} before the decimals."
                assumed.append(Question("amount", column.header, sentence, (".", ",")))
    return styles, questions, assumed


def which_day(column: Column) -> str:
    """The question about a column whose days read two ways, with both readings of one cell."""
    example = column.samples[0] if column.samples else ""
    cells = pl.Series([example], dtype=pl.String)
    read = [dates(cells, Style(date_style=way)).value[0] for way in column.ways]
    readings = " or ".join(f"{day:%-d %B %Y}" for day in read if day is not None)
    return f"In the column {column.header!r}, is {example!r} {readings or 'day first or month first'}?"


def which_amount(column: Column) -> str:
    example = column.samples[0] if column.samples else ""
    return f"In the column {column.header!r}, is {example!r} written with a decimal or a thousands mark?"


def _currency(columns: Sequence[Column], country: str | None) -> str | None:
    signs = {"€": "EUR", "zł": "PLN", "£": "GBP", "EUR": "EUR", "PLN": "PLN", "SEK": "SEK", "GBP": "GBP"}
    seen = {
        code for column in columns for cell in column.samples for sign, code in signs.items() if cell.endswith(sign)
    }
    if len(seen) == 1:
        return seen.pop()
    current = get_territory_currencies(country.upper()) if country else []
    return str(current[0]) if current else None


def _missing(mapping: Mapping) -> list[Question]:
    questions = []
    if "reference" not in mapping.fields:
        questions.append(Question("reference", None, "Which column holds the account's reference?"))
    if not mapping.fields.intersection(AMOUNTS_OWED):
        questions.append(Question("balance", None, "Which column holds the amount that is owed?", AMOUNTS_OWED))
    if mapping.currency is None and "currency" not in mapping.fields:
        questions.append(Question("currency", None, "In which currency are the amounts?"))
    if mapping.country is None and "country" not in mapping.fields:
        questions.append(Question("country", None, "Under the law of which country do the claims stand?"))
    return questions
