"""Single claims for a shortlisted bidder: exact amounts and days of the debt, of its debtor next to nothing."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from marketplace.anonymity import DEBTOR_KEY, Role, written
from marketplace.diligence.pseudonyms import pseudonym
from marketplace.tapes.export import write_rows

TOLD = (
    *("product", "debtor_kind", "currency", "balance_minor", "principal_minor", "interest_minor", "costs_minor"),
    *("payments_minor", "contract_on", "due_on", "default_on", "termination_on", "last_payment_on"),
    *("last_payment_amount_minor", "acknowledged_on", "interest_rate", "interest_kind", "interest_from_on", "flags"),
    *("stage", "title_kind", "title_on", "codebtor_role", "country", "region"),
)
"""What a row tells, as it is. Of a person besides the region only the year of birth; no name, number or address."""


def withheld_by(roles: Mapping[str, Role]) -> frozenset[str]:
    """The columns a seller keeps out of the tape, and so out of everything else before the deed."""
    return frozenset(name for name, role in roles.items() if role is Role.DIRECT)


def rows_for(claims: pl.DataFrame, roles: Mapping[str, Role], key: bytes) -> pl.DataFrame:
    """One row a claim under the bidder's own pseudonyms, in their order. Columns the seller withholds stay out.

    `claims` is what `marketplace.listings.portfolio` reads, perhaps with `lot`.
    """
    withheld = withheld_by(roles)
    shown = [name for name in ("lot", *TOLD) if name in claims.columns and name not in withheld]
    rows = claims.select(
        _named("reference", claims["claim_id"], key, "claim"),
        _named("debtor", claims[DEBTOR_KEY], key, "debtor"),
        *shown,
    )
    if "birth_on" in claims.columns and "birth_on" not in withheld:
        rows = rows.with_columns(claims["birth_on"].dt.year().alias("birth_year"))
    return written(rows).sort("reference")


def write_claim_rows(claims: pl.DataFrame, roles: Mapping[str, Role], key: bytes, path: Path) -> int:
    """Writes them as a CSV that no spreadsheet runs; returns how many."""
    rows = rows_for(claims, roles, key)
    write_rows(rows, path)
    return rows.height


def _named(name: str, values: pl.Series, key: bytes, kind: str) -> pl.Series:
    known = {value: pseudonym(key, kind, value) for value in values.unique().to_list()}
    return pl.Series(name, [known[value] for value in values.to_list()], dtype=pl.String)
