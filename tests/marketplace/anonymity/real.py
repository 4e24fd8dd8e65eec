"""Real and realistic tapes as claims: LendingClub's loans of 2007 to 2018, and a Polish sample of invented people."""

from pathlib import Path

import polars as pl

from marketplace.anonymity import Role, claims_of
from marketplace.tapes.examine import examine
from marketplace.tapes.sample import CUT_OFF, write_tape

LENDING_CLUB_ROLES = {
    "annual_income": Role.QUASI,
    "home_ownership": Role.QUASI,
    "employment": Role.QUASI,
    "purpose": Role.SENSITIVE,
}


def lending_club(shared: Path) -> pl.DataFrame:
    """One row a loan; `recovered_minor` is what came in after the charge-off and is nobody's to see before a sale."""
    loans = pl.read_csv(shared / "data" / "lending_club_sample_151cols.csv", infer_schema_length=None)
    return loans.select(
        debtor_key=pl.col("id").cast(pl.String),
        product=pl.lit("consumer_loan"),
        currency=pl.lit("USD"),
        balance_minor=((pl.col("loan_amnt") - pl.col("total_rec_prncp")) * 100).round().cast(pl.Int64),
        contract_on=pl.col("issue_d").str.to_date("%b-%Y", strict=False),
        last_payment_on=pl.col("last_pymnt_d").str.to_date("%b-%Y", strict=False),
        country=pl.lit("us"),
        region=pl.col("addr_state"),
        postcode=pl.col("zip_code").str.head(3),
        annual_income=pl.col("annual_inc"),
        home_ownership=pl.col("home_ownership"),
        employment=pl.col("emp_length"),
        purpose=pl.col("purpose"),
        status=pl.col("loan_status"),
        recovered_minor=(pl.col("recoveries") * 100).round().cast(pl.Int64),
    )


def polish(rows: int, folder: Path) -> pl.DataFrame:
    return sample("pl", rows, folder)


def sample(country: str, rows: int, folder: Path) -> pl.DataFrame:
    """The accepted claims of `recourse sample-tape --country … --seed 1 --dirt 0.02`."""
    file = folder / f"tape-{country}-{rows}.csv"
    write_tape(country=country, rows=rows, seed=1, out=file, dirt="0.02")
    return claims_of(pl.concat([chunk.accepted for chunk in examine(file, None, today=CUT_OFF)], how="diagonal"))
