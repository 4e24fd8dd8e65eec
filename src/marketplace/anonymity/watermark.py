"""Each buyer's own copy of a released tape: from any two hundred lines the buyer who leaked them is named.

A buyer's key calls half of all whole amounts green. In his copy the mean balances inside each cell are moved by a few
minor units, in pairs up and down, until every one is green: the cell's mean, and so every total over cells, stays what
it was. Which line of a cell gets which amount follows the random references, so that it tells nothing of a debtor.
Amounts that were written without knowing a key are green under it like tossed coins, each of them once
(docs/adr/0020).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from math import comb

import numpy as np
import polars as pl

from kernel.errors import Invalid
from marketplace.anonymity.axes import Positions

MARKED = "balance_mean_minor"
BLOCK = 512
"""Amounts whose colours one keyed hash gives."""
LEAST_REACH, SHARE_OF_REACH = 128, 50
"""An amount moves by at most so many minor units, or by a fiftieth of the mean if that is more."""
FALSE_ALARM = 1e-6


class Colours:
    """Which amounts are green under one buyer's key of 16 to 64 secret bytes."""

    def __init__(self, key: bytes) -> None:
        if not 16 <= len(key) <= 64:
            raise Invalid("A watermark's key has 16 to 64 bytes.")
        self._key = key
        self._blocks: dict[int, int] = {}

    def green(self, amount: int) -> bool:
        block, place = divmod(amount, BLOCK)
        if block not in self._blocks:
            digest = blake2b(block.to_bytes(16, "big", signed=True), key=self._key, digest_size=BLOCK // 8).digest()
            self._blocks[block] = int.from_bytes(digest, "big")
        return bool(self._blocks[block] >> place & 1)


def key_of(secret: bytes, release: str, buyer: str) -> bytes:
    """One buyer's key to one release, from a secret of 16 to 64 bytes that never leaves the house."""
    if not 16 <= len(secret) <= 64:
        raise Invalid("The secret behind watermarks has 16 to 64 bytes.")
    told = b"".join(len(one).to_bytes(8, "big") + one for one in (release.encode(), buyer.encode()))
    return blake2b(told, key=secret, digest_size=32).digest()


def marked(released: pl.DataFrame, key: bytes) -> pl.DataFrame:
    """The copy of the buyer with that key; the same key gives the same copy. Null means stay null.

    Invalid for a frame without reference, cell and mean balance.
    """
    missing = [name for name in ("reference", "cell", MARKED) if name not in released.columns]
    if missing:
        raise Invalid(f"The released tape lacks {', '.join(missing)}: it cannot be marked.")
    colours, means = Colours(key), released[MARKED].fill_null(0).cast(pl.Int64).to_numpy().copy()
    order = released.select(pl.arg_sort_by("cell", "reference")).to_series().to_numpy()
    starts = np.flatnonzero(np.diff(released["cell"].rank("dense").to_numpy()[order], prepend=0))
    for lines in np.split(order, starts[1:]):
        means[lines] += _offsets(int(means[lines[0]]), len(lines), colours)
    moved = pl.Series(MARKED, means)
    return released.with_columns(pl.when(pl.col(MARKED).is_not_null()).then(moved).alias(MARKED))


def _offsets(mean: int, lines: int, colours: Colours) -> Positions:
    """One a line, adding up to nothing, each amount green and, while there are enough, each another one."""
    reach = min(max(mean // SHARE_OF_REACH, LEAST_REACH), mean)
    if lines < 2 or reach < 1:
        return np.zeros(lines, dtype=np.int64)
    triple = _triple(mean, reach, colours) if lines % 2 else ()
    wanted = (lines - len(triple)) // 2
    pairs: list[int] = []
    for step in range(1, reach + 1):
        if len(pairs) == wanted:
            break
        if {step, -step} & set(triple):
            continue
        if colours.green(mean + step) and colours.green(mean - step):
            pairs.append(step)
    if lines % 2 and not triple:
        return _laid([0], pairs, (lines - 1) // 2)
    return _laid(list(triple), pairs, wanted)


def _laid(ahead: list[int], pairs: list[int], wanted: int) -> Positions:
    """Pairs are used again where the reach has too few of them; without any the lines keep their mean."""
    steps = [pairs[place % len(pairs)] if pairs else 0 for place in range(wanted)]
    return np.array([*ahead, *(sign * step for step in steps for sign in (1, -1))], dtype=np.int64)


def _triple(mean: int, reach: int, colours: Colours) -> tuple[int, ...]:
    for far in range(3, reach + 1):
        for near in range(1, (far + 1) // 2):
            for sign in (1, -1):
                three = (sign * near, sign * (far - near), -sign * far)
                if all(colours.green(mean + one) for one in three):
                    return three
    return ()


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How likely so many green amounts are in a copy made without the buyer's key; `amounts` are distinct."""

    buyer: str
    amounts: int
    green: int
    chance: float


def suspicions(amounts: pl.Series, keys: Mapping[str, bytes]) -> tuple[Suspicion, ...]:
    """Every buyer, the likeliest leaker first. Nothing but the leaked mean balances in minor units is looked at."""
    distinct = [int(one) for one in amounts.drop_nulls().unique().sort()]
    chances, found = _at_least(len(distinct)), []
    for buyer, key in keys.items():
        colours = Colours(key)
        green = sum(colours.green(one) for one in distinct)
        found.append(Suspicion(buyer, len(distinct), green, chances[green]))
    return tuple(sorted(found, key=lambda one: one.chance))


def leaker(amounts: pl.Series, keys: Mapping[str, bytes]) -> Suspicion | None:
    """The one buyer whom the copy names; None if nobody is named with a false alarm for any buyer below 1e-6.

    `chance` of the answer is already multiplied by the number of buyers who were tried (Bonferroni).
    """
    first = next(iter(suspicions(amounts, keys)), None)
    if first is None or first.chance * len(keys) >= FALSE_ALARM:
        return None
    return Suspicion(first.buyer, first.amounts, first.green, first.chance * len(keys))


def _at_least(tossed: int) -> list[float]:
    """For each number of heads the chance of at least so many in fair tosses, exactly."""
    ways = accumulate(comb(tossed, heads) for heads in range(tossed, -1, -1))
    return [one / 2**tossed for one in ways][::-1]
