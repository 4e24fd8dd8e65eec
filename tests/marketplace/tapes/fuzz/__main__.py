"""`python -m tests.marketplace.tapes.fuzz --files 10000`: mutated tapes, each from its own seed, read and judged."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.marketplace.tapes.fuzz.judging import judged
from tests.marketplace.tapes.fuzz.making import Made, made


def main(files: int, first: int, keep: Path) -> int:
    """Judges the files of the seeds `first` and following; those that fail are kept. The number of failures."""
    began, slowest, failures = time.monotonic(), 0.0, 0
    outcomes = {"read": 0, "refused": 0}
    with TemporaryDirectory(prefix="recourse-fuzz-") as folder:
        for seed in range(first, first + files):
            one = made(seed, Path(folder))
            start = time.monotonic()
            try:
                outcomes[judged(one.path, rows=one.rows)] += 1
            except BaseException as error:
                failures += 1
                _keep(one, seed, keep, error)
                if isinstance(error, KeyboardInterrupt):
                    raise
            slowest = max(slowest, time.monotonic() - start)
            one.path.unlink()
            if (seed + 1 - first) % 1000 == 0:
                print(f"{seed + 1 - first:,} files, {failures} failures", flush=True)
    seconds = time.monotonic() - began
    print(f"{files:,} files: {outcomes['read']:,} read, {outcomes['refused']:,} refused whole, {failures} failures")
    print(f"{seconds:.0f} s, the slowest file {slowest:.2f} s")
    return failures


def _keep(one: Made, seed: int, keep: Path, error: BaseException) -> None:
    keep.mkdir(parents=True, exist_ok=True)
    kept = keep / f"{seed}-{one.path.name}"
    kept.write_bytes(one.path.read_bytes())
    print(f"seed {seed} ({one.how}): {type(error).__name__}: {str(error)[:300]}; kept as {kept}", flush=True)


if __name__ == "__main__":
    given = ArgumentParser(description=__doc__)
    given.add_argument("--files", type=int, default=10_000)
    given.add_argument("--first", type=int, default=0, help="the first seed")
    given.add_argument("--keep", type=Path, default=Path("var/fuzz"))
    asked = given.parse_args()
    sys.exit(1 if main(asked.files, asked.first, asked.keep) else 0)
