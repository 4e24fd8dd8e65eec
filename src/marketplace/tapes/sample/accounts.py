"""Products, original creditors and the amounts of a book of non-performing accounts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from marketplace.tapes.sample.check_digits import Ints
from marketplace.tapes.sample.country import Country
from marketplace.tapes.sample.random_text import filled, padded, pick, scattered
from marketplace.tapes.sample.timeline import Timeline

type Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Product:
    """Shares of the book among persons and companies; the middle principal (in units of money) and its spread."""

    name: str
    of_persons: float
    of_companies: float
    middle: float
    spread: float
    costs: float


PRODUCTS = (
    Product("consumer_loan", 0.34, 0.14, 4_200, 0.80, 45),
    Product("credit_card", 0.26, 0.03, 2_300, 0.75, 35),
    Product("overdraft", 0.08, 0.08, 650, 0.70, 30),
    Product("telecom", 0.14, 0.07, 320, 0.65, 15),
    Product("utility", 0.09, 0.08, 480, 0.75, 20),
    Product("rent", 0.05, 0.02, 2_600, 0.65, 40),
    Product("invoice", 0.00, 0.56, 5_400, 1.00, 40),
    Product("other", 0.04, 0.02, 720, 0.85, 20),
)
CREDIT = ("consumer_loan", "credit_card", "overdraft")
_SMALLEST, _LARGEST = 4_000, 25_000_000


def products(company: Flags, rng: np.random.Generator) -> Ints:
    """Indexes into `PRODUCTS`."""
    drawn = rng.random(len(company))
    persons = np.searchsorted(np.cumsum([p.of_persons for p in PRODUCTS]), drawn)
    companies = np.searchsorted(np.cumsum([p.of_companies for p in PRODUCTS]), drawn)
    return np.minimum(np.where(company, companies, persons), len(PRODUCTS) - 1).astype(np.int64)


def references(country: Country, first_row: int, product: Ints, offset: int) -> pl.Series:
    """The seller's contract numbers: unique in the tape, in no order."""
    counter = np.arange(first_row, first_row + len(product), dtype=np.int64)
    patterns = country.words.references
    return filled(patterns, product % len(patterns), scattered(counter, 100_000_000, offset=offset))


def creditors(country: Country, product: Ints, rng: np.random.Generator) -> pl.Series:
    """The original creditor of each account: one of the invented houses that sell such products."""
    by_product = dict(country.creditors)
    first = np.cumsum([0, *(len(by_product[p.name]) for p in PRODUCTS)])
    pool = [name for p in PRODUCTS for name in by_product[p.name]]
    count = np.diff(first)
    return pick(pool, first[product] + rng.integers(0, 1_000, len(product)) % count[product])


def branches(rng: np.random.Generator, rows: int) -> pl.Series:
    """The branch that kept the account, with its leading zeros: a column no claim needs."""
    return padded(rng.integers(1, 9_000, rows), 4)


def amounts(country: Country, product: Ints, times: Timeline, sued: Flags, rng: np.random.Generator) -> pl.DataFrame:
    """Principal, interest, costs, payments, balance and the contractual rate (hundredths of a per cent).

    Amounts in minor units; balance = principal + interest + costs - payments in every row. Interest is what
    the contract's rate brings from default to cut-off; where interest is statutory the seller claims none.
    """
    rows, scale = len(product), country.amount_scale * 100
    middle = np.array([p.middle for p in PRODUCTS])[product]
    spread = np.array([p.spread for p in PRODUCTS])[product]
    principal = np.clip(rng.lognormal(np.log(middle * scale), spread), _SMALLEST, _LARGEST * scale / 100)
    principal = principal.astype(np.int64)
    rate = _rates(country, product, rng)
    interest = principal * rate * times.days_in_default // (365 * 10_000)
    fee = np.array([p.costs for p in PRODUCTS])[product] * scale
    costs = (fee * rng.integers(0, 4, rows) * 0.5 + sued * scale * rng.integers(40, 220, rows)).astype(np.int64)
    paid = times.paid_after_default
    payments = np.where(paid, (principal * rng.uniform(0.02, 0.4, rows)).astype(np.int64) // 100 * 100 + 100, 0)
    share = rng.uniform(0.2, 1.0, rows)
    instalment = (principal * rng.uniform(0.02, 0.09, rows)).astype(np.int64) + 500
    last = np.where(paid, (payments * share).astype(np.int64), instalment)
    return pl.DataFrame(
        {
            "principal": principal,
            "interest": interest,
            "costs": costs,
            "payments": payments,
            "balance": principal + interest + costs - payments,
            "last_payment_amount": last,
            "interest_rate": rate,
        }
    ).with_columns(
        pl.when(pl.Series(rate > 0)).then("interest_rate"),
        pl.when(pl.Series(times.ever_paid)).then("last_payment_amount"),
    )


def interest_kinds(product: Ints) -> pl.Series:
    """Contractual for credit, statutory for what was delivered or let, none for the rest."""
    kinds = ["contractual" if p.name in CREDIT else "none" if p.name == "other" else "statutory" for p in PRODUCTS]
    return pick(kinds, product)


def _rates(country: Country, product: Ints, rng: np.random.Generator) -> Ints:
    by_product = dict(country.rates)
    low, high = (np.array([by_product.get(p.name, (0.0, 0.0))[end] for p in PRODUCTS])[product] for end in (0, 1))
    twentieths = np.round((low + (high - low) * rng.random(len(product))) * 20)
    return np.asarray(twentieths, dtype=np.int64) * 5
