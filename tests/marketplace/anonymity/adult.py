"""ARX's Adult data (30,162 rows) and its hierarchies."""

from pathlib import Path

import polars as pl

from marketplace.anonymity.hierarchies import Hierarchy, hierarchies_of

SIX = ("age", "education", "marital-status", "occupation", "sex", "native-country")
"""The quasi-identifiers of ANJANA's own example; salary-class is the sensitive column."""


def adult(shared: Path) -> pl.DataFrame:
    return pl.read_csv(shared / "data" / "arx_adult.csv", separator=";", schema_overrides={"age": pl.Int64})


def hierarchies() -> dict[str, Hierarchy]:
    return hierarchies_of(Path(__file__).with_name("adult.toml").read_text(encoding="utf-8"))
