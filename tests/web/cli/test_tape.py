"""A tape is checked in the house, as the platform would check it."""

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from kernel.errors import Invalid
from marketplace.tapes.checking import CheckedFile, check_file
from marketplace.tapes.reading import detect, read_chunks
from marketplace.tapes.sample import CUT_OFF
from tests.builders.tapes import a_tape_file
from web.cli.tape import tape


@pytest.mark.parametrize("country", ["es", "gb"])
def test_every_planted_defect_is_counted_the_barred_debts_too(tmp_path: Path, country: str) -> None:
    file, truth = a_tape_file(tmp_path, country=country, rows=2000, dirt="0.1")
    found = check_file(file, None, today=CUT_OFF)
    planted = {one.kind: one.rows for one in truth.counts}
    # An amount far from those of its product is told besides, and is no defect that was planted.
    told = {one.rule: one.rows for one in found.rules if one.rule != "outlier.amount"}
    assert told == planted
    assert found.balances == {one.currency: one.accepted for one in truth.totals}


def test_the_command_says_what_becomes_of_every_row_and_writes_the_rejected_ones(tmp_path: Path) -> None:
    file, truth = a_tape_file(tmp_path, rows=300, dirt="0.1")
    out = tmp_path / "rejected.csv"
    ran = CliRunner().invoke(
        tape, ["check", str(file), "--as-of", CUT_OFF.isoformat(), "--json", "--rejects", str(out)]
    )
    assert ran.exit_code == 2
    found = msgspec.json.decode(ran.stdout, type=CheckedFile)
    assert (found.read, found.rejected) == (300, truth.buckets.rejected)
    assert sum(chunk.height for chunk in read_chunks(out, detect(out))) == truth.buckets.rejected


def test_a_file_that_is_no_tape_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tape.csv"
    file.write_bytes(b"")
    with pytest.raises(Invalid, match="empty"):
        CliRunner().invoke(tape, ["check", str(file)], catch_exceptions=False)


def test_a_tape_is_written_as_templates_whose_gaps_are_named(tmp_path: Path) -> None:
    file, truth = a_tape_file(tmp_path, rows=60)
    out = tmp_path / "set.xlsx"
    written = CliRunner().invoke(
        tape, ["templates", str(file), "--as-of", CUT_OFF.isoformat(), "--out", str(out)], catch_exceptions=False
    )
    assert f"{truth.rows - truth.buckets.rejected} loans" in written.stdout
    told = CliRunner().invoke(tape, ["gaps", str(out)], catch_exceptions=False)
    assert "3.29 Statute of limitations date: empty in" in told.stdout
    assert "3.01" not in told.stdout
    checked = CliRunner().invoke(tape, ["check", str(out), "--as-of", CUT_OFF.isoformat()], catch_exceptions=False)
    assert "60 good, 0 rejected" in checked.stdout
    assert "balance_proof: missing in" in checked.stdout


def test_a_plain_tape_has_no_gaps_of_templates(tmp_path: Path) -> None:
    file, _ = a_tape_file(tmp_path, rows=50)
    with pytest.raises(Invalid, match="no set of templates"):
        CliRunner().invoke(tape, ["gaps", str(file)], catch_exceptions=False)


def test_the_command_scrubs_by_the_policy_it_is_given(tmp_path: Path) -> None:
    file, _ = a_tape_file(tmp_path, rows=400, dirt="0.3")
    policy = tmp_path / "policy.toml"
    policy.write_text('near_months = 0\n[treatments]\ndisputed = "warrant"\n')
    asked = ["check", str(file), "--as-of", CUT_OFF.isoformat()]
    usual = CliRunner().invoke(tape, asked, catch_exceptions=False).stdout
    strict = CliRunner().invoke(tape, [*asked, "--scrub", str(policy)], catch_exceptions=False).stdout
    assert "Debt disputed" in usual
    assert "no debt that is sold has the ground “Debt disputed”" in strict
    assert "no debt that is sold has the ground" not in usual
