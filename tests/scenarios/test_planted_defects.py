"""The planted-defect run: *file all* stops every planted case with its reason, and lets every clean one through."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.scenarios.filing_ways import REASONS, WAYS
from tests.scenarios.portfolio import Portfolio, a_portfolio, bring_to_court, file_all, print_all

pytestmark = [pytest.mark.usefixtures("database", "object_store")]
ROWS = int(os.environ.get("PLANTED_ROWS", "1000"))
PRINTED = int(os.environ.get("PLANTED_PRINTED", str(ROWS)))
FEW = 56
COUNTRIES = sorted(country for country, way in WAYS.items() if way.can_file)
THROUGH = {"prepared", "drafted"}


def wrong_in(one: Portfolio, filed: dict[str, tuple[str, str]]) -> list[str]:
    """Every difference between what was planted and what was stopped, by what became of each case and what was told."""
    planted = {case.reference: case.defects for case in one.truth.planted}
    wrong = []
    for reference, (became, told) in filed.items():
        defects = planted.get(reference, ())
        if not defects and became not in THROUGH:
            wrong.append(f"{reference} is clean and was stopped: {told}")
        if defects and became in THROUGH:
            wrong.append(f"{reference} went through with {', '.join(defects)}")
        elif defects and not any(re.search(REASONS[kind], told) for kind in defects):
            wrong.append(f"{reference} has {', '.join(defects)} and was stopped for another reason: {told}")
    return wrong


async def as_shown(one: Portfolio) -> dict[str, tuple[str, str]]:
    shown = await file_all(one)
    said = {reference: [row.reason or "", *(lack.sentence for lack in row.missing)] for reference, row in shown.items()}
    return {reference: (row.will, " ".join(said[reference])) for reference, row in shown.items()}


@pytest.mark.parametrize("country", COUNTRIES)
async def test_what_is_shown_before_filing_stops_every_planted_case_and_no_clean_one(
    country: str, tmp_path: Path
) -> None:
    one = await a_portfolio(tmp_path, country, WAYS[country], rows=FEW, planted="0.6", seed=17)
    await bring_to_court(one)
    filed = await as_shown(one)
    assert len(filed) == FEW
    assert one.truth.clean >= FEW // 4
    wrong = wrong_in(one, filed)
    assert wrong == [], "\n".join(wrong)


@pytest.mark.scenario
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("country", COUNTRIES)
async def test_file_all_prints_every_clean_case_and_stops_the_planted_ones(country: str, tmp_path: Path) -> None:
    one = await a_portfolio(tmp_path, country, WAYS[country], rows=ROWS, planted="0.35", seed=23)
    await bring_to_court(one)
    shown = await as_shown(one)
    filed = await print_all(one, most=PRINTED)
    kinds = Counter(kind for case in one.truth.planted for kind in case.defects)
    print(
        f"\n{country}: {ROWS} cases, {len(one.truth.planted)} planted of {len(kinds)} kinds, {one.truth.clean} clean;"
    )
    for named, found in (("shown", shown), ("printed", filed)):
        print(f"  {named}: {dict(Counter(became for became, _ in found.values()))}")
    wrong = [*wrong_in(one, shown), *wrong_in(one, filed)]
    print("\n".join(f"  {one}" for one in wrong[:20]))
    assert wrong == []
