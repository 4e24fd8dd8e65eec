"""docs/jurisdictions.md is what the data says today."""

import pytest

from cases.jurisdictions.registry import INSTRUMENTS
from cases.law.overview import overview, values
from web.cli.law import OVERVIEW


def test_the_page_is_up_to_date() -> None:
    assert OVERVIEW.read_text() == overview(), "run `recourse law overview`"


@pytest.mark.parametrize("code", INSTRUMENTS)
def test_every_unverified_citation_is_told(code: str) -> None:
    page = overview()
    assert all(one["citation"] in page for _, one in values(code) if not one["verified"])


def test_it_says_where_nothing_is_filed() -> None:
    (untaught,) = [line for line in overview().splitlines() if line.startswith("| [United States")]
    assert "nothing yet" in untaught


def test_it_says_what_is_followed_without_a_paper() -> None:
    (germany,) = [line for line in overview().splitlines() if line.startswith("| [Germany]")]
    assert "| Mahnverfahren, European order for payment |" in germany
