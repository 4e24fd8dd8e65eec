"""Lots for the tests: claims of distinct debtors with believable, seeded or drawn values."""

from datetime import date, timedelta
from random import Random

import polars as pl
from hypothesis import strategies as st

CUT_OFF = date(2026, 6, 30)
PRODUCTS = ("consumer_loan", "credit_card", "telecom", "utility", "invoice")
TOWNS = (
    ("Madrid", "28001", "Madrid"),
    ("Madrid", "28015", "Madrid"),
    ("Sevilla", "41001", "Utrera"),
    (None, None, None),
)


def lot(*, claims: int, debtors: int, seed: int = 1, sparse: float = 0.3) -> pl.DataFrame:
    """One row a claim; names and references carry canaries, `sparse` is the share of claims with costs."""
    draw = Random(seed)
    return frame_of(
        [
            claim(draw, number, draw.randrange(debtors) if number >= debtors else number, sparse)
            for number in range(claims)
        ]
    )


def claim(draw: Random, number: int, debtor: int, sparse: float = 0.3) -> dict[str, object]:
    person = Random(f"{debtor}")
    region, postcode, city = person.choice(TOWNS)
    principal = int(draw.lognormvariate(11, 1))
    interest = principal * draw.randrange(40) // 100
    costs = draw.randrange(1, 9_000) if draw.random() < sparse else 0
    payments = draw.randrange(1, principal + 1) if draw.random() < sparse else 0
    default = CUT_OFF - timedelta(days=draw.randrange(90, 2_500))
    return {
        "reference": f"CANARY-REF-{number:05d}",
        "debtor_key": f"CANARY-ID-{debtor:05d}",
        "debtor_name": f"Canary Name {debtor:05d}",
        "product": draw.choice(PRODUCTS),
        "debtor_kind": person.choice(("person", "person", "company")),
        "principal_minor": principal,
        "interest_minor": interest,
        "costs_minor": costs,
        "payments_minor": payments,
        "balance_minor": principal + interest + costs - payments,
        "currency": "EUR",
        "default_on": default,
        "last_payment_on": default + timedelta(days=30) if payments else None,
        "birth_on": date(1935 + person.randrange(70), 1 + person.randrange(12), 1 + person.randrange(28)),
        "country": "es",
        "region": region,
        "postcode": postcode,
        "city": city,
        "disputed": draw.random() < 0.05,
    }


SCHEMA = {
    **dict.fromkeys(("reference", "debtor_key", "debtor_name", "product", "debtor_kind"), pl.String),
    **dict.fromkeys(("principal_minor", "interest_minor", "costs_minor", "payments_minor", "balance_minor"), pl.Int64),
    "currency": pl.String,
    **dict.fromkeys(("default_on", "last_payment_on", "birth_on"), pl.Date),
    **dict.fromkeys(("country", "region", "postcode", "city"), pl.String),
    "disputed": pl.Boolean,
}


def frame_of(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA)


@st.composite
def lots(draw: st.DrawFn, *, least_debtors: int = 12) -> pl.DataFrame:
    """Lots with extremes: heavy debtors, gaps, equal amounts, one debtor with many accounts."""
    debtors = draw(st.integers(least_debtors, 60))
    claims = draw(st.integers(debtors, 4 * debtors))
    frame = lot(
        claims=claims, debtors=debtors, seed=draw(st.integers(0, 10_000)), sparse=draw(st.sampled_from([0, 0.02, 0.5]))
    )
    holes = draw(
        st.sets(st.sampled_from(("birth_on", "region", "postcode", "default_on", "product", "interest_minor")))
    )
    every = draw(st.integers(2, 9))
    frame = frame.with_columns(
        pl.when(pl.int_range(pl.len()) % every != 0).then(pl.col(name)).alias(name) for name in sorted(holes)
    )
    if draw(st.booleans()):
        frame = frame.with_columns(pl.lit(4_990, dtype=pl.Int64).alias("balance_minor"))
    return frame.drop(draw(st.sets(st.sampled_from(("birth_on", "city", "costs_minor", "region")))))
