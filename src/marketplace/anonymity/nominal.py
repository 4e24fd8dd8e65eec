"""Categories and places: values in the order of their hierarchy, so that neighbours share a parent."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from marketplace.anonymity.axes import Axis, Codes, Spans
from marketplace.anonymity.roles import ORDINARY_WEIGHT, PLACES, WEIGHTS

PRODUCT_GROUPS: Mapping[str, str] = {
    "consumer_loan": "consumer credit",
    "credit_card": "consumer credit",
    "overdraft": "consumer credit",
    "telecom": "services and rent",
    "utility": "services and rent",
    "rent": "services and rent",
    "invoice": "trade and other",
    "other": "trade and other",
}
MOST_LISTED = 12
"""So many values may stand in one field; beyond that a label says it, or nothing."""
LISTING, NOT_GIVEN = " | ", "not given"
GROUP_EDGE = np.float32(0.4)
PLACE_EDGES: Mapping[str, float] = {"country": 1.0, "region": 0.4}
PREFIX_EDGE = 0.1


def category_axis(values: pl.Series, levels: Sequence[Mapping[str, str]] = ()) -> Axis:
    """One value, else the label of just these values, else the few between the first and the last, else a wider label,

    else nothing.

    `levels` go from narrow to wide and nest; a value that a level does not know stands alone on it.
    """
    name = values.name
    texts = _as_text(values).alias(name)
    above = [f"level {place}" for place in reversed(range(len(levels)))]
    table = (
        texts.unique()
        .to_frame()
        .with_columns(
            pl.col(name).replace_strict(labels, default=None, return_dtype=pl.String).alias(f"level {place}")
            for place, labels in enumerate(levels)
        )
        .sort(*above, name, nulls_last=True)
    )
    shared = [_grouped(_runs(table, above[: place + 1]), table[level]) for place, level in enumerate(above)]
    own = _runs(table, [*above, name])
    preference = np.zeros(table.height, dtype=np.float32)
    for run in shared:
        preference = np.maximum(preference, np.where(_starts(run), GROUP_EDGE, 0).astype(np.float32))
    narrow = [own, *reversed(shared)]
    return Axis(
        name=name,
        columns=(name,),
        codes=_codes(texts.to_frame(), table, [name]),
        size=table.height,
        weight=WEIGHTS.get(name, ORDINARY_WEIGHT),
        preference=preference,
        spell=partial(_spell_category, name, narrow, [table[name], *(table[level] for level in reversed(above))]),
        widen=partial(_widen_category, narrow),
    )


def place_axis(frame: pl.DataFrame) -> Axis:
    """Country, region, postcode and city as one axis: each is shown as far as all of the cell share it."""
    columns = [name for name in PLACES if name in frame.columns]
    texts = frame.select(_as_text(frame[name]).alias(name) for name in columns)
    if "postcode" in columns:
        texts = texts.with_columns(pl.col("postcode").str.strip_chars().str.to_uppercase())
    table = texts.unique().sort(columns, nulls_last=True)
    paths = _paths(table, columns)
    preference = np.zeros(table.height, dtype=np.float32)
    for name, run in paths:
        edge = PLACE_EDGES.get(name, PREFIX_EDGE)
        preference = np.maximum(preference, np.where(_starts(run), edge, 0).astype(np.float32))
    return Axis(
        name="place",
        columns=tuple(columns),
        codes=_codes(texts, table, columns),
        size=table.height,
        weight=WEIGHTS["place"],
        preference=preference,
        spell=partial(_spell_place, table, paths),
        widen=partial(_widen, [np.arange(table.height, dtype=np.int32), *_nested(paths)]),
    )


def _as_text(values: pl.Series) -> pl.Series:
    if isinstance(values.dtype, pl.List):
        return values.cast(pl.List(pl.String)).list.sort().list.join("|")
    if values.dtype == pl.Boolean:
        return pl.select(pl.when(values).then(pl.lit("yes")).when(~values).then(pl.lit("no"))).to_series()
    return values.cast(pl.String)


def _paths(table: pl.DataFrame, columns: list[str]) -> list[tuple[str, Codes]]:
    """From wide to narrow: what is shared, and the run of codes that shares it."""
    paths: list[tuple[str, Codes]] = []
    above: list[str] = []
    for name in columns:
        if name == "postcode":
            longest = int(table[name].str.len_chars().fill_null(0).to_numpy().max())
            for length in range(1, longest):
                cut = table.with_columns(pl.col(name).str.head(length))
                paths.append((f"postcode:{length}", _runs(cut, [*above, name])))
        paths.append((name, _runs(table, [*above, name])))
        if name != "postcode":
            above.append(name)
    return paths


def _nested(paths: list[tuple[str, Codes]]) -> list[Codes]:
    """From narrow to wide; a city is left out, since its postcodes need not lie inside one beginning."""
    return [run for name, run in reversed(paths) if name != "city"]


def _codes(rows: pl.DataFrame, table: pl.DataFrame, keys: list[str]) -> Codes:
    numbered = table.select(keys).with_row_index("code")
    joined = rows.join(numbered, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return joined["code"].to_numpy().astype(np.int32)


def _runs(table: pl.DataFrame, keys: list[str]) -> Codes:
    """Numbers the stretches of equal values in a sorted table."""
    return (table.select(pl.struct(keys).rle_id()).to_series().to_numpy()).astype(np.int32)


def _grouped(run: Codes, groups: pl.Series) -> Codes:
    """Values without a group stand alone."""
    return np.cumsum(_starts(run) | groups.is_null().to_numpy()).astype(np.int32)


def _starts(run: Codes) -> NDArray[np.bool_]:
    starts: NDArray[np.bool_] = np.diff(run, prepend=run[:1]) != 0
    return starts


def _widen(runs: list[Codes], lowest: Codes, highest: Codes) -> Spans:
    """The narrowest shared run, or the whole axis. `runs` go from narrow to wide."""
    size = len(runs[0])
    low, high = np.zeros_like(lowest), np.full_like(highest, size - 1)
    settled = np.zeros(len(lowest), dtype=np.bool_)
    for run in runs:
        here = ~settled & (run[lowest] == run[highest])
        low[here] = np.searchsorted(run, run[lowest[here]], side="left")
        high[here] = np.searchsorted(run, run[lowest[here]], side="right") - 1
        settled |= here
    return low, high


def _widen_category(runs: list[Codes], lowest: Codes, highest: Codes) -> Spans:
    low, high = _widen(runs, lowest, highest)
    listed = _listed(lowest, highest, len(runs[0]))
    return np.where(listed, lowest, low), np.where(listed, highest, high)


def _listed(lowest: Codes, highest: Codes, size: int) -> NDArray[np.bool_]:
    """Few enough to be named one by one, and not all there are."""
    several = highest - lowest + 1
    listed: NDArray[np.bool_] = (several <= MOST_LISTED) & (several < size)
    return listed


def _spell_category(
    name: str, runs: list[Codes], shown: list[pl.Series], lowest: Codes, highest: Codes
) -> pl.DataFrame:
    """`runs` and `shown` go from narrow to wide. Null is a value not shown; one that was never given is named so."""
    own = shown[0].fill_null(NOT_GIVEN)
    told = pl.Series(name, dtype=pl.String).extend_constant(None, len(lowest))
    for run, labels in zip(reversed(runs), [*reversed(shown[1:]), own], strict=True):
        same = pl.Series(run[lowest] == run[highest])
        told = pl.select(pl.when(same).then(labels.gather(lowest)).otherwise(told).alias(name)).to_series()
    low, high = _widen(runs, lowest, highest)
    tighter = _listed(lowest, highest, len(own)) & ((low < lowest) | (high > highest))
    spans, place = np.unique(np.stack([lowest, highest]), axis=1, return_inverse=True)
    lists = [
        LISTING.join(own[int(first) : int(last) + 1]) if last - first < MOST_LISTED else None for first, last in spans.T
    ]
    listing = pl.Series(lists, dtype=pl.String).gather(place.ravel())
    return pl.select(pl.when(pl.Series(tighter)).then(listing).otherwise(told).alias(name))


def _spell_place(table: pl.DataFrame, paths: list[tuple[str, Codes]], lowest: Codes, highest: Codes) -> pl.DataFrame:
    cells = table.select(pl.all().gather(lowest))
    shared = {name: run[lowest] == run[highest] for name, run in paths}
    spelled = [
        pl.when(pl.Series(shared[name])).then(pl.col(name)).alias(name) for name in table.columns if name != "postcode"
    ]
    if "postcode" not in table.columns:
        return cells.select(spelled)
    length = np.zeros(len(lowest), dtype=np.int64)
    for name, same in shared.items():
        if name.startswith("postcode:"):
            length = np.where(same, int(name.removeprefix("postcode:")), length)
    begun = pl.col("postcode").str.head(pl.Series(length)) + "*"
    postcode = (
        pl.when(pl.Series(shared["postcode"]))
        .then(pl.col("postcode"))
        .when(pl.Series(length > 0))
        .then(begun)
        .alias("postcode")
    )
    return cells.select(*spelled, postcode).select(table.columns)
