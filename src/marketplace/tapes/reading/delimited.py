"""Delimited text in chunks: every cell as text, every row counted, at most a few blocks in memory.

Blocks without a quotation mark, the common case, are split by Polars; others by the standard library's
reader, which alone knows where a quoted line break ends. Both agree, a property test holds them to it.
"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from marketplace.tapes.reading.encoding import utf8_blocks
from marketplace.tapes.reading.layout import LONGEST_LINE, Layout, unreadable

MOST_LINES_IN_A_CELL = 500
_LONE_RETURN = re.compile(r"\r(?!\n)")

csv.field_size_limit(LONGEST_LINE)


def line_blocks(path: Path, encoding: str) -> Iterator[bytes]:
    """Blocks that end with a whole line. Raises Invalid at a line that never seems to end."""
    rest = b""
    line = 1
    for block in utf8_blocks(path, encoding):
        held = rest + block
        cut = held.rfind(b"\n") + 1
        _refuse_endless_line(path, held, line)
        if cut:
            whole, rest = held[:cut], held[cut:]
            line += whole.count(b"\n")
            yield whole
        else:
            rest = held
    if rest:
        yield rest if rest.endswith(b"\n") else rest + b"\n"


def _refuse_endless_line(path: Path, held: bytes, line: int) -> None:
    for start in range(0, len(held) - LONGEST_LINE + 1, LONGEST_LINE):
        if held.find(b"\n", start, start + LONGEST_LINE) < 0:
            at = line + held.count(b"\n", 0, start)
            raise unreadable(
                path.name,
                f"line {at} is longer than {LONGEST_LINE:,} bytes.",
                "A tape has one account per line; check the line breaks of the export.",
                where=f"line {at}",
            )


class LineSource:
    """Lines of the current block, and of the next ones while a quoted cell stays open."""

    def __init__(self, path: Path, blocks: Iterator[bytes], line: int = 1) -> None:
        self.path, self.blocks, self.line = path, blocks, line
        self.waiting: list[str] = []
        self.next_line = 0
        self.inside = False
        self.record_line = line
        self.record_length = 0

    def load(self, block: bytes) -> None:
        text = _LONE_RETURN.sub(" ", block.decode("utf-8", "replace")).replace("\r\n", "\n")
        self.waiting, self.next_line = _lines(text), 0

    def __iter__(self) -> "LineSource":
        return self

    def __next__(self) -> str:
        while self.next_line >= len(self.waiting):
            block = next(self.blocks, None) if self.inside else None
            if block is None:
                raise StopIteration
            self.load(block)
        text = self.waiting[self.next_line]
        self.next_line += 1
        if not self.inside:
            self.inside, self.record_line, self.record_length = True, self.line, 0
        self.line += 1
        self.record_length += len(text)
        if self.line - self.record_line > MOST_LINES_IN_A_CELL or self.record_length > LONGEST_LINE:
            raise unreadable(
                self.path.name,
                f"a quotation mark opened in line {self.record_line} is not closed.",
                "Close it, or double the marks that belong to the text.",
                where=f"line {self.record_line}",
            )
        return text


def _lines(text: str) -> list[str]:
    """Split at line feeds alone: str.splitlines would also split at U+2028 and form feeds inside a cell."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [line + "\n" for line in lines]


def frames(path: Path, layout: Layout) -> Iterator[pl.DataFrame]:
    """Frames of `line_no`, `broken` and the columns, blank lines left out; about one block each."""
    blocks = line_blocks(path, layout.encoding)
    line = 1
    for block in blocks:
        if line < layout.data_line:
            block, line = _skip(block, line, layout.data_line)
        if not block:
            continue
        if b'"' in block:
            source = LineSource(path, blocks, line)
            source.load(block)
            yield _quoted(source, layout)
            line = source.line
        else:
            frame, lines = _plain(block, line, layout)
            yield frame
            line += lines


def _skip(block: bytes, line: int, wanted: int) -> tuple[bytes, int]:
    at = 0
    while line < wanted and at < len(block):
        at = block.find(b"\n", at) + 1
        line += 1
    return block[at:], line


def _plain(block: bytes, line: int, layout: Layout) -> tuple[pl.DataFrame, int]:
    width = len(layout.columns)
    delimiter = layout.delimiter
    rows = block[:-1].split(b"\n")
    if b"\r" in block:
        rows = [row.removesuffix(b"\r").replace(b"\r", b" ") for row in rows]
    count = delimiter.encode()
    cells = [row.count(count) for row in rows]
    numbers = list(range(line, line + len(rows)))
    odd = [i for i, found in enumerate(cells) if found != width - 1]
    good = b"\n".join(rows[i] for i in _others(len(rows), odd)) if odd or b"\r" in block else block
    frame = _split(good, layout) if good.strip(b"\n") else _empty(layout)
    lines = [numbers[i] for i in _others(len(rows), odd)] if odd else numbers
    frame = frame.with_columns(pl.Series("line_no", lines, pl.Int64), pl.lit(None, pl.String).alias("broken"))
    broken = [(numbers[i], rows[i].decode("utf-8", "replace").split(delimiter)) for i in odd if rows[i].strip()]
    if broken:
        frame = pl.concat([frame, _frame_of(broken, layout)], how="diagonal").sort("line_no")
    return _without_blanks(frame, layout), len(rows)


def _others(count: int, odd: list[int]) -> list[int]:
    skipped = set(odd)
    return [i for i in range(count) if i not in skipped]


def _split(block: bytes, layout: Layout) -> pl.DataFrame:
    return pl.read_csv(
        io.BytesIO(block),
        has_header=False,
        separator=layout.delimiter,
        quote_char=None,
        infer_schema=False,
        empty_string_is_null=True,
        encoding="utf8-lossy",
        new_columns=layout.headers,
    )


def _quoted(source: LineSource, layout: Layout) -> pl.DataFrame:
    records = []
    reader = csv.reader(source, delimiter=layout.delimiter)
    try:
        for record in reader:
            source.inside = False
            records.append((source.record_line, record))
    except csv.Error as error:
        raise unreadable(
            source.path.name,
            f"line {source.record_line} cannot be split into cells ({error}).",
            "Check its quotation marks.",
            where=f"line {source.record_line}",
        ) from error
    frame = _frame_of(records, layout)
    if source.inside and records:
        unclosed = pl.col("line_no") == records[-1][0]
        sentence = pl.lit("a quotation mark is opened and never closed")
        frame = frame.with_columns(pl.when(unclosed).then(sentence).otherwise("broken").alias("broken"))
    return _without_blanks(frame, layout)


def _frame_of(records: list[tuple[int, list[str]]], layout: Layout) -> pl.DataFrame:
    """Records of any length, fitted to the header: `broken` says where they did not."""
    width = len(layout.columns)
    filled = [(line, record) for line, record in records if record]
    rows = [
        [line, None, *record] if len(record) == width else [line, _misfit(record, width), *_fitted(record, width)]
        for line, record in filled
    ]
    schema = {"line_no": pl.Int64(), "broken": pl.String()} | dict.fromkeys(layout.headers, pl.String())
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(pl.when(pl.col(layout.headers) != "").then(pl.col(layout.headers)))


def _misfit(record: list[str], width: int) -> str:
    return f"the row has {len(record)} cells, the header has {width}"


def _fitted(record: list[str], width: int) -> list[str | None]:
    return [*record[:width], *([None] * (width - len(record)))]


def _empty(layout: Layout) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(layout.headers, pl.String()))


def _without_blanks(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """A line with nothing but delimiters is no row (spreadsheets leave them at the end)."""
    return frame.filter(pl.any_horizontal(pl.col(layout.headers).is_not_null()) | pl.col("broken").is_not_null())
