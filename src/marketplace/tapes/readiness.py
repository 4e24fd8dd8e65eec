"""How ready a portfolio is to be sold: what is missing, why it matters to the price, and who can fill it."""

import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

import polars as pl
from msgspec import Struct, convert

from marketplace.tapes.catalogue import CATALOGUE
from marketplace.tapes.whole_rows import whole


class Need(Struct, frozen=True, forbid_unknown_fields=True):
    """One of `fields` is enough; `proof`: only a yes counts. `products` left out: all."""

    name: str
    fields: tuple[str, ...]
    weight: int
    why: str
    who: str
    proof: bool = False
    products: tuple[str, ...] = ()


class Gap(Struct, frozen=True):
    """A need that some rows leave open: in how many of them, and what the score would gain if it were filled."""

    need: str
    why: str
    who: str
    missing: int
    rows: int
    gain: int


class ClassReadiness(Struct, frozen=True):
    """One asset class. `score` is 0 to 100; the costliest gap first."""

    product: str
    rows: int
    score: int
    gaps: tuple[Gap, ...]


class Readiness(Struct, frozen=True):
    """`score` is that of all rows together."""

    score: int
    classes: tuple[ClassReadiness, ...]


@cache
def needs() -> tuple[Need, ...]:
    text = (files("marketplace.tapes") / "readiness.toml").read_text("utf-8")
    return convert(tomllib.loads(text)["needs"], tuple[Need, ...])


class ReadinessCount:
    """Counts accepted rows chunk by chunk."""

    def __init__(self) -> None:
        self._rows = Counter[str]()
        self._filled = Counter[tuple[str, str]]()

    def take(self, accepted: pl.DataFrame) -> None:
        """Typed rows of `examine`; a row that names no product is of the class `other`."""
        if accepted.is_empty():
            return
        rows = whole(accepted).with_columns(pl.col("product").fill_null("other"))
        counted = rows.group_by("product").agg(
            pl.len().alias("rows"), *(_filled(need).sum().alias(f"need {need.name}") for need in needs())
        )
        for row in counted.iter_rows(named=True):
            self._rows[row["product"]] += row["rows"]
            for need in needs():
                self._filled[row["product"], need.name] += row[f"need {need.name}"]

    def told(self) -> Readiness:
        classes = tuple(self._of_class(product) for product, _ in sorted(self._rows.items(), key=lambda one: -one[1]))
        total = sum(one.rows for one in classes)
        score = round(sum(one.score * one.rows for one in classes) / total) if total else 0
        return Readiness(score, classes)

    def _of_class(self, product: str) -> ClassReadiness:
        rows = self._rows[product]
        asked = [need for need in needs() if not need.products or product in need.products]
        whole_weight = sum(need.weight for need in asked)
        reached = sum(need.weight * self._filled[product, need.name] for need in asked)
        gaps = [
            Gap(need.name, need.why, need.who, missing, rows, round(100 * need.weight * missing / rows / whole_weight))
            for need in asked
            if (missing := rows - self._filled[product, need.name])
        ]
        gaps.sort(key=lambda gap: -gap.gain)
        return ClassReadiness(product, rows, round(100 * reached / rows / whole_weight), tuple(gaps))


def _filled(need: Need) -> pl.Expr:
    fields = [CATALOGUE[name].typed for name in need.fields]
    if need.proof:
        return pl.any_horizontal(pl.col(name).fill_null(value=False) for name in fields)
    return pl.any_horizontal(pl.col(name).is_not_null() for name in fields)
