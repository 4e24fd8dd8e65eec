"""pyCANON, the reference, counts k, l and t of a large release again: a Polish sample tape, 100,000 rows.

`python bench/bench_anonymity_confirmed.py [ROWS]`: fails where one figure differs; the ratio is of the counting.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import polars as pl
from pycanon import anonymity as pycanon

from marketplace.anonymity import DEBTOR_KEY, Demands, Role, anonymise, claims_of, measure
from marketplace.tapes.examine import examine
from marketplace.tapes.sample import CUT_OFF, write_tape

SENSITIVE = "original_creditor"
DEMANDS = Demands(l=2, t=0.6)


def main(rows: int) -> None:
    with TemporaryDirectory(prefix="recourse-bench-") as folder:
        file = Path(folder) / "tape.csv"
        write_tape(country="pl", rows=rows, seed=1, out=file, dirt="0.02")
        claims = claims_of(pl.concat([chunk.accepted for chunk in examine(file, None, today=CUT_OFF)], how="diagonal"))
    release = anonymise(claims, {SENSITIVE: Role.SENSITIVE}, 10, as_of=CUT_OFF, demands=DEMANDS)
    quasi = [name for name in release.frame.columns if name not in {"reference", "cell", SENSITIVE}]
    shown = release.frame.with_columns(pl.col(*quasi).cast(pl.String).fill_null("*"))
    began = time.perf_counter()
    ours = measure(shown, quasi, sensitive=[SENSITIVE])
    between = time.perf_counter()
    frame = pd.DataFrame(shown.select(*quasi, SENSITIVE).to_dict(as_series=False))
    classes = (
        frame.groupby(quasi, sort=False).ngroup().astype(str).to_frame("class").assign(**{SENSITIVE: frame[SENSITIVE]})
    )
    counted = time.perf_counter()
    theirs = (
        pycanon.k_anonymity(classes, ["class"]),
        pycanon.l_diversity(classes, ["class"], [SENSITIVE]),
        pycanon.t_closeness(classes, ["class"], [SENSITIVE]),
    )
    ended = time.perf_counter()
    variety = ours.varieties[0]
    if (ours.k, variety.l_distinct) != theirs[:2] or abs(variety.t_equal - theirs[2]) > 1e-9:
        raise SystemExit(f"pyCANON finds {theirs}, we {ours.k}, {variety.l_distinct}, {variety.t_equal}")
    debtors = claims[DEBTOR_KEY].n_unique()
    print(f"{claims.height:,} claims of {debtors:,} debtors, {ours.classes:,} classes")
    print(f"pyCANON confirms k {theirs[0]} (of debtors: {release.report.k_reached}), l {theirs[1]}, t {theirs[2]:.4f}")
    print(f"pyCANON ÷ ours: {(ended - counted) / (between - began):.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
