"""The published worked examples of ../shared/law/examples.csv, each asked of the engine with its inputs alone."""

from pathlib import Path

import pytest

from cases.law.examples.rows import Row, read
from cases.law.examples.run import judge, judged
from cases.law.examples.topics import TOPICS
from cases.law.examples.written import plain

SHARED = Path(__file__).resolve().parents[4] / "shared"
FILE = SHARED / "law" / "examples.csv"
DOUBTFUL = {
    "EW-S05": "contested reading of CPR 6.14 for a Friday",
    "EW-I13": "a published rounding: the daily amount cut to pennies",
    "EW-I14": "a published rounding",
    "EW-I16": "a published rounding of the year's fraction",
    "PL-I03": "not to be used as truth without thought",
    "ES-T17": "one author's opinion on the first Christmas closure",
    "ES-T18": "one author's opinion on the first Christmas closure",
    "EU-D01": "contested: whether Christmas Eve is a public holiday in Sweden",
}
"""Rows that law/rules.md section 6 does not take as truth."""

ROWS = [row for row in read(FILE) if isinstance(row, Row)] if FILE.exists() else []
absent = pytest.mark.skipif(not FILE.exists(), reason="../shared is absent")


@absent
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id} {row.topic}")
def test_the_engine_agrees_with_what_was_published(row: Row) -> None:
    found = judge(row)
    if row.id in DOUBTFUL and found.verdict == "not":
        pytest.skip(f"{DOUBTFUL[row.id]}: {found.told()}")
    assert found.verdict == "agree", found.told()


@absent
def test_every_topic_of_the_file_is_asked_by_name_and_none_is_there_for_nothing() -> None:
    assert ROWS
    assert {plain(row.topic) for row in ROWS} <= TOPICS.keys()
    assert not [one.told() for one in judged(FILE) if one.verdict in ("unsupported", "malformed")]


@absent
def test_an_expectation_that_is_wrong_by_a_little_does_not_agree() -> None:
    """The answer comes from the inputs alone: another expectation changes the verdict and nothing else."""
    for row in ROWS:
        wrong = {name: f"{value}1" for name, value in row.expected.items() if name != "note"}
        found = judge(Row(row.line, row.id, row.jurisdiction, row.topic, row.inputs, wrong, row.source))
        assert found.verdict == "not", found.told()
        assert found.got == judge(row).got
