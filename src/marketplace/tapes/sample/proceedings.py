"""Accounts that are already before a court: claim filed, judgment, or enforcement."""

from datetime import date

import numpy as np
import polars as pl

from marketplace.tapes.sample.check_digits import Ints
from marketplace.tapes.sample.country import Country
from marketplace.tapes.sample.day_numbers import dates, day_number, years
from marketplace.tapes.sample.random_text import padded, pick

STAGES = ("filed", "judgment", "enforcement")
_SHARES = (0.022, 0.03, 0.014)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_TITLE_OLDEST, _TITLE_YOUNGEST = 330, 60


def stages(rng: np.random.Generator, rows: int) -> Ints:
    """Index into `STAGES`, or 3 where no court has heard of the account."""
    return np.searchsorted(np.cumsum(_SHARES), rng.random(rows)).astype(np.int64)


def proceedings(country: Country, stage: Ints, town: Ints, cut_off: date, rng: np.random.Generator) -> pl.DataFrame:
    """Court, number, stage, last act, title and the enforcement officer's file; empty for most accounts."""
    rows, words, end = len(stage), country.courts, day_number(cut_off)
    titled = (stage == 1) | (stage == 2)
    central = rng.random(rows) < words.central_share
    titled_on = end - rng.integers(_TITLE_YOUNGEST, _TITLE_OLDEST, rows)
    last_act = np.where(stage == 0, end - rng.integers(15, 150, rows), titled_on)
    last_act = np.where(stage == 2, titled_on + rng.integers(20, 55, rows), last_act)
    begun = years(np.where(stage == 0, last_act, titled_on - 90))
    frame = pl.DataFrame(
        {
            "court": pick([city.court for city in country.cities], town),
            "court_number": _numbers(words.number, begun, rng),
            "stage": pick([*STAGES, ""], stage),
            "last_act_on": dates(last_act),
            "title_kind": pick(words.titles, rng.integers(0, len(words.titles), rows)),
            "title_on": dates(titled_on),
            "bailiff_reference": _numbers(words.bailiff_reference, begun, rng),
        }
    )
    if words.central:
        name = pick(words.central, rng.integers(0, len(words.central), rows))
        number = _numbers(words.central_number, begun, rng)
        before = pl.Series(central)
        frame = frame.with_columns(
            pl.when(before).then(name).otherwise("court").alias("court"),
            pl.when(before).then(number).otherwise("court_number").alias("court_number"),
        )
    known = {
        "court": stage < 3,
        "court_number": stage < 3,
        "stage": stage < 3,
        "last_act_on": stage < 3,
        "title_kind": titled,
        "title_on": titled,
        "bailiff_reference": stage == 2,
    }
    return frame.with_columns(
        pl.when(pl.Series(there)).then(pl.col(name)).otherwise(None).alias(name) for name, there in known.items()
    )


def _numbers(form: str, begun: Ints, rng: np.random.Generator) -> pl.Series:
    """Fills `{year2}`, `{year4}`, `{letter}` and `{serialN}` (a number of at most N digits, zero-padded)."""
    rows = len(begun)
    text = pl.repeat("", rows, eager=True)
    for piece in form.replace("{", "\0{").replace("}", "}\0").split("\0"):
        match piece:
            case "{year4}":
                text = text + padded(begun, 4)
            case "{year2}":
                text = text + padded(begun % 100, 2)
            case "{letter}":
                text = text + pick(_LETTERS, rng.integers(0, len(_LETTERS), rows))
            case str() if piece.startswith("{serial"):
                width = int(piece[7:-1])
                text = text + padded(rng.integers(10 ** (width - 1), 10**width, rows), width)
            case _:
                text = text + piece
    return text
