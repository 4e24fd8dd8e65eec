"""Hierarchies as data: what each value becomes, level by level, until one sign stands for all."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import polars as pl

from kernel.errors import Invalid, Place

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """`labels[i]` gives each value's label on level i + 1; above the last lies “*”. A hierarchy of bands has `bands`,

    the widths of its levels counted from `first`, instead.
    """

    column: str
    labels: tuple[Mapping[str, str], ...] = ()
    bands: tuple[int, ...] = ()
    first: int = 0

    @property
    def height(self) -> int:
        """The level of “*”; level 0 is the value as it is."""
        return len(self.labels) + len(self.bands) + 1

    def table(self, values: pl.Series) -> pl.DataFrame:
        """One row for each distinct value as text, columns `0` … `height`. Invalid: a value without a label."""
        texts = values.cast(pl.String).fill_null("").unique().sort().rename("0")
        levels = [texts.replace_strict(labels, default=None) for labels in self.labels] + [
            self._banded(texts, width) for width in self.bands
        ]
        found = pl.DataFrame([texts, *(level.rename(f"{place}") for place, level in enumerate(levels, start=1))])
        unknown = found.filter(pl.any_horizontal(pl.all().is_null()))["0"].to_list()
        if unknown:
            raise Invalid(
                f"The hierarchy of {self.column} does not know {', '.join(unknown[:5])}.",
                places=[Place(self.column, value, "Name it in the hierarchy.") for value in unknown[:5]],
            )
        return found.with_columns(pl.lit(EVERYTHING).alias(f"{self.height}"))

    def _banded(self, texts: pl.Series, width: int) -> pl.Series:
        begin = (pl.col("0").cast(pl.Int64, strict=False) - self.first) // width * width + self.first
        return texts.to_frame().select(pl.format("{}-{}", begin, begin + width - 1)).to_series()


class _Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    levels: tuple[dict[str, tuple[str, ...]], ...] = ()
    bands: tuple[int, ...] = ()
    first: int = 0


def hierarchies_of(text: str) -> dict[str, Hierarchy]:
    """From TOML: a table a column with `levels`, each of them label = [what it stands for on the level below], or with

    `bands`, rising widths, each a multiple of the one before. A table without either knows the value and “*” only.
    """
    try:
        declared = msgspec.toml.decode(text, type=dict[str, _Declared])
    except msgspec.DecodeError as reason:
        raise Invalid(f"The hierarchies cannot be read: {reason}.") from reason
    return {column: _hierarchy(column, one) for column, one in declared.items()}


def _hierarchy(column: str, declared: _Declared) -> Hierarchy:
    if declared.levels and declared.bands:
        raise Invalid(f"The hierarchy of {column} has both levels and bands; name one of them.")
    if any(wide % narrow for narrow, wide in zip((1, *declared.bands), declared.bands, strict=False)):
        raise Invalid(f"The bands of {column} do not nest: each width must be a multiple of the one before.")
    labels: list[dict[str, str]] = []
    for level in declared.levels:
        parents = {below: label for label, members in level.items() for below in members}
        if not labels:
            labels.append(parents)
            continue
        orphans = sorted(set(labels[-1].values()) - set(parents))
        if orphans:
            raise Invalid(f"The hierarchy of {column} has a level that leaves out {', '.join(orphans)}.")
        labels.append({value: parents[label] for value, label in labels[-1].items()})
    return Hierarchy(column, tuple(labels), declared.bands, declared.first)
