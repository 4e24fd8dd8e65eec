"""The planted-defect run: *file all* stops every planted case with its reason, and lets every clean one through."""

import os
import re
from pathlib import Path

import pytest

from cases.proceedings.preview import Expected
from tests.scenarios.filing_ways import REASONS, WAYS
from tests.scenarios.portfolio import Portfolio, a_portfolio, bring_to_court, file_all

pytestmark = [pytest.mark.usefixtures("database", "object_store"), pytest.mark.timeout(3600)]
ROWS = int(os.environ.get("PLANTED_ROWS", "40"))
COUNTRIES = sorted(country for country, way in WAYS.items() if way.can_file)


def told(row: Expected) -> str:
    return " ".join([row.reason or "", *(lack.sentence for lack in row.missing)])


def wrong_in(one: Portfolio, filed: dict[str, Expected]) -> list[str]:
    """Every difference between what was planted and what was stopped."""
    planted = {case.reference: case.defects for case in one.truth.planted}
    wrong = []
    for reference, row in filed.items():
        defects = planted.get(reference, ())
        if not defects and row.will != "prepared":
            wrong.append(f"{reference} is clean and was stopped: {told(row)}")
        if defects and row.will == "prepared":
            wrong.append(f"{reference} went through with {', '.join(defects)}")
        elif defects and not any(re.search(REASONS[kind], told(row)) for kind in defects):
            wrong.append(f"{reference} has {', '.join(defects)} and was stopped for another reason: {told(row)}")
    return wrong


@pytest.mark.parametrize("country", COUNTRIES)
async def test_every_planted_case_is_stopped_with_its_reason_and_no_clean_one(country: str, tmp_path: Path) -> None:
    one = await a_portfolio(tmp_path, country, WAYS[country], rows=ROWS, planted="0.6", seed=17)
    await bring_to_court(one)
    filed = await file_all(one)
    assert len(filed) == ROWS
    assert one.truth.clean >= ROWS // 4
    wrong = wrong_in(one, filed)
    assert wrong == [], "\n".join(wrong)
