"""What every file must come to: refused whole with a place, or each of its rows accepted or rejected with a reason."""

import csv
import io
import signal
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import polars as pl

from kernel.errors import Invalid
from marketplace.tapes.examine import Examined, examine
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.proposal import Proposal, propose
from marketplace.tapes.reading import Format, Layout, Style, detect
from marketplace.tapes.reading.encoding import utf8_blocks
from marketplace.tapes.sample import CUT_OFF

LONGEST = 60
"""Seconds after which a file of some kilobytes is taken for a hang."""


def judged(path: Path, *, rows: int | None = None) -> str:
    """`refused` or `read`; AssertionError where a row is lost, doubled or without a reason.

    `rows` is how many data rows the file was made with, where that is known; a sheet may stay unread if that is told.
    """
    with _bounded():
        try:
            layout = detect(path)
            mapping = answered(propose(layout), layout)
            chunks = list(examine(path, mapping, today=CUT_OFF, layout=layout, rows=16))
        except Invalid as refusal:
            return _told(refusal)
    read = _shared_out(chunks)
    if rows is not None and not layout.unread:
        assert read == rows, f"{read} rows were read of {rows}"
    if layout.format is Format.CSV:
        stood = _rows_of_the_standard_library(path, layout)
        assert read == stood, f"{read} rows were read where the standard library finds {stood}"
    return "read"


def _told(refusal: Invalid) -> str:
    assert refusal.sentence, "a refusal says nothing"
    assert refusal.places, "a refusal names no place"
    return "refused"


def answered(proposal: Proposal, layout: Layout) -> Mapping:
    """The proposal with each open question answered as a seller in a hurry would: the first choice."""
    mapping = proposal.mapping
    columns = dict(mapping.columns)
    styles = dict(mapping.styles)
    free = [header for header in layout.headers if header not in columns]
    changes: dict[str, object] = {}
    for question in proposal.questions:
        match question.kind:
            case "date" if question.header:
                styles[question.header] = Style(date_style=question.choices[0])
            case "amount" if question.header:
                styles[question.header] = Style(decimal=".")
            case "currency":
                changes["currency"] = "EUR"
            case "country":
                changes["country"] = "es"
            case "reference" | "balance" if free:
                columns[free.pop(0)] = question.kind
            case _:
                pass
    return Mapping(**{**_known(mapping), "columns": columns, "styles": styles, **changes})  # type: ignore[arg-type]


def _known(mapping: Mapping) -> dict[str, object]:
    return {name: getattr(mapping, name) for name in mapping.__struct_fields__}


def _shared_out(chunks: list[Examined]) -> int:
    """How many rows there were, once each is found to be on exactly one side and every rejected one has its reason."""
    accepted = [number for chunk in chunks for number in chunk.accepted["row_no"]]
    rejected = [number for chunk in chunks for number in chunk.rejected["row_no"]]
    read = len(accepted) + len(rejected)
    assert sorted(accepted + rejected) == list(range(1, read + 1)), "a row is lost or doubled"
    told = pl.concat([chunk.findings for chunk in chunks]) if chunks else pl.DataFrame({"severity": [], "row_no": []})
    reasons = set(told.filter(pl.col("severity") == "reject")["row_no"])
    assert reasons == set(rejected), "a row is rejected without a reason, or has one and is accepted"
    return read


def _rows_of_the_standard_library(path: Path, layout: Layout) -> int:
    """Data rows as Python's own reader counts them, over the whole text at once."""
    text = b"".join(utf8_blocks(path, layout.encoding)).decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").removesuffix("\r").replace("\r", " ").split("\n")[layout.data_line - 1 :]
    records = csv.reader(io.StringIO("\n".join(lines)), delimiter=layout.delimiter)
    return sum(any(records_cell != "" for records_cell in record) for record in records)


@contextmanager
def _bounded() -> Generator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"the file is still being read after {LONGEST} s")

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)
