"""The readiness score counts what proves a debt, says what is missing for each asset class, and who can fill it."""

from datetime import date

import polars as pl

from marketplace.tapes.catalogue import CATALOGUE, PRODUCTS
from marketplace.tapes.readiness import Readiness, ReadinessCount, needs


def of(*rows: dict[str, object]) -> Readiness:
    count = ReadinessCount()
    for row in rows:
        count.take(pl.DataFrame([{"row_no": 1, "currency": "EUR", **row}]))
    return count.told()


LOAN: dict[str, object] = {"product": "consumer_loan", "principal_minor": 100, "default_date": date(2024, 1, 1)}


def test_every_need_names_fields_and_products_that_exist() -> None:
    for need in needs():
        assert set(need.fields) <= set(CATALOGUE)
        assert set(need.products) <= set(PRODUCTS)


def test_history_from_default_or_a_certificate_raises_the_score_and_a_no_does_not() -> None:
    bare = of(LOAN)
    assert of({**LOAN, "movement_history": True}).score > bare.score
    assert of({**LOAN, "balance_certificate": True}).score == of({**LOAN, "movement_history": True}).score
    assert of({**LOAN, "movement_history": False}).score == bare.score


def test_the_costliest_gap_comes_first_with_its_reason_and_who_can_fill_it() -> None:
    (loans,) = of(LOAN, {**LOAN, "movement_history": True}).classes
    first = next(gap for gap in loans.gaps if gap.need == "balance_proof")
    assert (first.missing, first.rows, first.who) == (1, 2, "servicing")
    assert [gap.gain for gap in loans.gaps] == sorted((gap.gain for gap in loans.gaps), reverse=True)


def test_each_asset_class_is_asked_what_it_needs() -> None:
    told = of(LOAN, {"product": "invoice", "item_amount_minor": 5})
    wanted = {one.product: {gap.need for gap in one.gaps} for one in told.classes}
    assert "items" in wanted["invoice"] - wanted["consumer_loan"]
    assert "termination_date" in wanted["consumer_loan"] - wanted["invoice"]


def test_the_gains_of_all_gaps_lead_to_a_hundred() -> None:
    (loans,) = of(LOAN).classes
    assert abs(loans.score + sum(gap.gain for gap in loans.gaps) - 100) <= len(loans.gaps)
