"""Amounts far from those of their product are told, and never refused."""

from math import log
from pathlib import Path
from statistics import median

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.tapes.examine import examine
from marketplace.tapes.sample import CUT_OFF
from tests.marketplace.tapes.tape_files import plain_mapping, tape

HEADER = "Account number;Balance;Kind"
COLUMNS = {"Account number": "reference", "Balance": "balance", "Kind": "product"}


def told(folder: Path, amounts: list[tuple[str, str]], *, rows: int = 1_000) -> pl.DataFrame:
    """The warnings of a tape of (amount, product); every row is taken."""
    lines = [f"A-{number};{amount};{product}" for number, (amount, product) in enumerate(amounts, start=1)]
    path = tape(folder, lines=(HEADER, *lines))
    chunks = list(examine(path, plain_mapping(columns=COLUMNS), today=CUT_OFF, rows=rows))
    assert sum(chunk.accepted.height for chunk in chunks) == len(amounts)
    return pl.concat([chunk.findings for chunk in chunks]).filter(pl.col("rule") == "outlier.amount")


def loans(count: int) -> list[tuple[str, str]]:
    return [(f"{1_000 + 10 * number}.00", "rent") for number in range(count)]


def test_a_slipped_decimal_mark_is_told_with_what_is_usual(tmp_path: Path) -> None:
    found = told(tmp_path, [*loans(60), ("129500.00", "rent"), ("12.95", "rent")])
    assert found.select("row_no", "column", "value", "severity").rows() == [
        (61, "Balance", "129500.00", "flag"),
        (62, "Balance", "12.95", "flag"),
    ]
    (sentence,) = found["sentence"].unique()
    assert sentence.startswith("Far from what is usual for its product: ")
    assert sentence.endswith(" EUR. Check the decimal mark.")


def test_an_amount_is_compared_with_its_own_product(tmp_path: Path) -> None:
    cards = [(f"{100_000 + number}.00", "credit card") for number in range(40)]
    assert told(tmp_path, [*loans(40), *cards, ("100020.00", "credit card")]).is_empty()
    assert told(tmp_path, [*loans(40), *cards, ("100020.00", "rent")])["row_no"].to_list() == [81]


def test_of_few_amounts_nothing_is_said(tmp_path: Path) -> None:
    assert told(tmp_path, [*loans(28), ("9999999.00", "rent")]).is_empty()


def test_where_most_amounts_are_the_same_a_far_one_is_still_told(tmp_path: Path) -> None:
    same = [("49.90", "telecom")] * 60
    assert told(tmp_path, same).is_empty()
    assert told(tmp_path, [*same, ("4990.00", "telecom")])["row_no"].to_list() == [61]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 10**9), min_size=30, max_size=70), st.integers(20, 80))
def test_the_score_is_that_of_iglewicz_and_hoaglin(tmp_path: Path, cents: list[int], rows: int) -> None:
    sizes = [log(one) for one in cents]
    apart = [abs(size - median(sizes)) for size in sizes]
    spread = median(apart)
    found = told(tmp_path, [(f"{one // 100}.{one % 100:02}", "rent") for one in cents], rows=rows)["row_no"].to_list()
    if spread:
        scores = [0.6745 * one / spread for one in apart]
        assert {place for place, score in enumerate(scores, start=1) if score > 3.501} <= set(found)
        assert set(found) <= {place for place, score in enumerate(scores, start=1) if score > 3.499}
