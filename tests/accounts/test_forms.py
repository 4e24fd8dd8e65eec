"""Days as forms bring them."""

from datetime import date

import pytest

from accounts.forms import day
from kernel.errors import Invalid


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-02-30", "0001-01-01", "1799-12-31", "2200-01-01", "9999-12-31"]
)
def test_a_day_nobody_can_mean_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        day(text, "on")
    assert [one.where for one in refused.value.places] == ["on"]


@pytest.mark.parametrize("text", ["1800-01-01", " 2026-11-22 ", "2199-12-31"])
def test_any_other_day_is_read(text: str) -> None:
    assert day(text, "on") == date.fromisoformat(text.strip())
