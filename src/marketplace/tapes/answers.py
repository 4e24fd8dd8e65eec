"""The seller's answers to a proposal's questions, as words of the command line: `Due date=day-first`."""

from collections.abc import Sequence

import msgspec

from kernel.errors import Invalid, Place
from marketplace.tapes.catalogue import CATALOGUE, Kind
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.proposal import Proposal
from marketplace.tapes.reading import Column, Layout, Style
from marketplace.tapes.reading.layout import SERIALS

DAY_WORDS = {"day-first": "%d", "month-first": "%m", "year-first": "%Y"}
AMOUNT_WORDS = {"decimal-point": ".", "decimal-comma": ","}
WHOLE = ("currency", "country", "product", "debtor_kind")


def answer(proposal: Proposal, layout: Layout, given: Sequence[str]) -> Proposal:
    """The proposal with the answered questions closed. Each answer is `WHAT=ANSWER`.

    WHAT is a column (`day-first`, `month-first`, `year-first`, `excel`, `excel-1904`, `decimal-point`,
    `decimal-comma`, or a style in strptime letters; a name of the catalogue maps the column to that field), or
    `currency`, `country`, `product` or `debtor_kind` of the whole tape. Raises Invalid for what is neither.
    """
    mapping = proposal.mapping
    columns = {column.header: column for column in layout.columns}
    closed: set[str] = set()
    for one in given:
        what, mark, said = (part.strip() for part in one.rpartition("="))
        if what in columns and mark:
            mapping = _of_column(mapping, columns[what], said)
            closed |= {what, mapping.columns.get(what, "")}
        elif what in WHOLE:
            mapping = msgspec.structs.replace(mapping, **{what: said.upper() if what == "currency" else said})
            closed.add(what)
        else:
            raise Invalid(
                f"The answer {one!r} is about no column of the file.",
                places=[Place(what or "answer", one, "Write COLUMN=day-first, with a column the file has.")],
            )
    left = tuple(q for q in proposal.questions if not ({q.header, q.kind, *q.choices} & closed - {"", None}))
    return msgspec.structs.replace(proposal, mapping=mapping, questions=left)


def _of_column(mapping: Mapping, column: Column, said: str) -> Mapping:
    if said in CATALOGUE:
        others = {header: field for header, field in mapping.columns.items() if field != said}
        return msgspec.structs.replace(mapping, columns={**others, column.header: said})
    if said in AMOUNT_WORDS:
        decimal = mapping.style_of(column.header)
        style = Style(decimal="." if said == "decimal-point" else ",", thousands=decimal.thousands)
    elif (date_style := _date_style(column, said)) is not None:
        style = Style(date_style=date_style)
    else:
        words = ", ".join([*DAY_WORDS, *SERIALS, *AMOUNT_WORDS])
        raise Invalid(
            f"{said!r} does not answer how the column {column.header!r} is written.",
            places=[Place(f"column {column.header}", said, f"Answer with one of {words}, or %d/%m/%Y and the like.")],
        )
    field = CATALOGUE.get(mapping.columns.get(column.header, ""))
    if field is not None and (field.kind is Kind.DATE) is not (style.date_style is not None):
        raise Invalid(
            f"The column {column.header!r} is read as {field.name}, to which {said!r} is no answer.",
            places=[Place(f"column {column.header}", said, "Answer as its field is written: a day or an amount.")],
        )
    return msgspec.structs.replace(mapping, styles={**mapping.styles, column.header: style})


def _date_style(column: Column, said: str) -> str | None:
    if said in SERIALS or "%" in said:
        return said
    if said not in DAY_WORDS:
        return None
    return (
        next((way for way in column.ways if way.startswith(DAY_WORDS[said])), None)
        or {
            "day-first": "%d/%m/%Y",
            "month-first": "%m/%d/%Y",
            "year-first": "%Y-%m-%d",
        }[said]
    )
