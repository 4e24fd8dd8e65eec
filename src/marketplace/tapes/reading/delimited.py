"""Delimited text in chunks: every cell as text, every row counted, at most a few blocks in memory.

Lines without a quotation mark, the common case, are split by Polars; the others by the standard library's
reader, which alone knows where a quoted line break ends. Both agree, a property test holds them to it.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from marketplace.tapes.reading.encoding import utf8_blocks
from marketplace.tapes.reading.layout import LONGEST_LINE, Layout, unreadable

MOST_LINES_IN_A_CELL = 500

csv.field_size_limit(LONGEST_LINE)

type Record = tuple[int, list[str]]
"""The line of the file a record begins on, and its cells."""


def line_blocks(path: Path, encoding: str) -> Iterator[list[bytes]]:
    """Whole lines, a block at a time, line breaks taken off. Raises Invalid at a line that never seems to end."""
    rest, line = b"", 1
    for block in utf8_blocks(path, encoding):
        held = rest + block
        _refuse_endless_line(path, held, line)
        cut = held.rfind(b"\n")
        if cut < 0:
            rest = held
            continue
        lines, rest = _split_lines(held[:cut]), held[cut + 1 :]
        line += len(lines)
        yield lines
    if rest:
        yield _split_lines(rest)


def _split_lines(block: bytes) -> list[bytes]:
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").removesuffix(b"\r").replace(b"\r", b" ")
    return block.split(b"\n")


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


class Lines:
    """The lines of a file from `first` on, and what a reader has taken of them.

    `plain` runs are handed out block by block; a record with quotation marks is taken with `record`, which
    goes on into the next block while its cell stays open.
    """

    def __init__(self, path: Path, layout: Layout) -> None:
        self.path = path
        self.blocks = line_blocks(path, layout.encoding)
        self.reader = csv.reader(self, delimiter=layout.delimiter)
        self.block: list[bytes] = []
        self.block_line, self.at = 1, 0
        self.taken = self.length = 0
        self.unclosed = False

    def load(self) -> bool:
        """Moves to the next block, if there is one."""
        self.block_line += len(self.block)
        self.block, self.at = next(self.blocks, []), 0
        return bool(self.block)

    def record(self) -> Record:
        """The record that begins at the current line."""
        line, self.taken, self.length, self.unclosed = self.block_line + self.at, 0, 0, False
        try:
            return line, next(self.reader)
        except csv.Error as error:
            problem = f"line {line} cannot be split into cells ({error})."
            raise unreadable(self.path.name, problem, "Check its quotation marks.", where=f"line {line}") from error

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        """A line for the reader; at the end of the file an open cell is closed for it."""
        if self.at >= len(self.block) and not self.load():
            if self.unclosed:
                raise StopIteration
            self.unclosed = True
            return '"\n'
        text = self.block[self.at].decode("utf-8", "replace") + "\n"
        self.at += 1
        self.taken += 1
        self.length += len(text)
        if self.taken > MOST_LINES_IN_A_CELL or self.length > LONGEST_LINE:
            line = self.block_line + self.at - self.taken
            raise unreadable(
                self.path.name,
                f"a quotation mark opened near line {line} is not closed.",
                "Close it, or double the marks that belong to the text.",
                where=f"line {line}",
            )
        return text


def frames(path: Path, layout: Layout) -> Iterator[pl.DataFrame]:
    """Frames of `line_no`, `broken` and the columns, blank lines left out; about one block each."""
    lines = Lines(path, layout)
    while lines.at < len(lines.block) or lines.load():
        lines.at = max(lines.at, min(layout.data_line - lines.block_line, len(lines.block)))
        if lines.at < len(lines.block):
            yield _block(lines, layout)


def _block(lines: Lines, layout: Layout) -> pl.DataFrame:
    """The rest of the current block, and of a record that leaves it."""
    block, first, at = lines.block, lines.block_line, lines.at
    quoted = [i for i in range(at, len(block)) if b'"' in block[i]]
    plain: list[int] = []
    records: list[Record] = []
    unclosed = 0
    for i in quoted:
        if i < at:
            continue
        plain.extend(range(at, i))
        lines.at = i
        records.append(lines.record())
        unclosed = records[-1][0] if lines.unclosed else 0
        at = lines.at if lines.block is block else len(block)
        if lines.block is not block:
            break
    if lines.block is block:
        plain.extend(range(at, len(block)))
        lines.at = len(block)
    frame = _plain(plain, block, first, layout)
    if records:
        part = _frame_of(records, layout)
        sentence = pl.lit("a quotation mark is opened and never closed")
        part = part.with_columns(
            pl.when(pl.col("line_no") == unclosed).then(sentence).otherwise("broken").alias("broken")
        )
        frame = pl.concat([frame, part.select(frame.columns)]).sort("line_no")
    headers = pl.col(layout.headers)
    return frame.filter(pl.any_horizontal(headers.is_not_null()) | pl.col("broken").is_not_null())


def _plain(wanted: list[int], block: list[bytes], first: int, layout: Layout) -> pl.DataFrame:
    """Lines without quotation marks: those with the header's number of delimiters at once, others one by one."""
    width, delimiter = len(layout.columns), layout.delimiter.encode()
    good = [i for i in wanted if block[i].count(delimiter) == width - 1]
    frame = _split([block[i] for i in good], layout)
    lines = pl.Series("line_no", [first + i for i in good], pl.Int64)
    frame = frame.select(lines, pl.lit(None, pl.String).alias("broken"), *layout.headers)
    if len(good) == len(wanted):
        return frame
    fine = set(good)
    odd = [(first + i, _cells(block[i], layout)) for i in wanted if i not in fine and block[i].strip()]
    return pl.concat([frame, _frame_of(odd, layout).select(frame.columns)]).sort("line_no")


def _cells(line: bytes, layout: Layout) -> list[str]:
    return line.decode("utf-8", "replace").split(layout.delimiter)


def _split(lines: list[bytes], layout: Layout) -> pl.DataFrame:
    if not lines:
        return pl.DataFrame(schema=dict.fromkeys(layout.headers, pl.String()))
    return pl.read_csv(
        io.BytesIO(b"\n".join(lines)),
        has_header=False,
        separator=layout.delimiter,
        quote_char=None,
        infer_schema=False,
        empty_string_is_null=True,
        encoding="utf8-lossy",
        new_columns=layout.headers,
    )


def _frame_of(records: list[Record], layout: Layout) -> pl.DataFrame:
    """Records of any length, fitted to the header: `broken` says where they did not."""
    width = len(layout.columns)
    rows = [
        [line, None, *record] if len(record) == width else [line, _misfit(record, width), *_fitted(record, width)]
        for line, record in records
        if any(record)
    ]
    schema = {"line_no": pl.Int64(), "broken": pl.String()} | dict.fromkeys(layout.headers, pl.String())
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(pl.when(pl.col(layout.headers) != "").then(pl.col(layout.headers)))


def _misfit(record: list[str], width: int) -> str:
    return f"the row has {len(record)} cells, the header has {width}"


def _fitted(record: list[str], width: int) -> list[str | None]:
    return [*record[:width], *([None] * (width - len(record)))]
