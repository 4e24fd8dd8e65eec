"""A million rows anonymised on two cores: seconds, memory, and the ratio to a bare sort and group-by of the same rows.

`python bench/bench_anonymity_million.py [ROWS]`: read and check, anonymise, write, as `recourse tape anonymise` does.
Beside the clock stands the processor's time, which other work on the machine changes less; half of it is the least that
two cores can take.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("POLARS_MAX_THREADS", "2")

import polars as pl

from documents.neutral import neutralised
from marketplace.anonymity import PLATFORM_FLOOR, anonymise, claims_of, written
from marketplace.anonymity.tape import without_persons
from marketplace.tapes.examine import examine
from marketplace.tapes.sample import CUT_OFF, write_tape

KEYS = ("product", "region", "postcode", "default_on", "birth_on", "balance_minor")


def main(rows: int) -> None:
    with TemporaryDirectory(prefix="recourse-bench-") as folder:
        file = Path(folder) / "tape.csv"
        write_tape(country="pl", rows=rows, seed=1, out=file, dirt="0.02")
        claims, reading = timed(lambda: _claims(file))
        _, bare = timed(lambda: claims.sort(KEYS).group_by(KEYS, maintain_order=True).agg(pl.len()))
        released, anonymising = timed(lambda: anonymise(claims, {}, PLATFORM_FLOOR, as_of=CUT_OFF))
        _, writing = timed(lambda: neutralised(written(released.frame)).write_csv(Path(folder) / "released.csv"))
    report = released.report
    print(f"{rows:,} rows, {report.rows:,} claims, {report.debtors:,} debtors, {report.cells:,} cells")
    whole = reading + anonymising + writing
    for what, took in (
        ("read and check", reading),
        ("anonymise", anonymising),
        ("write", writing),
        ("together", whole),
        ("sort and group-by", bare),
    ):
        print(f"{what:18}{took.clock:7.1f} s on the clock,{took.processor:7.1f} s of processor")
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB")
    core = anonymising + writing
    print(
        f"anonymise and write ÷ sort and group-by: {core.clock / bare.clock:.1f} by the clock,"
        f" {core.processor / bare.processor:.1f} by the processor"
    )


@dataclass(frozen=True)
class Took:
    """Seconds."""

    clock: float
    processor: float

    def __add__(self, other: "Took") -> "Took":
        return Took(self.clock + other.clock, self.processor + other.processor)


def timed[T](work: Callable[[], T]) -> tuple[T, Took]:
    began, worked = time.perf_counter(), time.process_time()
    done = work()
    return done, Took(time.perf_counter() - began, time.process_time() - worked)


def _claims(file: Path) -> pl.DataFrame:
    accepted = [without_persons(chunk.accepted) for chunk in examine(file, None, today=CUT_OFF)]
    return claims_of(pl.concat(accepted, how="diagonal"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
