"""The bound that lets rows pass never passes one that the law calls barred."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.jurisdictions.contract import LimitationFacts
from marketplace.tapes.barred import barred, is_barred, suspects
from marketplace.tapes.catalogue import PRODUCTS
from marketplace.tapes.sample import COUNTRIES

ON = date(2026, 1, 31)
DAYS = ("due_on", "default_on", "contract_on", "termination_on", "last_payment_on", "acknowledged_on", "titled_on")
SOME_DAY = st.none() | st.integers(0, 14_000).map(lambda back: ON - timedelta(days=back))
CLAIM = st.fixed_dictionaries(
    {
        "country": st.sampled_from(COUNTRIES),
        "product": st.sampled_from(PRODUCTS),
        "item_kind": st.sampled_from(["principal", "invoice", "instalment"]),
        "debtor_kind": st.sampled_from(["person", "company"]),
        "region": st.none(),
    }
    | dict.fromkeys(DAYS, SOME_DAY)
)
SCHEMA = {"row_no": pl.Int64, "line_no": pl.Int64, "country": pl.String, "product": pl.String, "item_kind": pl.String}
SCHEMA |= {"debtor_kind": pl.String, "region": pl.String} | dict.fromkeys(DAYS, pl.Date)


@settings(max_examples=120, deadline=None)
@given(claims=st.lists(CLAIM, min_size=1, max_size=12))
def test_no_barred_claim_is_let_pass_and_no_day_that_counts_is_dropped(claims: list[dict[str, object]]) -> None:
    rows = [{"row_no": number, "line_no": number, **claim} for number, claim in enumerate(claims, start=1)]
    kept = {row["row_no"]: row for row in suspects(pl.DataFrame(rows, schema=SCHEMA), ON).iter_rows(named=True)}
    for number, claim in enumerate(claims, start=1):
        verdict = number in kept and verdict_on(kept[number])
        assert verdict is verdict_on(claim)


def verdict_on(claim: dict[str, object]) -> bool:
    facts = {name: value for name, value in claim.items() if name not in ("country", "row_no", "line_no")}
    return is_barred(str(claim["country"]), LimitationFacts(**facts), ON)  # type: ignore[arg-type]


def test_a_fresh_debt_passes_and_an_old_one_is_found() -> None:
    rows = pl.DataFrame(
        {
            "row_no": [1, 2],
            "line_no": [2, 3],
            "country": ["es", "es"],
            "default_date": [date(2025, 9, 1), date(2001, 1, 1)],
        }
    )
    assert barred(rows, on=ON)["row_no"].to_list() == [2]
