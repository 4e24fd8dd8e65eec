"""Checking a tape (every rule, streamed) ÷ a vectorised reference that holds the whole file in memory.

`python bench/bench_check.py [ROWS] [COUNTRY]`: both in one run, each in a process of its own, the check first. The
reference reads the same file with Polars and asks the same questions of whole columns: amounts, sums, days and their
order, identity numbers, IBANs, postcodes, doubles. It names no cell, keeps no row and asks no limitation.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from marketplace.tapes.catalogue import Kind, fields_of
from marketplace.tapes.checking import check_file
from marketplace.tapes.checks.accounts import wrong_ibans
from marketplace.tapes.checks.identities import wrong_identities
from marketplace.tapes.checks.postcodes import foreign_postcode
from marketplace.tapes.checks.rows import IN_ORDER
from marketplace.tapes.examine import settled
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.proposal import propose
from marketplace.tapes.reading import detect
from marketplace.tapes.sample import CUT_OFF, write_tape

AMOUNTS = ("principal", "interest", "costs", "payments", "balance")


def reference(path: Path) -> int:
    """How many rows break a rule."""
    layout = detect(path)
    mapping = settled(propose(layout))
    text = path.read_bytes().decode(layout.encoding).encode()
    raw = pl.read_csv(text, separator=layout.delimiter, infer_schema=False, truncate_ragged_lines=True)
    raw = raw.rename(dict(zip(raw.columns, layout.headers, strict=True))).select(
        pl.col(header).str.strip_chars().alias(field) for header, field in mapping.columns.items()
    )
    frame = raw.with_columns(*_amounts(raw, mapping), *_days(raw, mapping))
    country = frame["debtor_country"].str.to_lowercase()
    total = pl.col("principal") + pl.sum_horizontal("interest", "costs") - pl.col("payments").fill_null(0)
    disorder = [pl.col(a) > pl.col(b) for a, b in IN_ORDER if {a, b} <= set(frame.columns)]
    broken = frame.select(
        pl.any_horizontal(
            pl.col("reference").is_null(),
            pl.col("reference").is_duplicated(),
            pl.col("balance").is_null(),
            pl.col("balance") <= 0,
            (pl.col("balance") != total).fill_null(value=False),
            *[one.fill_null(value=False) for one in disorder],
            *[(pl.col(day) > CUT_OFF).fill_null(value=False) for day in _dates(mapping)],
            pl.lit(wrong_identities(frame["national_id"], country)),
            pl.lit(wrong_ibans(frame["iban"])),
            foreign_postcode(pl.col("postcode"), pl.lit(country)),
            frame.hash_rows().is_duplicated(),
        ).alias("broken")
    )
    return int(broken["broken"].sum())


def _dates(mapping: Mapping) -> list[str]:
    return [name for name in mapping.columns.values() if name in fields_of(Kind.DATE)]


def _amounts(raw: pl.DataFrame, mapping: Mapping) -> list[pl.Expr]:
    exprs = []
    for name in (one for one in AMOUNTS if one in raw.columns):
        style = mapping.style_of(mapping.header_of(name) or "")
        cell = pl.col(name).str.replace_all(r"[.,  ](\d{3})", "$1") if style.thousands else pl.col(name)
        value = cell.str.replace(style.decimal or ",", ".", literal=True).cast(pl.Decimal(18, 2), strict=False)
        exprs.append(value.alias(name))
    return exprs


def _days(raw: pl.DataFrame, mapping: Mapping) -> list[pl.Expr]:
    styles = {name: mapping.style_of(mapping.header_of(name) or "").date_style for name in _dates(mapping)}
    return [pl.col(name).str.to_date(style or "%Y-%m-%d", strict=False) for name, style in styles.items()]


def checked(path: Path) -> int:
    return check_file(path, None, today=CUT_OFF).rejected


def _measured(what: str, path: Path) -> dict[str, float]:
    """The work in a process of its own: seconds on the clock, seconds of processor, and the most memory it held."""
    ran = subprocess.run([sys.executable, __file__, what, str(path)], check=True, capture_output=True, text=True)
    return dict(json.loads(ran.stdout.splitlines()[-1]))


def _one(what: str, path: Path) -> None:
    began, worked = time.perf_counter(), time.process_time()
    found = checked(path) if what == "check" else reference(path)
    told = {
        "clock": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "found": found,
    }
    print(json.dumps(told))


def main(rows: int, country: str) -> None:
    with TemporaryDirectory(prefix="recourse-bench-") as folder:
        path = Path(folder) / f"tape-{country}.csv"
        write_tape(country=country, rows=rows, seed=1, out=path, dirt="0.02")
        print(f"{rows:,} rows, {path.stat().st_size >> 20:,} MiB")
        check, bare = _measured("check", path), _measured("reference", path)
    for name, one in (("check", check), ("reference", bare)):
        print(
            f"{name:10} {one['clock']:7.1f} s on the clock, {one['processor']:7.1f} s of processor,"
            f" {one['mebibytes']:6,.0f} MiB at most, {one['found']:,.0f} rows found"
        )
    print(
        f"check ÷ reference: {check['clock'] / bare['clock']:.2f} by the clock,"
        f" {check['processor'] / bare['processor']:.2f} by the processor"
    )


if __name__ == "__main__":
    if sys.argv[1:2] in (["check"], ["reference"]):
        _one(sys.argv[1], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, sys.argv[2] if len(sys.argv) > 2 else "es")
