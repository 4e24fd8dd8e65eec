"""A file from its bytes to accepted rows and findings, chunk by chunk, with no database and no account."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from msgspec import Struct

from kernel.errors import Invalid, Place
from marketplace.tapes.casting import Cast, cast
from marketplace.tapes.checks import Sampling, check, twins
from marketplace.tapes.mapping import Mapping, confirm
from marketplace.tapes.proposal import Proposal, propose
from marketplace.tapes.reading import Layout, detect, read_chunks
from marketplace.tapes.reading.detect import ROWS
from marketplace.tapes.scrub.scrubbing import Scrub, scrubbed

HELD_BYTES = 48 * 1024 * 1024
"""A file of this size is read once and held; the rows of a larger one are laid aside on disk between both looks."""
AT_ONCE = 2
"""So many chunks are checked side by side, and no more are held than one besides."""


class Examined(Struct, frozen=True):
    """One chunk. `accepted` is typed; `rejected` are the raw rows with their original columns, to be mended.

    accepted.height + rejected.height is the number of rows read; `left_out` rows were filtered away before.
    """

    chunk_no: int
    accepted: pl.DataFrame
    rejected: pl.DataFrame
    findings: pl.DataFrame
    left_out: int


class RuleCount(Struct, frozen=True):
    rule: str
    severity: str
    rows: int


class Summary(Struct, frozen=True):
    """`read` = `accepted` + `rejected`; `flagged` of the accepted carry a finding; `left_out` were filtered away."""

    read: int
    accepted: int
    rejected: int
    flagged: int
    left_out: int
    currency: str | None
    rules: tuple[RuleCount, ...]


def examine(
    path: Path,
    mapping: Mapping | None = None,
    *,
    today: date,
    layout: Layout | None = None,
    rows: int = ROWS,
    scrub: Scrub | None = None,
    on_read: Callable[[int], None] | None = None,
) -> Iterator[Examined]:
    """Reads and checks the file as of `today`, its cut-off date. Raises Invalid before the first chunk.

    Without a mapping the proposal is applied, if it leaves no question open. Doubles are known only when all
    rows have been seen, so nothing is yielded before the file was read once. With `scrub`, limitation is asked too,
    and the grounds against a sale are treated as its policy says. `on_read` hears how many rows the first reading saw.
    """
    layout = layout or detect(path)
    mapping = confirm(mapping or settled(propose(layout)), layout)
    chunks = read_chunks(path, layout, rows)
    held = path.stat().st_size <= HELD_BYTES
    return _examined(_heard(chunks, on_read) if on_read else chunks, layout, mapping, today, scrub, held=held)


def _heard(chunks: Iterator[pl.DataFrame], on_read: Callable[[int], None]) -> Iterator[pl.DataFrame]:
    read = 0
    for chunk in chunks:
        read += chunk.height
        on_read(read)
        yield chunk


def settled(proposal: Proposal) -> Mapping:
    """The proposed mapping. Raises Invalid with a place for each question that only the seller can answer."""
    if proposal.questions:
        places = [Place(where=q.header or "the tape", value=None, sentence=q.sentence) for q in proposal.questions]
        raise Invalid(f"The mapping needs an answer: {places[0].sentence}", places=places)
    return proposal.mapping


def _examined(
    chunks: Iterator[pl.DataFrame], layout: Layout, mapping: Mapping, today: date, scrub: Scrub | None, *, held: bool
) -> Iterator[Examined]:
    with TemporaryDirectory(prefix="recourse-rows-") as folder:
        aside = list(chunks) if held else _Aside(chunks, Path(folder))
        sampling = Sampling()
        doubles = twins(sampling.through(iter(aside)), mapping)
        usual = sampling.usual(mapping, layout)
        currency: str | None = None

        def one(number: int, typed: Cast, currency: str | None) -> Examined:
            checked = check(typed, mapping, twins=doubles, today=today, currency=currency, usual=usual)
            if scrub is not None:
                checked = scrubbed(checked, typed, scrub, today=today, header=mapping.header_of("reference"))
            return Examined(number, checked.accepted, checked.rejected, checked.findings, typed.left_out)

        def later(number: int, chunk: pl.DataFrame, currency: str) -> Examined:
            return one(number, cast(chunk, mapping, layout), currency)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            waiting = deque[Future[Examined]]()
            for number, chunk in enumerate(aside, start=1):
                if currency is None:
                    typed = cast(chunk, mapping, layout)
                    currency = _usual_currency(typed.typed)
                    yield one(number, typed, currency)
                    continue
                waiting.append(pool.submit(later, number, chunk, currency))
                if len(waiting) > AT_ONCE:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()


class _Aside:
    """Chunks to be iterated twice: read from the file the first time, from disk (Arrow) the second."""

    def __init__(self, chunks: Iterator[pl.DataFrame], folder: Path) -> None:
        self._chunks, self._folder = chunks, folder
        self._count = 0

    def __iter__(self) -> Iterator[pl.DataFrame]:
        for number in range(self._count):
            yield pl.read_ipc(self._folder / f"{number}.arrow")
        for chunk in self._chunks:
            chunk.write_ipc(self._folder / f"{self._count}.arrow", compression="uncompressed")
            self._count += 1
            yield chunk


def _usual_currency(typed: pl.DataFrame) -> str | None:
    """The tape's one currency: that of most rows of its first chunk."""
    found = typed["currency"].drop_nulls().value_counts(sort=True)
    return str(found["currency"][0]) if found.height else None


def summarised(chunks: Iterator[Examined]) -> Summary:
    """Counts over all chunks, without keeping them."""
    accepted = rejected = flagged = left_out = 0
    currency: str | None = None
    counts: dict[tuple[str, str], int] = {}
    for chunk in chunks:
        accepted += chunk.accepted.height
        rejected += chunk.rejected.height
        left_out += chunk.left_out
        if currency is None and chunk.accepted.height:
            currency = chunk.accepted["currency"][0]
        bad = chunk.rejected["row_no"].implode()
        flagged += chunk.findings.filter(~pl.col("row_no").is_in(bad))["row_no"].n_unique()
        for rule, severity, rows in chunk.findings.group_by("rule", "severity").agg(pl.col("row_no").n_unique()).rows():
            counts[rule, severity] = counts.get((rule, severity), 0) + rows
    rules = tuple(RuleCount(rule, severity, rows) for (rule, severity), rows in sorted(counts.items()))
    return Summary(accepted + rejected, accepted, rejected, flagged, left_out, currency, rules)
