"""From a tape's typed rows to claims with their debtors, and from a release to text."""

import polars as pl
import pytest

from kernel.errors import Invalid
from marketplace.anonymity import claims_of, written
from marketplace.anonymity.tape import without_persons


def test_a_debtor_is_told_by_number_then_name_then_reference() -> None:
    typed = pl.DataFrame(
        {
            "reference": ["1", "2", "3", "4", "5"],
            "national_id": ["12345678-Z", "12345678z", None, None, None],
            "debtor_name": ["Ana", "Anna", "Luis", " LUIS", None],
            "postcode": ["28001", "28001", "41001", "41001", None],
            "balance_minor": [1, 2, 3, 4, 5],
        }
    )
    keys = claims_of(typed)["debtor_key"].to_list()
    assert keys[0] == keys[1]
    assert keys[2] == keys[3]
    assert len(set(keys)) == 3


def test_items_become_one_claim() -> None:
    typed = pl.DataFrame({"reference": ["A", "A", "B"], "item_amount_minor": [100, 250, 70], "product": ["rent"] * 3})
    claims = claims_of(typed)
    assert claims["balance_minor"].to_list() == [350, 70]


def test_without_a_balance_the_components_add_up_to_it() -> None:
    typed = pl.DataFrame({"reference": ["A"], "principal_minor": [100], "interest_minor": [7], "payments_minor": [20]})
    assert claims_of(typed)["balance_minor"].to_list() == [87]
    with pytest.raises(Invalid, match="no amount"):
        claims_of(typed.select("reference"))


@pytest.mark.parametrize(("currency", "text"), [("EUR", "-12.05"), ("JPY", "-1205")])
def test_amounts_leave_as_exact_text(currency: str, text: str) -> None:
    shown = written(pl.DataFrame({"balance_mean_minor": [-1205, None], "currency": [currency] * 2}))
    assert shown["balance_mean"].to_list() == [text, None]


def test_a_million_rows_need_no_names_to_tell_debtors_apart() -> None:
    typed = pl.DataFrame(
        {
            "reference": ["1", "2", "3"],
            "national_id": ["12345678-Z", "12345678z", "87654321X"],
            "debtor_name": ["Ana", "Anna", "Luis"],
            "employer": ["Canary Ltd"] * 3,
            "postcode": ["28001", "28001", "41001"],
            "balance_minor": [1, 2, 3],
        }
    )
    claims = claims_of(without_persons(typed, kept=["employer"]))
    assert claims["debtor_key"].n_unique() == claims_of(typed)["debtor_key"].n_unique() == 2
    assert claims["debtor_name"].null_count() == 3, "the column stays by name, so that the account can withhold it"
    assert claims.select("employer", "postcode", "balance_minor").equals(
        typed.select("employer", "postcode", "balance_minor")
    )
