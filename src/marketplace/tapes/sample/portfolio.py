"""A chunk of the tape: parties, accounts, dates, amounts and proceedings side by side, all of it clean."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from marketplace.tapes.sample import accounts
from marketplace.tapes.sample.check_digits import Ints
from marketplace.tapes.sample.codebtors import codebtors
from marketplace.tapes.sample.country import load_country
from marketplace.tapes.sample.day_numbers import UNKNOWN
from marketplace.tapes.sample.headers import FLAGS
from marketplace.tapes.sample.identifiers import Register
from marketplace.tapes.sample.names import draw_names
from marketplace.tapes.sample.parties import COMPANY_SHARE, Cast, parties
from marketplace.tapes.sample.proceedings import STAGES, proceedings, stages
from marketplace.tapes.sample.random_text import pick
from marketplace.tapes.sample.timeline import timeline

CHUNK = 50_000
_SEVERAL_ACCOUNTS = 0.08


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows `first_row` ... of the tape (1-based data rows), one column a field of the catalogue.

    Money is Int64 in minor units, the rate Int64 in hundredths of a per cent, dates Date, flags Boolean.
    """

    first_row: int
    frame: pl.DataFrame


def chunks(*, code: str, rows: int, seed: int, cut_off: date) -> Iterator[Chunk]:
    """The clean portfolio, at most `CHUNK` rows at a time; the same arguments give the same rows."""
    country = load_country(code)
    offset = int(np.random.default_rng([seed, 0]).integers(10_000_000, 70_000_000))
    cast = Cast(country, draw_names(country, seed), Register(country, offset), cut_off)
    for number, first in enumerate(range(0, rows, CHUNK), start=1):
        rng = np.random.default_rng([seed, number])
        yield Chunk(first + 1, _chunk(cast, rng, first, min(CHUNK, rows - first)))


def _chunk(cast: Cast, rng: np.random.Generator, first: int, rows: int) -> pl.DataFrame:
    country, owner = cast.country, _owners(rng, rows)
    debtors = parties(cast, rng, int(owner.max()) + 1, company_share=COMPANY_SHARE)[pl.Series(owner)]
    company = debtors["company"].to_numpy()
    product = accounts.products(company, rng)
    names = pick([p.name for p in accounts.PRODUCTS], product)
    stage = stages(rng, rows)
    times = timeline(
        cut_off=cast.cut_off,
        oldest_due_months=country.oldest_due_months,
        product_names=names.to_list(),
        sued=stage < len(STAGES),
        born=debtors["born"].fill_null(UNKNOWN).to_numpy(),
        rng=rng,
    )
    account = pl.DataFrame(
        {
            "reference": accounts.references(country, first, product, cast.register.offset),
            "product": names,
            "original_creditor": accounts.creditors(country, product, rng),
            "branch": accounts.branches(rng, rows),
            "currency": [country.currency] * rows,
            "interest_kind": accounts.interest_kinds(product),
            "country": [country.code.upper()] * rows,
            "debtor_country": [country.code.upper()] * rows,
            "debtor_kind": np.where(company, "company", "person").tolist(),
            **{flag: np.zeros(rows, dtype=bool) for flag in FLAGS},
        }
    )
    money = accounts.amounts(country, product, times, stage < len(STAGES), rng)
    second = codebtors(cast, rng, debtors, names)
    court = proceedings(country, stage, debtors["town"].to_numpy(), cast.cut_off, rng)
    frame = pl.concat([account, times.frame, money, debtors, second, court], how="horizontal")
    return frame.with_columns(pl.when(pl.col("interest_kind") != "none").then("interest_from")).drop(
        "company", "born", "town"
    )


def _owners(rng: np.random.Generator, rows: int) -> Ints:
    """Which debtor of the chunk owes each account: about one in twelve owes two to four of them."""
    held = np.where(rng.random(rows) < _SEVERAL_ACCOUNTS, rng.choice([2, 2, 2, 3, 4], rows), 1)
    owner = np.repeat(np.arange(rows, dtype=np.int64), held)[:rows]
    return rng.permutation(owner)
