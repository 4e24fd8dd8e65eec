"""A file of worked examples: what is told of each row, and what a broken one leaves unharmed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kernel.errors import Invalid
from web.cli.law import law

HEADER = "id,jurisdiction,topic,inputs_json,expected_json,source\n"
GOOD = 'A,PL,fee.suit,"{""value_pln"": ""500.01""}","{""fee_pln"": ""100""}",u.k.s.c. 13\n'
WRONG = 'B,PL,fee.suit,"{""value_pln"": ""500.01""}","{""fee_pln"": ""101""}",a misprint\n'
UNASKED = 'C,PL,tax.income,"{""value_pln"": ""500.01""}","{""fee_pln"": ""101""}",another trade\n'


def run(tmp_path: Path, text: str) -> Result:
    file = tmp_path / "examples.csv"
    file.write_text(text)
    return CliRunner().invoke(law, ["examples", str(file)])


def test_each_row_gets_its_line_and_the_sums_follow(tmp_path: Path) -> None:
    found = run(tmp_path, HEADER + GOOD + UNASKED)
    assert found.output.splitlines() == [
        'A  expected {"fee_pln": "100"}  got {"fee_pln": "100.00"}  agree',
        'C  expected {"fee_pln": "101"}  got (no question of the engine is of this kind)  unsupported',
        "1 passed, 0 failed",
        "unsupported: 1 (tax.income 1)",
    ]
    assert found.exit_code == 0


def test_one_that_fails_makes_the_command_fail(tmp_path: Path) -> None:
    found = run(tmp_path, HEADER + GOOD + WRONG)
    assert found.exit_code == 1
    assert "1 passed, 1 failed" in found.output


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("D,PL,fee.suit,{}\n", "line 2: malformed: 4 cells where there are 6 columns"),
        ("D,PL,fee.suit,not json,{},x\n", "line 2: malformed: inputs_json is no JSON"),
        ("D,PL,fee.suit,[],{},x\n", "line 2: malformed: inputs_json is no JSON object"),
        (",PL,fee.suit,{},{},x\n", "line 2: malformed: id is empty"),
        ('D,PL,fee.suit,"{},{},x\n', "line 2: malformed: a quote is opened and never closed"),
    ],
)
def test_a_broken_row_is_told_with_its_line_and_the_next_is_run(tmp_path: Path, broken: str, told: str) -> None:
    found = run(tmp_path, HEADER + broken + GOOD)
    assert told in found.output
    assert "1 passed, 0 failed" in found.output
    assert "malformed: 1" in found.output
    assert found.exit_code == 1


@pytest.mark.parametrize(
    ("topic", "jurisdiction", "inputs", "told"),
    [
        ("time.working_days", "ES", '{"days": 5, "served": "2026-02-30"}', "is no date"),
        ("calendar.holiday", "DE", '{"date": "2026-06-04", "land": "XX"}', "There is no seat 'XX'"),
        ("fee.suit", "PL", '{"value_pln": "-1"}', "not below nought"),
        ("service.deemed_other_document", "GB-EW", '{"method": "pigeon", "date": "2026-06-01"}', "(CPR 6.26)"),
        ("time.weeks", "PL", '{"weeks": 2, "days": 1, "served": "2026-02-03"}', "needs one length"),
        ("interest.bgb288", "DE", '{"principal": "1", "from": "1999-01-01", "days": 3}', "no rate is known"),
        ("fee.mahnverfahren", "DE", '{"value_up_to_incl_eur": 1, "as_of": "2020-01-01"}', "no fee table is known"),
    ],
)
def test_bad_input_is_told_and_never_answered(
    tmp_path: Path, topic: str, jurisdiction: str, inputs: str, told: str
) -> None:
    quoted = inputs.replace('"', '""')
    found = run(tmp_path, HEADER + f'E,{jurisdiction},{topic},"{quoted}","{{""last_day"": ""2026-01-01""}}",x\n')
    assert told in found.output
    assert "0 passed, 1 failed" in found.output


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    found = run(tmp_path, "a,b\n1,2\n")
    assert isinstance(found.exception, Invalid)
