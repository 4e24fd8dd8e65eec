"""A few hundred of the ten thousand files that `python -m tests.marketplace.tapes.fuzz` reads."""

from pathlib import Path

import pytest

from tests.marketplace.tapes.fuzz.judging import judged
from tests.marketplace.tapes.fuzz.making import made


@pytest.mark.parametrize("first", [0, 20_000, 40_000])
def test_no_mutated_file_crashes_hangs_or_loses_a_row(tmp_path: Path, first: int) -> None:
    outcomes = set()
    for seed in range(first, first + 30):
        one = made(seed, tmp_path)
        outcomes.add(judged(one.path, rows=one.rows))
    assert outcomes == {"read", "refused"}


def test_a_seed_makes_the_same_file_again(tmp_path: Path) -> None:
    first = [(one.how, one.path.read_bytes()) for one in (made(seed, tmp_path) for seed in range(8))]
    assert [(one.how, one.path.read_bytes()) for one in (made(seed, tmp_path) for seed in range(8))] == first
