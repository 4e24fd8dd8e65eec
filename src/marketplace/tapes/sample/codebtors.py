"""The second party of an account: a co-debtor of a loan or tenancy, a guarantor, a director who stood surety."""

import numpy as np
import polars as pl

from marketplace.tapes.sample.parties import Cast, parties

_SHARES = {"consumer_loan": 0.1, "rent": 0.18, "overdraft": 0.03, "invoice": 0.06}
_SAME_HOUSEHOLD = 0.65
_TAKEN = ("street", "postcode", "city")


def codebtors(cast: Cast, rng: np.random.Generator, debtors: pl.DataFrame, products: pl.Series) -> pl.DataFrame:
    """The `codebtor_*` columns beside the debtors' rows; empty where an account has one debtor."""
    share = products.replace_strict(_SHARES, default=0.0, return_dtype=pl.Float64).to_numpy()
    rows = np.flatnonzero(rng.random(len(share)) < share)
    owed = debtors[pl.Series(rows)]
    found = parties(cast, rng, len(rows), company_share=0.0)
    guarantor = owed["company"] | pl.Series(rng.random(len(rows)) < 0.35)
    together = pl.Series(rng.random(len(rows)) < _SAME_HOUSEHOLD) & ~owed["company"]
    beside = pl.DataFrame(
        {
            "row": rows,
            "codebtor_name": found["debtor_name"],
            "codebtor_role": guarantor.replace_strict({True: "guarantor", False: "co-debtor"}, return_dtype=pl.String),
            "codebtor_national_id": found["national_id"],
        }
    ).with_columns(
        pl.when(together).then(owed[name]).otherwise(found[name]).alias(f"codebtor_{name}") for name in _TAKEN
    )
    every = pl.DataFrame({"row": np.arange(len(share), dtype=np.int64)})
    return every.join(beside, on="row", how="left", maintain_order="left").drop("row")
