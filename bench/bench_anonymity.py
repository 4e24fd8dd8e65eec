"""Our cut, ANJANA and anonypy's Mondrian side by side: Adult, six quasi-identifiers, k = 10.

`python bench/bench_anonymity.py [ADULT.CSV]`: without a path, `arx_adult.csv` in `../shared/data`. The loss of all
three is the non-uniform entropy over the values that each released field admits to; a row left out loses everything.
"""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the hierarchies lie beside the tests

import pandas as pd  # noqa: E402
from anjana.anonymity import k_anonymity  # noqa: E402
from anonypy import Preserver  # noqa: E402

from marketplace.anonymity import Role, anonymise  # noqa: E402
from tests.marketplace.anonymity.adult import SIX, hierarchies  # noqa: E402

K = 10
SENSITIVE = "salary-class"
AS_OF = date(2026, 1, 1)
type Admitted = Mapping[str, pl.Series]
"""For each quasi-identifier, row by row, the list of values its released field admits to; null for a row left out."""


def main(file: Path) -> None:
    table = pl.read_csv(file, separator=";", schema_overrides={"age": pl.Int64})
    found = {name: _run(table, one) for name, one in (("ours", ours), ("ANJANA", anjana), ("anonypy", anonypy))}
    print(f"{'':8} {'rows kept':>10} {'bits lost':>12} {'seconds':>9}")
    for name, (kept, lost, seconds) in found.items():
        print(f"{name:8} {kept:>10.1%} {lost:>12,.0f} {seconds:>9.2f}")
    _, lost, seconds = found["ours"]
    for name in ("ANJANA", "anonypy"):
        print(f"ours ÷ {name}: loss {lost / found[name][1]:.3f}, time {seconds / found[name][2]:.3f}")


def _run(table: pl.DataFrame, how: Callable[[pl.DataFrame], tuple[Admitted, float]]) -> tuple[float, float, float]:
    admitted, seconds = how(table)
    lost = sum(_lost(table[name], admitted[name]) for name in SIX)
    return 1 - admitted[SIX[0]].null_count() / table.height, lost, seconds


def _lost(values: pl.Series, admitted: pl.Series) -> float:
    counts = dict(values.value_counts().iter_rows())
    covered = {None: values.len()}
    bits = 0.0
    pairs = pl.DataFrame({"value": values, "key": admitted.list.sort().hash(), "admitted": admitted})
    told = (
        pairs.with_columns(pl.when(pl.col("admitted").is_not_null()).then("key"))
        .group_by("value", "key")
        .agg(pl.len(), pl.col("admitted").first())
    )
    for value, key, rows, names in told.iter_rows():
        if names is not None and value not in names:
            raise RuntimeError(f"{values.name}: {value} is not among {names}")
        if key not in covered:
            covered[key] = sum(counts[name] for name in set(names))
        bits += rows * float(np.log2(covered[key] / counts[value]))
    return bits


def ours(table: pl.DataFrame) -> tuple[Admitted, float]:
    declared = hierarchies()
    frame = table.select(*SIX, SENSITIVE).with_row_index("debtor_key")
    roles = {**dict.fromkeys(SIX, Role.QUASI), SENSITIVE: Role.SENSITIVE}
    began = time.perf_counter()
    release = anonymise(frame, roles, K, as_of=AS_OF, hierarchies=declared)
    seconds = time.perf_counter() - began
    rows = release.frame.join(release.key.select("row", "reference"), on="reference").sort("row")
    admitted = {name: _admitted(rows[name], table[name], declared[name].labels) for name in SIX if name != "age"}
    ages = table["age"].unique().to_list()
    spans = {
        (low, high): [age for age in ages if (low is None or age >= low) and (high is None or age <= high)]
        for low, high in rows.select("age_from", "age_to").unique().iter_rows()
    }
    admitted["age"] = pl.Series([spans[span] for span in rows.select("age_from", "age_to").iter_rows()])
    return admitted, seconds


def _admitted(shown: pl.Series, truth: pl.Series, labels: tuple[Mapping[str, str], ...]) -> pl.Series:
    values = truth.unique().to_list()
    told: dict[str | None, list[str]] = {None: values}
    for one in shown.drop_nulls().unique():
        names = one.split(" | ")
        told[one] = [value for value in values if value in names or any(level.get(value) == one for level in labels)]
    return pl.Series([told[one] for one in shown], dtype=pl.List(pl.String))


def anjana(table: pl.DataFrame) -> tuple[Admitted, float]:
    """As its README calls it, suppression limit 50 %, with the hierarchies that ours takes."""
    frame = pd.DataFrame(table.with_row_index("row").to_dict(as_series=False))
    declared, levels, members = hierarchies(), {}, {}
    for name in SIX:
        steps = declared[name].table(table[name])
        texts = table[name].cast(pl.String)
        levels[name] = {0: frame[name].values}
        for level in range(1, declared[name].height + 1):
            shown = texts.replace_strict(steps["0"], steps[f"{level}"])
            levels[name][level] = np.array(shown.to_list(), dtype=object)
        own = steps["0"].cast(table.schema[name])
        members[name] = {
            label: own.filter(steps[f"{level}"] == label).to_list()
            for level in range(declared[name].height + 1)
            for label in steps[f"{level}"].unique()
        }
    began = time.perf_counter()
    kept = k_anonymity(frame, ["race"], list(SIX), K, 50, levels)
    seconds = time.perf_counter() - began
    places = kept["row"].to_numpy()
    return {
        name: _placed(table, places, [members[name][str(one)] for one in kept[name]], name) for name in SIX
    }, seconds


def anonypy(table: pl.DataFrame) -> tuple[Admitted, float]:
    """It releases counts a partition; the partitions are taken once more, outside the clock, to know whose they are."""
    frame = pd.DataFrame(table.to_dict(as_series=False))
    for name in SIX:
        if name != "age":
            frame[name] = frame[name].astype("category")
    began = time.perf_counter()
    Preserver(frame, list(SIX), SENSITIVE).anonymize_k_anonymity(K)
    seconds = time.perf_counter() - began
    ages = table["age"].unique()
    places, told = [], {name: [] for name in SIX}
    for partition in Preserver(frame, list(SIX), SENSITIVE).modrian.partition(K):
        places.extend(partition)
        for name in SIX:
            values = table[name].gather(partition.to_numpy())
            names = values.unique() if name != "age" else ages.filter(ages.is_between(values.min(), values.max()))
            told[name].extend([names.to_list()] * len(partition))
    return {name: _placed(table, np.array(places), told[name], name) for name in SIX}, seconds


def _placed(table: pl.DataFrame, places: np.ndarray, told: list[list[object]], name: str) -> pl.Series:
    rows = pl.DataFrame({"row": places, "told": pl.Series(told, dtype=pl.List(table.schema[name]))})
    whole = pl.DataFrame({"row": np.arange(table.height)})
    return whole.join(rows, on="row", how="left", maintain_order="left")["told"]


if __name__ == "__main__":
    beside = ROOT.parent / "shared" / "data" / "arx_adult.csv"
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    if chosen.exists():
        main(chosen)
    else:
        print(f"no Adult data at {chosen}: name ARX's data/adult.csv")
